package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.SOURCE;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import f6.contracts.EventStoreContract;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresEventStoreTest extends EventStoreContract {
    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    }

    @Test
    void a_log_is_found_again() {
        String schema = TestServer.freshSchema();
        var stored = PostgresEventStore.open(TestServer.DATABASE, schema)
                .append(event(OPENED, object()))
                .orThrow();

        assertThat(PostgresEventStore.open(TestServer.DATABASE, schema).head()).isEqualTo(stored.last());
    }

    @Test
    void a_log_whose_events_grow_and_shrink_is_read_whole_page_by_page() {
        EventStore store = emptyStore();
        String large = "x".repeat(20_000);
        for (int i = 0; i < 4; i++) {
            for (String text : List.of("small", large)) {
                for (int j = 0; j < 4; j++) {
                    List<Event> events = Stream.generate(() -> Event.fact(
                                    OPENED,
                                    "1",
                                    Instant.EPOCH,
                                    List.of(object()),
                                    SOURCE,
                                    new EventData(Map.of("text", text))))
                            .limit(250)
                            .toList();
                    var _ = store.append(events, null).orThrow();
                }
            }
        }

        for (int i = 0; i < 5; i++) {
            assertThat(store.read(Query.all(), ReadOptions.FORWARD)).hasSize(8_000);
            assertThat(store.head()).isEqualTo(new Position(8_000));
        }
    }

    @Test
    void one_of_two_nodes_on_one_log_wins() throws Exception {
        String schema = TestServer.freshSchema();
        try (var otherPool = TestServer.SERVER.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<EventStore> nodes = List.of(
                    PostgresEventStore.open(TestServer.DATABASE, schema), PostgresEventStore.open(otherPool, schema));
            for (long round = 1; round <= 25; round++) {
                var account = object();
                CyclicBarrier barrier = new CyclicBarrier(2);
                List<Future<AppendResult>> racing = nodes.stream()
                        .map(node -> threads.submit(() -> {
                            barrier.await();
                            return node.append(
                                    List.of(event(OPENED, account)),
                                    AppendCondition.noneMatches(Query.ofObjects(account)));
                        }))
                        .toList();
                AppendResult one = racing.get(0).get();
                AppendResult other = racing.get(1).get();
                assertThat(List.of(one, other)).contains(new AppendResult.Conflict(new Position(round)));
                assertThat(nodes.getFirst().head()).isEqualTo(new Position(round));
            }
        }
    }

    @Test
    void a_foreign_transaction_that_stays_open_hides_nothing() throws Exception {
        EventStore store = emptyStore();
        try (Connection foreign = TestServer.DATABASE.getConnection()) {
            foreign.setAutoCommit(false);
            try (var statement = foreign.createStatement()) {
                statement.execute("SELECT pg_current_xact_id()");
                assertThat(store.append(event(OPENED, object()))).isInstanceOf(AppendResult.Appended.class);
                assertThat(store.head()).isEqualTo(new Position(1));
            }
            foreign.rollback();
        }
    }

    @Test
    void an_instant_waits_for_an_append_that_may_have_its_moment_already() throws Exception {
        String schema = TestServer.freshSchema();
        PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);
        try (Connection appending = TestServer.DATABASE.getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            appending.setAutoCommit(false);
            try (var statement = appending.createStatement()) {
                assertThat(store.append(appending, List.of(event(OPENED, object())), null))
                        .isInstanceOf(AppendResult.Appended.class);
                Future<Position> asked = threads.submit(() -> store.positionAt(Instant.now()));
                while (!asked.isDone() && !someoneWaits(statement)) {
                    Thread.onSpinWait();
                }
                appending.commit();
                assertThat(asked.get()).isEqualTo(new Position(1));
            }
        }
    }

    private static boolean someoneWaits(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
            return row.next();
        }
    }

    @Test
    void a_database_that_fails_is_reported_as_ours() {
        var pool = TestServer.SERVER.connect();
        EventStore store = PostgresEventStore.open(pool, TestServer.freshSchema());
        pool.close();

        assertThatThrownBy(() -> store.append(event(OPENED, object())))
                .isInstanceOf(StoreFailure.class)
                .hasMessageStartingWith("could not append in schema");
    }

    @Test
    void a_schema_name_that_needs_quoting_is_refused() {
        assertThatThrownBy(() -> PostgresEventStore.open(TestServer.DATABASE, "a; DROP SCHEMA public"))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_log_that_was_brought_back_is_indexed_as_it_is_now() throws Exception {
        String schema = TestServer.freshSchema();
        PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);
        var _ = store.append(event(OPENED, object())).orThrow();
        var _ = store.append(event(CLOSED, object())).orThrow();
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM %1$s.event WHERE position = 2;".formatted(schema)
                    + " DELETE FROM %s.event_type_segment WHERE event_type = 'AccountClosed'".formatted(schema));
        }
        var _ = store.append(event(CLOSED, object())).orThrow();

        assertThat(store.read(Query.ofTypes(CLOSED), ReadOptions.FORWARD)).hasSize(1);
        assertThat(store.verify(Progress.NONE)).allMatch(Check::holds);
    }

    @Test
    void a_store_that_could_not_open_leaves_no_thread_behind() throws Exception {
        String schema = TestServer.freshSchema();
        PostgresEventStore.open(TestServer.DATABASE, schema, new AccountProjection("accounts", 1, 1))
                .close();
        assertThatThrownBy(() -> PostgresEventStore.open(TestServer.DATABASE, schema))
                .isInstanceOf(StoreFailure.class);

        Await.until(
                "no thread of " + schema,
                Duration.ofSeconds(10),
                () -> !threads().contains(schema));
    }

    /// Virtual ones included.
    private static String threads() throws Exception {
        Path dump = TestServer.temporary().resolve("threads");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(dump);
    }
}
