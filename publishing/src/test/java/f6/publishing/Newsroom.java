package f6.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Json;
import f6.publishing.govspeak.Govspeak;
import f6.publishing.memory.InMemoryShelves;
import f6.publishing.schema.SchemaFolder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An editor and a publishing platform in memory, at a time that stands still.
final class Newsroom {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final By EDITOR = new By(Optional.of("editor-1"), Optional.of("request-1"));

    private final InMemoryEventStore log = new InMemoryEventStore();
    private final InMemoryShelves shelves = new InMemoryShelves(log);
    final Publishing publishing = new Publishing(
            log, shelves, SchemaFolder.ours(), Govspeak::rendered, Clock.fixed(NOW, ZoneOffset.UTC), UUID::randomUUID);

    static Map<String, @Nullable Object> guide(String path) {
        Map<String, @Nullable Object> guide = new LinkedHashMap<>();
        guide.put("base_path", path);
        guide.put("title", "A guide");
        guide.put("schema_name", "guide");
        guide.put("document_type", "guide");
        guide.put("publishing_app", "publisher");
        guide.put("rendering_app", "frontend");
        guide.put("update_type", "major");
        guide.put("routes", List.of(Map.of("path", path, "type", "exact")));
        guide.put("details", Map.of("parts", List.of()));
        return guide;
    }

    /// With other members.
    static Map<String, @Nullable Object> with(Map<String, @Nullable Object> content, Object... members) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(content);
        for (int i = 0; i < members.length; i += 2) {
            changed.put(String.valueOf(members[i]), members[i + 1]);
        }
        return changed;
    }

    Answer does(Command command) {
        return publishing.handle(command, EDITOR);
    }

    Map<String, @Nullable Object> done(Command command) {
        Answer answer = does(command);
        assertThat(answer).as("%s", answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).body();
    }

    Refused refused(Command command) {
        List<String> before = types();
        Answer answer = does(command);
        assertThat(answer).as("%s", answer).isInstanceOf(Answer.No.class);
        assertThat(types()).isEqualTo(before);
        return ((Answer.No) answer).refused();
    }

    static Map<String, @Nullable Object> error(Refused refused) {
        return Json.object(Json.object(refused.body()).get("error"));
    }

    Map<String, @Nullable Object> draft(UUID id, Map<String, @Nullable Object> content) {
        return done(new Command.PutContent(id, content));
    }

    Map<String, @Nullable Object> published(UUID id, Map<String, @Nullable Object> content) {
        var _ = draft(id, content);
        return done(new Command.Publish(id, Map.of()));
    }

    Document document(UUID id) {
        return shelves.document(new DocumentKey(id, "en")).orElseThrow();
    }

    List<StoredEvent> events() {
        return log.read(Query.all(), ReadOptions.FORWARD).toList();
    }

    List<String> types() {
        return events().stream().map(stored -> stored.event().type().name()).toList();
    }
}
