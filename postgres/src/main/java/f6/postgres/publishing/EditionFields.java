package f6.postgres.publishing;

import f6.publishing.document.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of an edition that were asked for, as the API shows them.
///
/// @param asked in the order in which they are shown
record EditionFields(List<String> asked) {
    /// Columns of their own.
    private static final Set<String> COLUMNS = Set.of(
            "base_path",
            "content_id",
            "content_store",
            "document_type",
            "id",
            "locale",
            "lock_version",
            "publishing_app",
            "rendering_app",
            "schema_name",
            "stale_lock_version",
            "state",
            "title",
            "user_facing_version");
    private static final Set<String> TIMES = Set.of("created_at", "last_edited_at", "public_updated_at", "updated_at");
    private static final String ALIASES = "content_id_aliases";
    private static final Set<String> ELSEWHERE =
            Set.of(ALIASES, "publication_state", "links", "change_note", "unpublishing", "state_history");
    private static final String OF_MOMENTS = "first_published_at";
    private static final Set<String> NUMBERS =
            Set.of("id", "lock_version", "stale_lock_version", "user_facing_version");

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    EditionFields(Collection<String> asked) {
        this(List.copyOf(asked));
    }

    /// What to select of an edition `e` and its document `d`. What is large or elsewhere, only if it was
    /// asked for.
    String columns() {
        return "e.id, e.content_id, e.locale, d.lock_version, e.user_facing_version, e.state, e.content_store,"
                + " e.base_path, e.title, e.document_type, e.schema_name, e.publishing_app, e.rendering_app,"
                + " e.public_updated_at, e.last_edited_at, e.created_at, e.updated_at,"
                + (asked.stream().anyMatch(EditionFields::isInFields) ? " e.fields" : " NULL AS fields")
                + (asked.contains("links") ? ", e.links" : "")
                + (asked.contains("stale_lock_version") ? ", d.lock_version AS stale_lock_version" : "")
                + (asked.contains(ALIASES)
                        ? ", (SELECT json_agg(a.name ORDER BY a.name) FROM $content_id_aliases a"
                                + " WHERE a.content_id = e.content_id) AS content_id_aliases"
                        : "")
                + (asked.contains("change_note")
                        ? ", (SELECT note FROM $change_notes n WHERE n.edition = e.id) AS change_note"
                        : "")
                + (asked.contains("unpublishing")
                        ? ", (SELECT json_build_array(type, explanation, alternative_path, redirects,"
                                + " (extract(epoch FROM unpublished_at) * 1000)::bigint)"
                                + " FROM $unpublishings u WHERE u.edition = e.id) AS unpublishing"
                        : "")
                + (asked.contains("state_history")
                        ? ", (SELECT json_object_agg(h.user_facing_version, h.state ORDER BY h.user_facing_version)"
                                + " FROM $editions h WHERE h.content_id = e.content_id AND h.locale = e.locale)"
                                + " AS state_history"
                        : "");
    }

    private static boolean isInFields(String field) {
        return !COLUMNS.contains(field) && !TIMES.contains(field) && !ELSEWHERE.contains(field);
    }

    /// A row of [#columns]. Fields without a value are left out.
    Map<String, @Nullable Object> present(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> fields = JsonText.object(row.getString("fields"));
        Map<String, @Nullable Object> presented = new LinkedHashMap<>();
        for (String field : asked) {
            Object value = value(row, field, fields);
            if (value != null) {
                presented.put(field, value);
            }
        }
        return presented;
    }

    private static @Nullable Object value(ResultSet row, String field, Map<String, @Nullable Object> fields)
            throws SQLException {
        if (NUMBERS.contains(field)) {
            return row.getLong(field);
        }
        if (COLUMNS.contains(field)) {
            return row.getString(field);
        }
        return switch (field) {
            case "publication_state" -> row.getString("state");
            case "last_edited_at", "public_updated_at" -> moment(row, field, SECONDS);
            case "created_at", "updated_at" -> moment(row, field, MILLIS);
            case OF_MOMENTS -> seconds(fields.get(field));
            case "links" -> JsonText.object(row.getString("links"));
            case "state_history" -> JsonText.object(row.getString("state_history"));
            case "change_note" -> row.getString("change_note");
            case ALIASES -> {
                String names = row.getString(ALIASES);
                yield names == null ? null : JsonText.tree(names);
            }
            case "unpublishing" -> unpublishing(row.getString("unpublishing"));
            default -> fields.get(field);
        };
    }

    private static @Nullable Object unpublishing(@Nullable String json) {
        if (json == null) {
            return null;
        }
        List<?> values = Json.list(JsonText.tree(json));
        Map<String, @Nullable Object> unpublishing = new LinkedHashMap<>();
        unpublishing.put("type", values.get(0));
        unpublishing.put("explanation", values.get(1));
        unpublishing.put("alternative_path", values.get(2));
        unpublishing.put("redirects", Json.list(values.get(3)).isEmpty() ? null : values.get(3));
        unpublishing.put(
                "unpublished_at",
                values.get(4) instanceof Number millis
                        ? MILLIS.format(Instant.ofEpochMilli(millis.longValue()))
                        : null);
        return unpublishing;
    }

    private static @Nullable String moment(ResultSet row, String column, DateTimeFormatter format) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : format.format(moment.toInstant());
    }

    private static @Nullable Object seconds(@Nullable Object sent) {
        try {
            return sent instanceof String text
                    ? SECONDS.format(OffsetDateTime.parse(text).toInstant())
                    : null;
        } catch (DateTimeException e) {
            return sent;
        }
    }

    /// A moment as the API writes those that it sets itself.
    static String millis(OffsetDateTime moment) {
        return MILLIS.format(moment.toInstant());
    }

    /// A moment as the database has it.
    static String micros(OffsetDateTime moment) {
        return MICROS.format(moment.toInstant());
    }
}
