package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Views stay equal to the log, whatever breaks.
class ProjectionFaultTest {
    private static final int MOST_APPENDS_BETWEEN = 200;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void views_are_right_after_each_kill_of_the_server() throws Exception {
        int kills = Effort.SERVER_KILLS.count();
        long seed = Seed.print("ProjectionFaultTest");
        SplittableRandom random = new SplittableRandom(seed);
        try (Cluster cluster = Cluster.create(TestServer.temporary().resolve("data"))) {
            cluster.start();
            try (var pool = cluster.connect();
                    PostgresEventStore store =
                            PostgresEventStore.open(pool, "log", new CountingProjection("at_once", false, 0))) {
                store.projections().start(new CountingProjection("later", false, 0));
                Load load = new Load(List.of(store), seed);
                for (int i = 0; i < kills; i++) {
                    load.awaitAccepted(random.nextInt(1, MOST_APPENDS_BETWEEN));
                    cluster.kill();
                    cluster.start();
                    load.awaitAccepted(1);
                    load.pause(); // else the log grows for as long as it is compared
                    assertEqual(store, "at_once");
                    assertEqual(store, "later");
                    load.resume();
                }
                load.stop();
                var _ = load.assertHolds(store);
                assertThat(store.projections().await("later", store.head(), LONG))
                        .isTrue();
                assertThat(store.verify(Progress.NONE)).allMatch(Check::holds);
                Effort.report("views right after %d kills of the server, %s events, seed %d"
                        .formatted(kills, store.head(), seed));
            }
        }
    }

    private static void assertEqual(PostgresEventStore store, String projection) {
        assertThat(store.projections().verify(projection, Progress.NONE).differences())
                .isEmpty();
    }

    /// What an event makes is read from the log, too: that the pool has no connection left is no fault of the
    /// event.
    @Test
    void what_passes_by_itself_does_not_stop_a_view() {
        AtomicInteger left = new AtomicInteger(3);
        TableProjection starved = new AccountProjection("accounts", 1, 1) {
            @Override
            public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
                if (left.getAndDecrement() > 0) {
                    throw new StoreFailure(
                            "could not read",
                            new StoreFailure("could not read", new SQLTransientConnectionException()));
                }
                super.apply(connection, events);
            }
        };
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema())) {
            store.projections().start(starved);
            assertThat(store.append(event(OPENED, object()))).isInstanceOf(AppendResult.Appended.class);

            assertThat(store.projections().await("accounts", store.head(), LONG))
                    .isTrue();
            assertThat(left.get()).isNegative();
        }
    }

    @Test
    void a_break_before_the_checkpoint_counts_no_event_twice() {
        assertThat(afterBreaks(false).differences()).isEmpty();
    }

    /// The planted defect: with the view committed apart from its checkpoint, the same break does.
    @Test
    void a_checkpoint_in_another_transaction_is_found_out() {
        assertThat(afterBreaks(true).differences()).isNotEmpty();
    }

    private static Rebuilt afterBreaks(boolean commits) {
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema())) {
            for (int i = 0; i < 10; i++) {
                assertThat(store.append(event(OPENED, object(), object()))).isInstanceOf(AppendResult.Appended.class);
            }
            store.projections().start(new CountingProjection("later", commits, 2));
            assertThat(store.projections().await("later", store.head(), LONG)).isTrue();
            return store.projections().verify("later", Progress.NONE);
        }
    }
}
