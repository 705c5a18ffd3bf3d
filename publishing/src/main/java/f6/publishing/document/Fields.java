package f6.publishing.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of editions, by the names that the API has for them.
public final class Fields {
    /// Those that a publisher sends (publishing-api, `Edition::TOP_LEVEL_FIELDS`).
    public static final Set<String> SENT = Set.of(
            "analytics_identifier",
            "auth_bypass_ids",
            "base_path",
            "description",
            "details",
            "document_type",
            "first_published_at",
            "last_edited_at",
            "last_edited_by_editor_id",
            "phase",
            "public_updated_at",
            "publishing_app",
            "redirects",
            "rendering_app",
            "routes",
            "schema_name",
            "title",
            "update_type");

    private Fields() {}

    /// The name that is to stand for a content id, if a payload gives one.
    public static Optional<String> alias(Map<String, @Nullable Object> payload) {
        return Json.text(payload.get("content_id_alias"));
    }

    /// The same of what an event tells, without a copy of its payload.
    public static Optional<String> aliasTold(Map<String, @Nullable Object> told) {
        return told.get(Happened.COMMAND) instanceof Map<?, ?> command
                        && command.get("payload") instanceof Map<?, ?> payload
                ? Json.text(payload.get("content_id_alias"))
                : Optional.empty();
    }

    /// What a payload says of an edition, with the defaults of what it leaves out.
    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> payload) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("auth_bypass_ids", List.of());
        fields.put("details", Map.of());
        fields.put("phase", "live");
        fields.put("redirects", List.of());
        fields.put("routes", List.of());
        payload.forEach((name, value) -> {
            if (SENT.contains(name) && value != null) {
                fields.put(name, value);
            }
        });
        return fields;
    }
}
