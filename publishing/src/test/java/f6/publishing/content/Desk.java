package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.document.Edition;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where an editor works, on a platform in memory.
final class Desk {
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07.891Z");
    private static final SchemaFolder SCHEMAS = SchemaFolder.ours();

    final EventStore log = new InMemoryEventStore();
    final InMemoryShelves shelves = new InMemoryShelves(log);
    private final Publishing publishing = new Publishing(
            log, shelves, SCHEMAS, Govspeak::rendered, Clock.fixed(NOW, ZoneOffset.UTC), UUID::randomUUID);

    Position does(Command command) {
        Answer answer = publishing.handle(command, new By(Optional.of("editor"), Optional.of("request-1")));
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).position();
    }

    static Map<String, @Nullable Object> page(String basePath, String title) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("base_path", basePath);
        page.put("title", title);
        page.put("document_type", "guidance");
        page.put("schema_name", "generic");
        page.put("publishing_app", "publisher");
        page.put("rendering_app", "frontend");
        page.put("update_type", "major");
        page.put("details", Map.of("body", List.of(Map.of("content_type", "text/govspeak", "content", "# " + title))));
        page.put("routes", List.of(Map.of("path", basePath, "type", "exact")));
        return page;
    }

    void drafts(UUID contentId, String basePath, String title) {
        drafts(contentId, basePath, title, Map.of());
    }

    void drafts(UUID contentId, String basePath, String title, Map<String, ?> more) {
        Map<String, @Nullable Object> page = page(basePath, title);
        page.putAll(more);
        var _ = does(new Command.PutContent(contentId, page));
    }

    Position publishes(UUID contentId) {
        return does(new Command.Publish(contentId, Map.of()));
    }

    /// A draft, and it is published.
    UUID publishes(String basePath, String title) {
        UUID contentId = UUID.randomUUID();
        drafts(contentId, basePath, title);
        var _ = publishes(contentId);
        return contentId;
    }

    void discards(UUID contentId) {
        var _ = does(new Command.DiscardDraft(contentId, Map.of()));
    }

    void republishes(UUID contentId) {
        var _ = does(new Command.Republish(contentId, Map.of()));
    }

    void unpublishes(UUID contentId, Map<String, @Nullable Object> how) {
        var _ = does(new Command.Unpublish(contentId, how));
    }

    /// What there is to be at a path.
    Optional<Item> item(Edition.ContentStore store, String path) {
        return new Presented(Linking.NONE)
                .at(path, store, shelves.read(new Command.Reads(Set.of(), Set.of(path), Set.of())));
    }
}
