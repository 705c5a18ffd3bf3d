package f6.publishing.view;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a platform shows of its documents: views kept in the transaction of each append, so that a client reads
/// what it wrote. Rows are as the API has them; moments are ISO 8601 in UTC.
public interface Views {
    /// The fields that the API shows of an edition unless asked for others.
    List<String> FIELDS = List.of(
            "analytics_identifier",
            "auth_bypass_ids",
            "base_path",
            "change_note",
            "content_id",
            "content_store",
            "description",
            "details",
            "document_type",
            "first_published_at",
            "last_edited_at",
            "last_edited_by_editor_id",
            "links",
            "locale",
            "lock_version",
            "phase",
            "public_updated_at",
            "publication_state",
            "publishing_app",
            "redirects",
            "rendering_app",
            "routes",
            "schema_name",
            "state_history",
            "title",
            "unpublishing",
            "update_type",
            "updated_at",
            "user_facing_version");

    /// More that can be asked for: moments that the platform sets, and the names that stand for the content id.
    List<String> MORE_FIELDS = List.of(
            "content_id_aliases",
            "created_at",
            "id",
            "major_published_at",
            "published_at",
            "publishing_api_first_published_at",
            "publishing_api_last_edited_at",
            "publishing_request_id",
            "stale_lock_version",
            "state");

    /// A document's draft, or else its current edition; or the one in a content store.
    ///
    /// @param store empty for the latest
    Optional<Map<String, @Nullable Object>> content(DocumentKey key, Optional<ContentStore> store);

    /// The live edition at a path, if there is one.
    Optional<Map<String, @Nullable Object>> liveAt(String basePath);

    /// One row per document: of its editions in the asked states the draft first, then the current one.
    ContentPage content(ContentQuery query);

    /// @param documentTypes only of these types, if any are given
    /// @param aliases only those that one of these names stands for, if any are given
    /// @param link only those whose links lead there by this type, if given
    /// @param locale empty for all
    /// @param search words to find in the columns (`title`, `base_path`, `description`, `details.x`), ignoring
    /// case
    /// @param order columns, each with `-` before it for descending; `id` breaks ties
    record ContentQuery(
            Set<String> documentTypes,
            Set<String> aliases,
            Optional<Link> link,
            Optional<String> locale,
            Optional<String> publishingApp,
            Optional<String> search,
            List<String> searchIn,
            Set<State> states,
            List<String> fields,
            List<String> order,
            int limit,
            long offset) {}

    /// @param type of link
    /// @param ofEditions whether the links of editions lead there, not those of link sets
    record Link(String type, UUID target, boolean ofEditions) {}

    /// @param total how many there are on all pages
    record ContentPage(long total, List<Map<String, @Nullable Object>> rows) {}

    /// `content_id`, `links`, `version`. Empty when there is neither a link set nor a document.
    Optional<Map<String, @Nullable Object>> linkSet(UUID contentId);

    /// `links` and `version` of each, those without a link set too.
    Map<UUID, Map<String, @Nullable Object>> linkSets(Collection<UUID> contentIds);

    /// What may be linked to, of a document type, in English: `content_id`, `title`, `publication_state`,
    /// `base_path`, `internal_name`; by content id, the published edition rather than the draft.
    List<Map<String, @Nullable Object>> linkables(String documentType);

    /// Editions whose link sets lead to a piece of content by a type of link. Empty when there is no draft and no
    /// published edition of it.
    Optional<List<Map<String, @Nullable Object>>> linked(UUID target, String linkType, List<String> fields);

    /// Links that were added and removed, the latest first, at most 250.
    List<Map<String, @Nullable Object>> linkChanges(
            Set<String> types, Set<UUID> sources, Set<UUID> targets, Set<String> users);

    /// Editions in the order of a key, a page at a time.
    EditionsPage editions(EditionsQuery query);

    /// @param key the column that pages are ordered by: `updated_at`, `public_updated_at`, `created_at` or `id`
    /// @param edge where to begin: after it, or before it when going backward
    record EditionsQuery(
            List<String> fields,
            String key,
            boolean descending,
            Optional<Edge> edge,
            boolean backward,
            Set<String> documentTypes,
            Optional<String> locale,
            Optional<String> publishingApp,
            Set<State> states,
            int limit) {}

    /// @param value of the key column in ISO 8601 with microseconds, or of the id
    record Edge(String value, long id) {}

    /// @param first and
    /// @param last where the page begins and ends; absent from an empty page
    record EditionsPage(
            List<Map<String, @Nullable Object>> rows,
            Optional<Edge> first,
            Optional<Edge> last,
            boolean hasBefore,
            boolean hasAfter) {}

    /// The content ids of those live at paths (published or unpublished), and of drafts if asked.
    Map<String, UUID> byBasePath(
            Collection<String> basePaths,
            boolean withDrafts,
            Set<String> exceptUnpublishingTypes,
            Set<String> exceptDocumentTypes);

    /// The payload of the publish intent of a path.
    Optional<Map<String, @Nullable Object>> publishIntent(String basePath);
}
