package f6.web.publishing;

import f6.publishing.view.Views;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What links to what.
final class LinksEndpoint {
    /// As many as the original takes at once.
    private static final int MAX_IDS = 1_000;
    private static final int TOO_LARGE = 413;
    private static final int BAD_REQUEST = 400;

    /// What can be asked for of those that link to something: what an edition itself has.
    private static final Set<String> COLUMNS = Set.of(
            "analytics_identifier",
            "auth_bypass_ids",
            "base_path",
            "content_id",
            "content_store",
            "created_at",
            "description",
            "details",
            "document_type",
            "first_published_at",
            "id",
            "last_edited_at",
            "last_edited_by_editor_id",
            "locale",
            "major_published_at",
            "phase",
            "public_updated_at",
            "publication_state",
            "published_at",
            "publishing_api_first_published_at",
            "publishing_api_last_edited_at",
            "publishing_app",
            "publishing_request_id",
            "redirects",
            "rendering_app",
            "routes",
            "schema_name",
            "state",
            "title",
            "update_type",
            "updated_at",
            "user_facing_version");

    private final Views views;
    private final ExpandedLinks expanded;

    LinksEndpoint(Views views, ExpandedLinks expanded) {
        this.views = views;
        this.expanded = expanded;
    }

    void routes(Routes routes) {
        routes.get("/v2/links/changes", this::changes);
        routes.get(
                "/v2/links/" + Routes.ID,
                asked -> views.linkSet(asked.contentId())
                        .map(Answered::ok)
                        .orElseThrow(() ->
                                Rejected.of(404, "Could not find link set with content_id: " + asked.contentId())));
        routes.post("/v2/links/by-content-id", this::many);
        routes.get("/v2/linked/" + Routes.ID, this::linked);
        routes.get("/v2/expanded-links/" + Routes.ID, expanded::answer);
    }

    private Answered changes(Asked asked) {
        Parameters parameters = asked.parameters();
        Set<String> types = new LinkedHashSet<>(parameters.requiredList("link_types"));
        Set<UUID> sources = parameters.uuids("source_content_ids");
        Set<UUID> targets = parameters.uuids("target_content_ids");
        boolean nothingNamed = (sources.isEmpty()
                        && !parameters.list("source_content_ids").isEmpty())
                || (targets.isEmpty() && !parameters.list("target_content_ids").isEmpty());
        return Answered.ok(Map.of(
                "link_changes",
                nothingNamed ? List.of() : views.linkChanges(types, sources, targets, parameters.set("users"))));
    }

    private Answered many(Asked asked) throws IOException {
        List<String> ids = asked.parametersWithBody().requiredList("content_ids");
        if (ids.size() > MAX_IDS) {
            throw Rejected.of(TOO_LARGE, "%d content ids are more than %d".formatted(ids.size(), MAX_IDS));
        }
        Set<UUID> known = new LinkedHashSet<>();
        ids.forEach(id -> Parameters.uuid(id).ifPresent(known::add));
        Map<UUID, Map<String, @Nullable Object>> sets = views.linkSets(known);
        Map<String, Object> body = new LinkedHashMap<>();
        for (String id : ids) {
            body.put(
                    id,
                    Parameters.uuid(id)
                            .flatMap(each -> java.util.Optional.ofNullable(sets.get(each)))
                            .orElse(none()));
        }
        return Answered.ok(body);
    }

    private static Map<String, @Nullable Object> none() {
        Map<String, @Nullable Object> none = new LinkedHashMap<>();
        none.put("links", Map.of());
        none.put("version", 0);
        return none;
    }

    private Answered linked(Asked asked) {
        Parameters parameters = asked.parameters();
        String type = parameters.required("link_type");
        if (!parameters.has("fields")) {
            throw Rejected.missing("fields");
        }
        List<String> fields = parameters.list("fields").stream().distinct().toList();
        List<String> unknown =
                fields.stream().filter(field -> !COLUMNS.contains(field)).toList();
        // What does not exist has no fields either: that is told first, as the original does.
        List<Map<String, @Nullable Object>> linked = views.linked(
                        asked.contentId(), type, unknown.isEmpty() ? fields : List.of())
                .orElseThrow(() -> Rejected.of(404, "No item with content_id: '%s'".formatted(asked.contentId())));
        if (fields.isEmpty()) {
            throw Rejected.unprocessable("Fields must be provided", "fields_parameter_missing");
        }
        if (!unknown.isEmpty()) {
            throw Rejected.of(BAD_REQUEST, "Invalid column field(s): " + Fields.sentence(unknown));
        }
        return Answered.ok(linked);
    }
}
