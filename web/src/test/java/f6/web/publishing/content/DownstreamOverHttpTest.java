package f6.web.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import f6.contracts.publishing.Platforms;
import f6.eventstore.event.Position;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Downstream;
import f6.publishing.content.Drift;
import f6.publishing.content.InMemoryCheckpoints;
import f6.publishing.content.Item;
import f6.publishing.content.Reconciliation;
import f6.publishing.document.Edition;
import f6.publishing.memory.InMemoryShelves;
import f6.web.publishing.client.HttpContentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A platform whose content stores are elsewhere.
class DownstreamOverHttpTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int PAGES = 120;

    private final EventStore log = new InMemoryEventStore();
    private final InMemoryShelves shelves = new InMemoryShelves(log);
    private final Publishing publishing = Platforms.on(log, shelves);
    private final ContentStore draft = new HttpContentStore(StartedStore.draft(), Optional::empty);
    private final ContentStore live = new HttpContentStore(StartedStore.live(), Optional::empty);

    private void does(Command command) {
        assertThat(publishing.handle(command, By.NOBODY)).isInstanceOf(Answer.Done.class);
    }

    private UUID publishes(String path) {
        UUID page = UUID.randomUUID();
        does(new Command.PutContent(
                page,
                Map.of(
                        "base_path",
                        path,
                        "title",
                        "Title of " + path,
                        "schema_name",
                        "generic",
                        "document_type",
                        "guidance",
                        "publishing_app",
                        "publisher",
                        "rendering_app",
                        "frontend",
                        "details",
                        Map.of("rate", 17.5, "words", "žluť 🦉"),
                        "routes",
                        List.of(Map.of("path", path, "type", "exact")))));
        does(new Command.Publish(page, Map.of("update_type", "major")));
        return page;
    }

    private void awaitAll(Downstream downstream) {
        Position head = log.head();
        long end = System.nanoTime() + BOUND.toNanos();
        while (!downstream.status().stream()
                .allMatch(status ->
                        status.presented().filter(at -> !head.isAfter(at)).isPresent())) {
            if (System.nanoTime() > end) {
                fail("not within %s: %s", BOUND, downstream.status());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Reconciliation reconciliation(Edition.ContentStore store) {
        return new Reconciliation(
                log, shelves, shelves, store, store == Edition.ContentStore.LIVE ? live : draft, log::head);
    }

    @Test
    void stores_elsewhere_get_what_they_are_to_have_and_are_compared_and_repaired() {
        StartedStore.LIVE.empty();
        StartedStore.DRAFT.empty();
        try (Downstream downstream = new Downstream(log, shelves, draft, live, new InMemoryCheckpoints()).start()) {
            for (int number = 0; number < PAGES; number++) {
                UUID page = publishes("/page/" + number);
                if (number == 7) {
                    does(new Command.Unpublish(page, Map.of("type", "vanish")));
                }
            }
            awaitAll(downstream);
        }
        Reconciliation.Result right = new Reconciliation.Result(PAGES - 1, 0, 0, 0, 0);
        assertThat(reconciliation(Edition.ContentStore.LIVE).compare(_ -> {})).isEqualTo(right);
        assertThat(reconciliation(Edition.ContentStore.DRAFT).compare(_ -> {})).isEqualTo(right);

        assertThat(live.put(new Item(Map.of("base_path", "/page/3")), Long.MAX_VALUE))
                .isInstanceOf(ContentStore.Put.Replaced.class);
        assertThat(live.remove("/page/4")).isTrue();
        assertThat(live.put(new Item(Map.of("base_path", "/page/7")), Long.MAX_VALUE))
                .isInstanceOf(ContentStore.Put.Created.class);
        List<Drift> repaired = new ArrayList<>();
        assertThat(reconciliation(Edition.ContentStore.LIVE)
                        .repair(repaired::add)
                        .drifted())
                .isEqualTo(3);
        assertThat(repaired)
                .containsExactly(
                        new Drift("/page/3", Drift.Kind.DIFFERENT),
                        new Drift("/page/4", Drift.Kind.MISSING),
                        new Drift("/page/7", Drift.Kind.EXTRA));
        assertThat(reconciliation(Edition.ContentStore.LIVE).compare(_ -> {})).isEqualTo(right);
    }
}
