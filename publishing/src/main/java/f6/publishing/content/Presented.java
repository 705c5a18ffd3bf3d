package f6.publishing.content;

import f6.publishing.command.Stock;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Json;
import f6.publishing.document.Unpublishing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What there is to be at a path of a content store, by what is known of the documents: the same again
/// for the same (publishing-api, `DownstreamPayload` and its presenters).
///
/// Of an edition whose details hold a `change_history` it is passed on; none is made of earlier editions'
/// notes.
public final class Presented {
    /// Of an edition's fields those that a content store has.
    private static final List<String> FIELDS = List.of(
            "analytics_identifier",
            "base_path",
            "description",
            "details",
            "document_type",
            "first_published_at",
            "phase",
            "public_updated_at",
            "publishing_app",
            "publishing_request_id",
            "redirects",
            "rendering_app",
            "routes",
            "schema_name",
            "title");

    private final Linking linking;

    public Presented(Linking linking) {
        this.linking = linking;
    }

    /// The live store shows what was published or unpublished there. The draft store shows how the site
    /// would be with every draft published: the draft of the path, else the live edition of a document
    /// that has no draft.
    ///
    /// @param stock with all documents that have an edition at the path
    /// @return empty when nothing is to be there
    public Optional<Item> at(String path, Edition.ContentStore store, Stock stock) {
        List<Document> documents = stock.documents().values().stream()
                .sorted(Comparator.comparing(document -> document.key().toString()))
                .toList();
        List<Shown> shown = new ArrayList<>();
        if (store == Edition.ContentStore.DRAFT) {
            documents.forEach(document -> document.draft().ifPresent(draft -> shown.add(new Shown(document, draft))));
        }
        documents.stream()
                .filter(document ->
                        store == Edition.ContentStore.LIVE || document.draft().isEmpty())
                .forEach(document ->
                        document.in(Edition.ContentStore.LIVE).ifPresent(live -> shown.add(new Shown(document, live))));
        return shown.stream()
                .filter(one -> one.edition().basePath().filter(path::equals).isPresent())
                .findFirst()
                .flatMap(one -> of(one.document().key(), one.edition(), store));
    }

    private record Shown(Document document, Edition edition) {}

    private Optional<Item> of(DocumentKey key, Edition edition, Edition.ContentStore store) {
        if (edition.state() == State.UNPUBLISHED && edition.unpublishing().isPresent()) {
            Unpublishing how = edition.unpublishing().get();
            return switch (how.type()) {
                case VANISH, SUBSTITUTE -> Optional.empty();
                case GONE -> Optional.of(gone(key, edition, how));
                case REDIRECT -> Optional.of(redirect(key, edition, how.redirects(), Optional.of(text(since(how)))));
                case WITHDRAWAL -> {
                    Map<String, @Nullable Object> notice = new LinkedHashMap<>();
                    notice.put("explanation", how.explanation().orElse(null));
                    notice.put("withdrawn_at", text(since(how)));
                    Map<String, @Nullable Object> item = content(key, edition, store);
                    item.put("withdrawn_notice", notice);
                    yield Optional.of(new Item(item));
                }
            };
        }
        return Optional.of(
                edition.documentType().equals("redirect")
                        ? redirect(key, edition, edition.routes("redirects"), edition.text("public_updated_at"))
                        : new Item(content(key, edition, store)));
    }

    private static Instant since(Unpublishing how) {
        return how.unpublishedAt().orElse(how.createdAt());
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Map<String, @Nullable Object> content(DocumentKey key, Edition edition, Edition.ContentStore store) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("content_id", key.contentId().toString());
        item.put("locale", key.locale());
        FIELDS.forEach(field -> {
            if (edition.fields().containsKey(field)) {
                item.put(field, edition.fields().get(field));
            }
        });
        item.put("expanded_links", linking.expanded(key, edition, store));
        if (store == Edition.ContentStore.DRAFT) {
            item.put("auth_bypass_ids", bypassIds(edition));
            if (edition.state() == State.DRAFT) {
                edition.accessLimit().ifPresent(limit -> item.put("access_limited", limited(limit)));
            }
        }
        return item;
    }

    /// Publishers send them with the edition, and used to send them with its access limit.
    private static List<@Nullable Object> bypassIds(Edition edition) {
        List<@Nullable Object> ids = new ArrayList<>(Json.list(edition.fields().get("auth_bypass_ids")));
        edition.accessLimit().ifPresent(limit -> ids.addAll(Json.list(limit.get("auth_bypass_ids"))));
        return ids.stream().distinct().toList();
    }

    private static Map<String, @Nullable Object> limited(Map<String, @Nullable Object> limit) {
        Map<String, @Nullable Object> limited = new LinkedHashMap<>();
        limited.put("users", Json.list(limit.get("users")));
        limited.put("organisations", Json.list(limit.get("organisations")));
        return limited;
    }

    private static Map<String, @Nullable Object> bare(DocumentKey key, Edition edition, String type) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("document_type", type);
        item.put("schema_name", type);
        item.put("base_path", edition.basePath().orElseThrow());
        item.put("locale", key.locale());
        item.put("publishing_app", edition.text("publishing_app").orElse(null));
        return item;
    }

    private static Item redirect(
            DocumentKey key,
            Edition edition,
            List<Map<String, @Nullable Object>> redirects,
            Optional<String> publicUpdatedAt) {
        Map<String, @Nullable Object> item = bare(key, edition, "redirect");
        item.put("redirects", redirects);
        publicUpdatedAt.ifPresent(moment -> item.put("public_updated_at", moment));
        return new Item(item);
    }

    private static Item gone(DocumentKey key, Edition edition, Unpublishing how) {
        Map<String, @Nullable Object> item = bare(key, edition, "gone");
        item.put("public_updated_at", text(since(how)));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("explanation", how.explanation().orElse(null));
        details.put("alternative_path", how.alternativePath().orElse(null));
        item.put("details", details);
        item.put("routes", List.of(Map.of("path", edition.basePath().orElseThrow(), "type", "exact")));
        return new Item(item);
    }
}
