package f6.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.publishing.Platforms;
import f6.postgres.PostgresEventStore;
import f6.postgres.TestServer;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.document.DocumentKey;
import f6.publishing.view.Views;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A platform on a log of the test server, and what it shows.
final class Platform implements AutoCloseable {
    static final By EDITOR = new By(Optional.of("an-editor"), Optional.of("a-request"));

    final AtomicReference<Instant> now = new AtomicReference<>(Platforms.BEGIN);
    final PostgresEventStore store;
    final PostgresShelves shelves;
    final Publishing publishing;
    final Views views;

    private Platform(HikariDataSource database, String log) {
        this.store = PostgresEventStore.open(database, log, new PublishingViews());
        this.shelves = new PostgresShelves(database, log);
        this.publishing = Platforms.on(store, shelves, now, 1);
        this.views = new PostgresViews(database, log);
    }

    static Platform on(String log) {
        return new Platform(TestServer.DATABASE, log);
    }

    static UUID id(int number) {
        return UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
    }

    static DocumentKey document(int number) {
        return new DocumentKey(id(number), "en");
    }

    /// What a publisher sends of a guide at a path.
    static Map<String, @Nullable Object> guide(String path) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("base_path", path);
        payload.put("document_type", "guide");
        payload.put("schema_name", "guide");
        payload.put("title", "Title of " + path);
        payload.put("publishing_app", "publisher");
        payload.put("rendering_app", "frontend");
        payload.put("update_type", "major");
        payload.put("routes", List.of(Map.of("path", path, "type", "exact")));
        return payload;
    }

    static Map<String, @Nullable Object> guide(String path, String field, Object value) {
        Map<String, @Nullable Object> guide = guide(path);
        guide.put(field, value);
        return guide;
    }

    Answer.Done done(Command command) {
        Platforms.tick(now);
        Answer answer = publishing.handle(command, EDITOR);
        assertThat(answer).as(command.toString()).isInstanceOf(Answer.Done.class);
        return (Answer.Done) answer;
    }

    void put(int number, Map<String, @Nullable Object> payload) {
        var _ = done(new Command.PutContent(id(number), payload));
    }

    void publish(int number) {
        var _ = done(new Command.Publish(id(number), Map.of()));
    }

    void unpublish(int number, Map<String, @Nullable Object> payload) {
        var _ = done(new Command.Unpublish(id(number), payload));
    }

    void link(int number, String type, UUID... targets) {
        List<String> texts = List.of(targets).stream().map(UUID::toString).toList();
        var _ = done(new Command.PatchLinkSet(id(number), Map.of("links", Map.of(type, texts))));
    }

    @Override
    public void close() {
        store.close();
    }
}
