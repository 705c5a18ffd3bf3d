package f6.postgres.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.StoreFailure;
import f6.postgres.Await;
import f6.postgres.PostgresEventStore;
import f6.postgres.TestDatabase;
import f6.postgres.publishing.PostgresBasePaths;
import f6.postgres.publishing.PostgresShelves;
import f6.postgres.publishing.PublishingViews;
import f6.publishing.command.Stock;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Downstream;
import f6.publishing.content.Drift;
import f6.publishing.content.Lane;
import f6.publishing.content.Reconciliation;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole way: a log, checkpoints and both content stores, each in a schema of its own.
class PostgresDownstreamTest {
    private static final int MANY = 10_000;
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final DataSource database = TestDatabase.pool();
    private final String logSchema = TestDatabase.freshSchema();
    private final PostgresEventStore log = PostgresEventStore.open(database, logSchema, new PublishingViews());
    private final Stock.Shelves shelves = new PostgresShelves(database, logSchema);
    private final String liveSchema = TestDatabase.freshSchema();
    private final ContentStore live = PostgresContentStore.open(database, liveSchema, Clock.systemUTC());
    private final ContentStore draft =
            PostgresContentStore.open(database, TestDatabase.freshSchema(), Clock.systemUTC());
    private final String checkpointSchema = TestDatabase.freshSchema();

    private Downstream started() {
        return new Downstream(log, shelves, draft, live, PostgresCheckpoints.open(database, checkpointSchema)).start();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static Event event(String type, UUID contentId, String path, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("content_id", contentId.toString());
        members.put("locale", "en");
        members.put(Happened.PATHS, List.of(path));
        return Event.fact(
                new EventType(type),
                Happened.VERSION,
                Instant.now(),
                List.of(new DocumentKey(contentId, "en").object(), DocumentKey.path(path)),
                new Source(contentId, "publisher"),
                new EventData(members));
    }

    private static Event drafted(UUID contentId, String path, boolean bulk) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("base_path", path);
        payload.put("title", "Title of " + path);
        payload.put("schema_name", "generic");
        payload.put("bulk_publishing", bulk);
        payload.put("details", Map.of("body", "All of this is content. ".repeat(40)));
        payload.put("routes", List.of(Map.of("path", path, "type", "exact")));
        return event(
                Happened.EDITION_DRAFTED,
                contentId,
                path,
                Map.of("command", Map.of("action", "PutContent", "payload", payload)));
    }

    private static Event published(UUID contentId, String path) {
        return event(
                Happened.EDITION_PUBLISHED,
                contentId,
                path,
                Map.of("command", Map.of("action", "Publish", "payload", Map.of()), "edition", Map.of()));
    }

    private void append(List<Event> events) {
        assertThat(log.append(events, null)).isInstanceOf(AppendResult.Appended.class);
    }

    private void inBulk(int many) {
        List<Event> events = new ArrayList<>();
        for (int number = 0; number < many; number++) {
            events.add(drafted(UUID.randomUUID(), "/bulk/%05d".formatted(number), true));
        }
        append(events);
    }

    private void awaitAll(Downstream downstream) throws Exception {
        Position head = log.head();
        Await.until(
                "all is presented",
                BOUND,
                () -> downstream.status().stream()
                        .allMatch(status -> status.presented()
                                .filter(at -> !head.isAfter(at))
                                .isPresent()));
    }

    @Test
    void with_ten_thousand_items_queued_in_bulk_a_normal_publish_is_there_at_once() throws Exception {
        try (Downstream downstream = started()) {
            inBulk(MANY);
            Position lastOfBulk = log.head();
            UUID page = UUID.randomUUID();
            Await.until(
                    "the bulk lane is at work",
                    BOUND,
                    () -> draft.find("/bulk/00000").isPresent());
            long begun = System.nanoTime();
            append(List.of(drafted(page, "/urgent", false)));
            append(List.of(published(page, "/urgent")));
            Await.until(
                    "the editor's page is live",
                    BOUND,
                    () -> live.find("/urgent").isPresent());
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            Position bulk =
                    downstream.presented(Edition.ContentStore.DRAFT, Lane.LOW).orElseThrow();

            System.out.printf(
                    "f6: with %d of %d items in bulk to be presented, a publish was live after %d ms%n",
                    lastOfBulk.value() - bulk.value(), MANY, millis);
            assertThat(lastOfBulk.isAfter(bulk)).as("bulk work is still queued").isTrue();
            awaitAll(downstream);
            assertThat(draft.list("/bulk/09998", 10)).hasSize(2);
        }
    }

    @Test
    void nothing_is_lost_when_connections_are_cut_and_nodes_change() throws Exception {
        Downstream downstream = started();
        try {
            inBulk(2_000);
            Await.until("some are there", BOUND, () -> isThere("/bulk/00100"));
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                        + " pg_backend_pid() AND datname = current_database()");
            }
            Await.until("more are there", BOUND, () -> isThere("/bulk/00500"));
            downstream.close();
            downstream = started();
            awaitAll(downstream);
        } finally {
            downstream.close();
        }
        assertThat(reconciliation(Edition.ContentStore.DRAFT, draft).compare(_ -> {}))
                .isEqualTo(new Reconciliation.Result(2_000, 0, 0, 0, 0));
    }

    /// Our own connections are cut with the others.
    private boolean isThere(String path) {
        try {
            return draft.find(path).isPresent();
        } catch (StoreFailure e) {
            return false;
        }
    }

    private Reconciliation reconciliation(Edition.ContentStore store, ContentStore target) {
        return new Reconciliation(log, shelves, new PostgresBasePaths(database, logSchema), store, target, log::head);
    }

    @Test
    void what_was_changed_by_hand_is_found_and_repaired() throws Exception {
        try (Downstream downstream = started()) {
            for (String path : List.of("/a", "/b", "/c")) {
                UUID page = UUID.randomUUID();
                append(List.of(drafted(page, path, false), published(page, path)));
            }
            awaitAll(downstream);
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    UPDATE $.content_item SET item = jsonb_set(item, '{title}', '"Changed"') WHERE base_path = '/a';
                    DELETE FROM $.content_item WHERE base_path = '/b';
                    INSERT INTO $.content_item VALUES ('/d', 999999, '{"title": "Planted"}', now());
                    """.replace("$", liveSchema));
        }
        List<Drift> found = new ArrayList<>();
        assertThat(reconciliation(Edition.ContentStore.LIVE, live)
                        .repair(found::add)
                        .drifted())
                .isEqualTo(3);
        assertThat(found)
                .containsExactly(
                        new Drift("/a", Drift.Kind.DIFFERENT),
                        new Drift("/b", Drift.Kind.MISSING),
                        new Drift("/d", Drift.Kind.EXTRA));
        assertThat(reconciliation(Edition.ContentStore.LIVE, live).compare(_ -> {}))
                .isEqualTo(new Reconciliation.Result(3, 0, 0, 0, 0));
    }
}
