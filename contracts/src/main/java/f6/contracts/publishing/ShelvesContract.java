package f6.contracts.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Seed;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.document.DocumentKey;
import f6.publishing.memory.InMemoryShelves;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of [Stock.Shelves]: what the log comes to is read, all of it, as of its head.
@Timeout(300)
public abstract class ShelvesContract {
    private static final By SOMEONE = new By(Optional.of("someone"), Optional.of("request"));
    private static final int DOCUMENTS = 8;
    private static final int COMMANDS = 1_500;
    private static final UUID ID = UUID.fromString("9a7a9f1c-1b1c-4b1e-8f1c-1b1c4b1e8f1c");

    /// A log, and the shelves that are kept in step with it.
    public record Stocked(EventStore log, Stock.Shelves shelves) {}

    private final AtomicReference<Instant> now = new AtomicReference<>(Platforms.BEGIN);

    @SuppressWarnings("NullAway.Init") // before every test
    private Stocked stocked;

    protected abstract Stocked empty();

    @BeforeEach
    void stock() {
        stocked = empty();
    }

    @AfterEach
    void close() throws Exception {
        if (stocked.log() instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Test
    void after_each_of_many_commands_they_hold_what_those_in_memory_hold() {
        long seed = Seed.print(getClass().getSimpleName());
        EventStore log = new InMemoryEventStore();
        InMemoryShelves expected = new InMemoryShelves(log);
        Publishing reference = Platforms.on(log, expected, now, seed);
        Publishing publishing = Platforms.on(stocked.log(), stocked.shelves(), now, seed);
        RandomCommands commands = new RandomCommands(seed, DOCUMENTS);
        int done = 0;
        for (int i = 0; i < COMMANDS; i++) {
            Platforms.tick(now);
            Command command = commands.next();
            Answer answer = reference.handle(command, SOMEONE);
            done += answer instanceof Answer.Done ? 1 : 0;
            String which = "command %d of seed %d: %s".formatted(i, seed, command);
            assertThat(publishing.handle(command, SOMEONE)).as(which).isEqualTo(answer);
            Command.Reads reads = commands.reads();
            assertThat(stocked.shelves().read(reads)).as(which).isEqualTo(expected.read(reads));
        }
        assertThat(done).as("commands that were carried out").isGreaterThan(COMMANDS / 6);
        assertThat(stocked.shelves().read(commands.allReads())).isEqualTo(expected.read(commands.allReads()));
    }

    @Test
    void what_was_never_heard_of_is_there_as_nothing() {
        publish();
        DocumentKey key = new DocumentKey(new UUID(1, 2), "en");
        Stock stock =
                stocked.shelves().read(new Command.Reads(Set.of(key), Set.of("/nowhere"), Set.of(key.contentId())));
        assertThat(stock.documents()).containsOnlyKeys(key);
        assertThat(stock.documents().get(key)).satisfies(document -> {
            assertThat(document.lockVersion()).isZero();
            assertThat(document.draft()).isEmpty();
            assertThat(document.current()).isEmpty();
        });
        assertThat(stock.reservations()).isEmpty();
        assertThat(stock.linkSets()).isEmpty();
        assertThat(stock.intents()).isEmpty();
        assertThat(stock.position()).isEqualTo(stocked.log().head());
    }

    @Test
    void with_a_path_come_the_documents_that_are_at_it_and_its_reservation() {
        publish();
        Stock stock = stocked.shelves().read(new Command.Reads(Set.of(), Set.of("/here"), Set.of()));
        assertThat(stock.documents()).containsOnlyKeys(new DocumentKey(ID, "en"));
        assertThat(stock.reservations()).isEqualTo(Map.of("/here", "publisher"));
    }

    @Test
    void with_a_document_come_the_paths_that_it_is_at() {
        publish();
        Stock stock = stocked.shelves().read(new Command.Reads(Set.of(new DocumentKey(ID, "en")), Set.of(), Set.of()));
        assertThat(stock.reservations()).isEqualTo(Map.of("/here", "publisher"));
    }

    private void publish() {
        Publishing publishing = Platforms.on(stocked.log(), stocked.shelves(), now, 0);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("base_path", "/here");
        payload.put("document_type", "guide");
        payload.put("schema_name", "guide");
        payload.put("title", "Here");
        payload.put("publishing_app", "publisher");
        payload.put("rendering_app", "frontend");
        payload.put("update_type", "major");
        payload.put("routes", List.of(Map.of("path", "/here", "type", "exact")));
        assertThat(publishing.handle(new Command.PutContent(ID, payload), SOMEONE))
                .isInstanceOf(Answer.Done.class);
        assertThat(publishing.handle(new Command.Publish(ID, Map.of()), SOMEONE))
                .isInstanceOf(Answer.Done.class);
    }
}
