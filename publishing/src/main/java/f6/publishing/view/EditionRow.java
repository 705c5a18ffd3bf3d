package f6.publishing.view;

import f6.publishing.document.Document;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Unpublishing;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An edition as the API shows it.
public final class EditionRow {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EditionRow() {}

    /// Fields without a value are left out.
    ///
    /// @param history where each edition of the document stands, by version
    public static Map<String, @Nullable Object> of(
            Document document, Edition edition, SortedMap<Integer, State> history) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String field : Views.FIELDS) {
            Object value = value(document, edition, history, field);
            if (value != null) {
                row.put(field, value);
            }
        }
        return row;
    }

    private static @Nullable Object value(
            Document document, Edition edition, SortedMap<Integer, State> history, String field) {
        return switch (field) {
            case "content_id" -> document.contentId().toString();
            case "locale" -> document.key().locale();
            case "lock_version" -> document.lockVersion();
            case "user_facing_version" -> edition.version();
            case "publication_state" -> edition.state().word();
            case "content_store" -> edition.store().map(ContentStore::word).orElse(null);
            case "change_note" -> edition.changeNote().orElse(null);
            case "updated_at" -> MILLISECONDS.format(edition.updatedAt());
            case "first_published_at", "last_edited_at", "public_updated_at" ->
                edition.text(field).map(EditionRow::seconds).orElse(null);
            case "links" -> links(edition);
            case "state_history" -> states(history);
            case "unpublishing" ->
                edition.unpublishing().map(EditionRow::unpublishing).orElse(null);
            default -> edition.fields().get(field);
        };
    }

    private static Map<String, List<String>> links(Edition edition) {
        Map<String, List<String>> links = new LinkedHashMap<>();
        edition.links()
                .forEach((type, targets) -> links.put(
                        type,
                        new ArrayList<>(targets.stream().map(Object::toString).toList())));
        return links;
    }

    private static Map<String, String> states(SortedMap<Integer, State> history) {
        Map<String, String> states = new LinkedHashMap<>();
        history.forEach((version, state) -> states.put(String.valueOf(version), state.word()));
        return states;
    }

    private static Map<String, @Nullable Object> unpublishing(Unpublishing how) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("type", how.type().word());
        shown.put("explanation", how.explanation().orElse(null));
        shown.put("alternative_path", how.alternativePath().orElse(null));
        shown.put(
                "unpublished_at", how.unpublishedAt().map(MILLISECONDS::format).orElse(null));
        shown.put("redirects", how.redirects().isEmpty() ? null : how.redirects());
        return shown;
    }

    /// As it was sent if it is no moment.
    private static String seconds(String sent) {
        try {
            return SECONDS.format(OffsetDateTime.parse(sent));
        } catch (DateTimeException e) {
            return sent;
        }
    }
}
