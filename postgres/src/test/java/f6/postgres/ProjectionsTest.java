package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static f6.contracts.SampleEvents.withData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.event.Event;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.StoreFailure;
import f6.postgres.ProjectionStatus.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProjectionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final String schema = TestServer.freshSchema();
    private final List<PostgresEventStore> stores = new ArrayList<>();

    @AfterEach
    void closeStores() {
        stores.forEach(PostgresEventStore::close);
    }

    private PostgresEventStore open(TableProjection... synchronous) {
        PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema, synchronous);
        stores.add(store);
        return store;
    }

    private static AccountProjection accounts(int version) {
        return new AccountProjection("accounts", version, 1);
    }

    private static void given(EventStore store, Event... events) {
        assertThat(store.append(events)).isInstanceOf(AppendResult.Appended.class);
    }

    private static Event owned(Event event, String owner) {
        return withData(event, Map.of("owner", owner));
    }

    private long rows() throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + schema + "_accounts.account")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(EventStore store, Projections projections) {
        assertThat(projections.await("accounts", store.head(), LONG)).isTrue();
    }

    @Test
    void a_view_catches_up_and_goes_on() throws SQLException {
        PostgresEventStore store = open();
        ObjectId closed = object();
        given(store, event(OPENED, closed), event(OPENED, object()), event(CLOSED, closed));
        Projections projections = store.projections();
        projections.start(accounts(1));
        await(store, projections);
        assertThat(rows()).isEqualTo(1);

        given(store, event(OPENED, object()));
        await(store, projections);
        assertThat(rows()).isEqualTo(2);
        assertThat(projections.verify("accounts", Progress.NONE).differences()).isEmpty();
    }

    @Test
    void one_node_keeps_a_view_and_another_takes_over() throws SQLException {
        PostgresEventStore first = open();
        PostgresEventStore second = open();
        first.projections().start(accounts(1));
        second.projections().start(accounts(1));
        for (int i = 0; i < 20; i++) {
            given(first, event(OPENED, object()));
        }
        await(first, second.projections());
        assertThat(rows()).isEqualTo(20);

        first.close();
        given(second, event(OPENED, object()));
        await(second, second.projections());
        assertThat(rows()).isEqualTo(21);
        assertThat(second.projections().verify("accounts", Progress.NONE).isEqual())
                .isTrue();
    }

    @Test
    void parts_are_kept_at_the_same_time_and_come_to_the_same() throws SQLException {
        PostgresEventStore store = open();
        store.projections().start(new AccountProjection("accounts", 1, 3));
        for (int i = 0; i < 30; i++) {
            ObjectId account = object();
            given(store, event(OPENED, account));
            if (i % 3 == 0) {
                given(store, event(CLOSED, account));
            }
        }
        await(store, store.projections());
        assertThat(rows()).isEqualTo(20);
        assertThat(store.projections().verify("accounts", Progress.NONE).isEqual())
                .isTrue();
        assertThat(store.projections().rebuild("accounts", Progress.NONE).replaced())
                .isTrue();
        assertThat(rows()).isEqualTo(20);
    }

    @Test
    @Timeout(30)
    void a_store_can_be_closed_while_its_projections_begin() {
        for (int i = 0; i < 20; i++) {
            PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);
            store.projections().start(accounts(1));
            LockSupport.parkNanos(i * 500_000L);
            store.close();
        }
        PostgresEventStore store = open();
        store.projections().start(accounts(1));
        given(store, event(OPENED, object()));
        await(store, store.projections());
    }

    @Test
    void a_pause_holds_it_on_all_nodes() throws SQLException {
        PostgresEventStore store = open();
        Projections projections = store.projections();
        projections.start(accounts(1));
        await(store, projections);
        projections.pause("accounts");
        assertThat(projections.status("accounts").state()).isEqualTo(State.PAUSED);
        given(store, event(OPENED, object()));
        assertThat(projections.await("accounts", store.head(), Duration.ofMillis(300)))
                .isFalse();
        assertThat(projections.status("accounts").lag()).isEqualTo(1);
        assertThat(rows()).isZero();

        projections.resume("accounts");
        await(store, projections);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void an_event_that_it_fails_on_stops_it_until_it_is_skipped_by_hand() throws SQLException {
        PostgresEventStore store = open();
        given(store, event(OPENED, object()), owned(event(OPENED, object()), "poison"), event(OPENED, object()));
        Projections projections = store.projections();
        projections.start(accounts(1));
        Waits.until(() -> projections.status("accounts").state() == State.STOPPED);

        assertThat(projections.status("accounts").failedAt()).contains(new Position(2));
        assertThat(projections.status("accounts").failure().orElse("")).contains("cannot digest this");
        assertThat(rows()).isEqualTo(1);
        assertThatThrownBy(() -> projections.skip("accounts", new Position(3), "a guess"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("did not stop at position 3");
        assertThatThrownBy(() -> projections.skip("accounts", new Position(2), " "))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> projections.resume("accounts")).hasMessageContaining("retry or skip");

        projections.retry("accounts");
        Waits.until(() -> projections.status("accounts").state() == State.STOPPED);
        projections.skip("accounts", new Position(2), "entered by mistake, ticket 12");
        await(store, projections);
        assertThat(rows()).isEqualTo(2);
        assertThat(projections.verify("accounts", Progress.NONE).isEqual()).isTrue();
    }

    @Test
    void a_rebuild_finds_what_was_tampered_with_and_replaces_only_what_is_equal() throws SQLException {
        PostgresEventStore store = open();
        Projections projections = store.projections();
        projections.start(accounts(1));
        given(store, event(OPENED, object()), event(OPENED, object()));
        await(store, projections);
        assertThat(projections.rebuild("accounts", Progress.NONE))
                .isEqualTo(new Rebuilt("accounts", new Position(2), List.of(), true));

        execute("UPDATE " + schema + "_accounts.account SET owner = 'thief' WHERE opened_at = 1");
        Rebuilt found = projections.rebuild("accounts", Progress.NONE);
        assertThat(found.replaced()).isFalse();
        assertThat(found.differences())
                .singleElement()
                .asString()
                .contains("thief")
                .contains("nobody");

        assertThat(projections.replace("accounts", Progress.NONE).replaced()).isTrue();
        assertThat(projections.verify("accounts", Progress.NONE).isEqual()).isTrue();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_new_version_is_made_beside_the_old_one() throws SQLException {
        PostgresEventStore old = open();
        old.projections().start(accounts(1));
        given(old, event(OPENED, object()));
        await(old, old.projections());
        old.close();

        PostgresEventStore store = open();
        store.projections().start(accounts(2));
        given(store, event(OPENED, object()));
        await(store, store.projections());
        assertThat(store.projections().status("accounts").version()).isEqualTo(2);
        assertThat(rows()).isEqualTo(2);
    }

    /// As when all nodes of a new release are started together.
    private static void atOnce(int nodes, Runnable start) throws Exception {
        CyclicBarrier together = new CyclicBarrier(nodes);
        List<Future<?>> starting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < nodes; i++) {
                starting.add(threads.submit(() -> {
                    var _ = together.await();
                    start.run();
                    return true;
                }));
            }
        }
        for (Future<?> one : starting) {
            one.get();
        }
    }

    @Test
    void nodes_that_bring_a_new_version_at_once_make_it_once() throws Exception {
        PostgresEventStore old = open();
        old.projections().start(accounts(1));
        for (int i = 0; i < 20; i++) {
            given(old, event(OPENED, object()));
        }
        await(old, old.projections());
        Deque<PostgresEventStore> nodes = new ConcurrentLinkedDeque<>(List.of(open(), open(), open()));
        atOnce(3, () -> nodes.remove().projections().start(accounts(2)));
        given(old, event(OPENED, object()));
        PostgresEventStore last = stores.getLast();
        await(last, last.projections());
        assertThat(last.projections().status("accounts").version()).isEqualTo(2);
        assertThat(last.projections().verify("accounts", Progress.NONE).isEqual())
                .isTrue();
        assertThat(rows()).isEqualTo(21);
    }

    @Test
    void nodes_that_bring_a_synchronous_view_at_once_make_it_once() throws Exception {
        given(open(), event(OPENED, object()));
        Deque<PostgresEventStore> nodes = new ConcurrentLinkedDeque<>();
        atOnce(3, () -> nodes.add(PostgresEventStore.open(TestServer.DATABASE, schema, accounts(1))));
        stores.addAll(nodes);
        for (PostgresEventStore node : nodes) {
            given(node, event(OPENED, object()));
        }
        assertThat(rows()).isEqualTo(4);
    }

    @Test
    void a_rebuild_under_load_ends_equal_and_loses_nothing() throws Exception {
        PostgresEventStore store = open();
        store.projections().start(accounts(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> load = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    given(store, event(OPENED, object()));
                }
            });
            while (!load.isDone()) {
                Rebuilt rebuilt = store.projections().rebuild("accounts", Progress.NONE);
                assertThat(rebuilt.differences()).isEmpty();
                assertThat(rebuilt.replaced()).isTrue();
            }
            load.get();
        }
        await(store, store.projections());
        assertThat(rows()).isEqualTo(300);
    }

    @Test
    void a_synchronous_view_is_there_with_the_append() throws SQLException {
        PostgresEventStore store = open(accounts(1));
        given(store, event(OPENED, object()));
        assertThat(rows()).isEqualTo(1);
        assertThat(store.projections().verify("accounts", Progress.NONE).isEqual())
                .isTrue();
        assertThat(store.projections().rebuild("accounts", Progress.NONE).replaced())
                .isTrue();
        given(store, event(OPENED, object()));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_synchronous_view_refuses_by_its_constraints_and_by_its_rules() throws SQLException {
        PostgresEventStore store = open(accounts(1));
        ObjectId account = object();
        given(store, event(OPENED, account));

        AppendResult twice = store.append(event(OPENED, account));
        assertThat(twice).isInstanceOfSatisfying(AppendResult.Refused.class, refused -> {
            assertThat(refused.projection()).isEqualTo("accounts");
            assertThat(refused.reason()).contains("account_pkey");
        });
        assertThat(store.append(owned(event(OPENED, object()), "refused")))
                .isEqualTo(new AppendResult.Refused("accounts", "nobody is called so"));
        assertThatThrownBy(() -> store.append(owned(event(OPENED, object()), "poison")))
                .hasMessageContaining("synchronous projection accounts failed")
                .hasMessageContaining("cannot digest this");
        assertThat(store.head()).isEqualTo(new Position(1));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void one_that_fails_takes_no_other_with_it() throws Exception {
        PostgresEventStore store = open(accounts(1));
        List<Future<AppendResult>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                String owner = i % 16 == 3 ? "refused" : "someone";
                results.add(threads.submit(() -> store.append(owned(event(OPENED, object()), owner))));
            }
        }
        int refused = 0;
        for (Future<AppendResult> result : results) {
            refused += result.get() instanceof AppendResult.Refused ? 1 : 0;
        }
        assertThat(refused).isEqualTo(4);
        assertThat(store.head()).isEqualTo(new Position(60));
        assertThat(rows()).isEqualTo(60);
    }

    @Test
    void an_error_meets_only_the_append_that_causes_it() throws Exception {
        PostgresEventStore store = open(accounts(1));
        List<Future<AppendResult>> right = new ArrayList<>();
        List<Future<AppendResult>> wrong = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                boolean error = i % 16 == 3;
                Event event = owned(event(OPENED, object()), error ? "error" : "someone");
                (error ? wrong : right).add(threads.submit(() -> store.append(event)));
            }
        }
        for (Future<AppendResult> one : right) {
            assertThat(one.get()).isInstanceOf(AppendResult.Appended.class);
        }
        for (Future<AppendResult> one : wrong) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(AssertionError.class);
        }
        given(store, event(OPENED, object()));
        assertThat(store.head()).isEqualTo(new Position(61));
        assertThat(rows()).isEqualTo(61);
    }

    @Test
    void a_synchronous_view_that_is_new_to_the_log_is_made_from_it() throws SQLException {
        given(open(), event(OPENED, object()));
        var _ = open(accounts(1));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_node_that_does_not_know_a_synchronous_view_cannot_append() {
        PostgresEventStore before = open();
        var _ = open(accounts(1));
        assertThatThrownBy(() -> before.append(event(OPENED, object()))).hasMessageContaining("accounts:1");
        assertThatThrownBy(this::open).hasMessageContaining("[accounts]");
    }

    @Test
    void the_caller_s_own_transaction_carries_append_and_view() throws SQLException {
        PostgresEventStore store = open(accounts(1));
        try (Connection own = TestServer.DATABASE.getConnection()) {
            own.setAutoCommit(false);
            assertThat(store.append(own, List.of(event(OPENED, object())), null))
                    .isInstanceOf(AppendResult.Appended.class);
            assertThat(store.append(own, List.of(owned(event(OPENED, object()), "refused")), null))
                    .isInstanceOf(AppendResult.Refused.class);
            own.rollback();
            assertThat(rows()).isZero();
            assertThat(store.append(own, List.of(event(OPENED, object())), null))
                    .isInstanceOf(AppendResult.Appended.class);
            own.commit();
        }
        assertThat(rows()).isEqualTo(1);
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void an_error_stops_it_and_leaves_nothing_half_done() throws SQLException {
        PostgresEventStore store = open();
        given(store, event(OPENED, object()), owned(event(OPENED, object()), "error"));
        Projections projections = store.projections();
        projections.start(accounts(1));
        Waits.until(() -> projections.status("accounts").state() == State.STOPPED);

        assertThat(projections.status("accounts").position()).isEqualTo(new Position(1));
        assertThat(projections.status("accounts").failure().orElse("")).contains("this cannot be");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_synchronous_view_is_rebuilt_while_events_take_all_other_connections() throws Exception {
        try (HikariDataSource two = TestServer.SERVER.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            two.setMaximumPoolSize(2);
            two.setConnectionTimeout(5_000);
            PostgresEventStore store = PostgresEventStore.open(two, schema, accounts(1));
            stores.add(store);
            Future<?> load = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    given(store, event(OPENED, object()));
                }
            });
            do {
                assertThat(store.projections()
                                .rebuild("accounts", Progress.NONE)
                                .differences())
                        .isEmpty();
            } while (!load.isDone());
            load.get();
        }
        assertThat(rows()).isEqualTo(300);
    }

    @Test
    void the_caller_s_own_transaction_keeps_its_settings() throws SQLException {
        PostgresEventStore store = open(accounts(1));
        try (Connection own = TestServer.DATABASE.getConnection();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SET LOCAL search_path TO elsewhere; SET LOCAL lock_timeout = '7s'");
            assertThat(store.append(own, List.of(event(OPENED, object())), null))
                    .isInstanceOf(AppendResult.Appended.class);
            try (ResultSet row =
                    statement.executeQuery("SELECT current_setting('search_path'), current_setting('lock_timeout')")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("elsewhere");
                assertThat(row.getString(2)).isEqualTo("7s");
            }
            own.commit();
        }
    }

    @Test
    void one_that_could_not_start_can_be_started_again() throws SQLException {
        PostgresEventStore store = open();
        given(store, event(OPENED, object()));
        AtomicBoolean broken = new AtomicBoolean(true);
        TableProjection fragile = new AccountProjection("accounts", 1, 1) {
            @Override
            public void create(Connection connection) throws SQLException {
                if (broken.get()) {
                    throw new SQLException("no space", "53100");
                }
                super.create(connection);
            }
        };
        assertThatThrownBy(() -> store.projections().start(fragile)).isInstanceOf(StoreFailure.class);
        broken.set(false);
        store.projections().start(fragile);
        await(store, store.projections());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void none_starts_on_a_store_that_is_closed() {
        PostgresEventStore store = open();
        store.close();
        assertThatThrownBy(() -> store.projections().start(accounts(1)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("closed");
    }

    @Test
    void another_number_of_parts_needs_another_version() throws SQLException {
        PostgresEventStore store = open();
        store.projections().start(accounts(1));
        given(store, event(OPENED, object()));
        await(store, store.projections());
        assertThatThrownBy(() -> open().projections().start(new AccountProjection("accounts", 1, 2)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("is kept in 1 parts, not 2");

        PostgresEventStore next = open();
        next.projections().start(new AccountProjection("accounts", 2, 2));
        given(next, event(OPENED, object()));
        await(next, next.projections());
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_synchronous_view_cannot_be_paused() {
        Projections projections = open(accounts(1)).projections();
        assertThatThrownBy(() -> projections.pause("accounts"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("kept synchronously");
        assertThat(projections.status("accounts").state()).isEqualTo(State.RUNNING);
    }
}
