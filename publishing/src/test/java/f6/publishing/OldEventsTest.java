package f6.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.memory.InMemoryEventStore;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Happened;
import f6.publishing.document.Told;
import f6.publishing.memory.InMemoryShelves;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A log that was begun when events had another shape.
class OldEventsTest {
    private static final UUID TAX = UUID.fromString("b317151d-0b05-4641-8494-596b6f880b20");
    private static final DocumentKey KEY = new DocumentKey(TAX, "en");

    private final InMemoryEventStore log = new InMemoryEventStore();

    private void stored(String type, String version, Map<String, ?> data) {
        Map<String, Object> members = new LinkedHashMap<>(data);
        members.put("content_id", TAX.toString());
        members.put("locale", "en");
        List<ObjectId> objects = List.of(KEY.object(), DocumentKey.content(TAX), DocumentKey.path("/tax"));
        Source source = new Source(new UUID(1, 1), "publisher");
        var _ = log.append(
                        Event.fact(new EventType(type), version, Newsroom.NOW, objects, source, new EventData(members)))
                .orThrow();
    }

    private static Map<String, Object> version0(String action, Map<String, ?> payload) {
        return Map.of(
                "action",
                action,
                "user_uid",
                "editor-1",
                "request_id",
                "request-1",
                "payload",
                payload,
                "user_facing_version",
                1L);
    }

    @Test
    void events_of_version_0_tell_what_those_of_today_do() {
        stored(
                Happened.EDITION_DRAFTED,
                "0",
                version0(
                        "PutContent",
                        Map.of("base_path", "/tax", "title", "Tax", "format", "guide", "publishing_app", "publisher")));
        stored(Happened.EDITION_PUBLISHED, "0", version0("Publish", Map.of("update_type", "major")));

        Told.evolutions().requireComplete(log);
        Document document = new InMemoryShelves(log).document(KEY).orElseThrow();
        assertThat(document.current().orElseThrow().fields())
                .containsEntry("title", "Tax")
                .containsEntry("schema_name", "guide")
                .containsEntry("document_type", "guide")
                .doesNotContainKey("format");
    }

    @Test
    void a_log_of_a_version_that_nobody_knows_is_refused_at_the_start() {
        stored(Happened.EDITION_DRAFTED, "99", Map.of());

        assertThatThrownBy(() -> Told.evolutions().requireComplete(log))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("EditionDrafted")
                .hasMessageContaining("99");
        assertThatThrownBy(() -> new InMemoryShelves(log).document(KEY)).isInstanceOf(InvalidValue.class);
    }
}
