package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The connection is cut between commit and acknowledgement: who tries again with the same ids is told where his
/// events are, though his condition forbids them by now.
class ConnectionCutFaultTest {
    private static final int CLIENTS = 4;
    /// Ends of transactions among which the cut falls; an append has about two.
    private static final int ENDS = 2 * CLIENTS;

    private static final int TRIES = 10;
    private static final long PATIENCE_MILLIS = 250;

    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger storedAndFailed = new AtomicInteger();

    @Test
    void who_tries_again_is_told_where_his_events_are() throws Exception {
        long seed = Seed.print("ConnectionCutFaultTest");
        SplittableRandom random = new SplittableRandom(seed);
        String schema = TestServer.freshSchema();
        int rounds = Effort.CONNECTIONS_CUT.count();
        int port = URI.create(TestServer.SERVER.jdbcUrl().substring("jdbc:".length()))
                .getPort();
        try (CuttingProxy proxy = new CuttingProxy(port);
                Node undisturbed = Node.shared(schema);
                Node cut = Node.open(impatient(proxy), schema);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                proxy.cutAtEnd(random.nextInt(1, ENDS + 1));
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> appendOnce(cut.store(), undisturbed.store(), proxy)));
                }
                for (Future<?> client : clients) {
                    client.get();
                }
            }
            assertThat(proxy.cuts()).isPositive();
            assertThat(storedAndFailed.get())
                    .as("appends stored and not acknowledged")
                    .isPositive();
            assertGapless(undisturbed.store(), rounds * CLIENTS * 2);
            Effort.report("connection cut %d times in %d appends: %d failed, of which %d were stored, seed %d"
                    .formatted(proxy.cuts(), rounds * CLIENTS, failed.get(), storedAndFailed.get(), seed));
        }
    }

    /// Connections through the proxy, given up soon: while it cuts, none can be made.
    private static HikariDataSource impatient(CuttingProxy proxy) {
        HikariDataSource pool = Databases.pool(
                "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&gssEncMode=disable".formatted(proxy.port()),
                TestServer.SERVER.user(),
                TestServer.SERVER.password());
        pool.setConnectionTimeout(PATIENCE_MILLIS);
        return pool;
    }

    private void appendOnce(EventStore store, EventStore direct, CuttingProxy proxy) {
        ObjectId account = object();
        List<Event> events = List.of(event(OPENED, account), event(CLOSED, account));
        AppendCondition unopened = AppendCondition.noneMatches(Query.ofObjects(account));
        Optional<AppendResult> first = tryAppend(store, events, unopened);
        Optional<StoredEvent> stored = direct.find(events.getFirst().id());
        if (first.isEmpty()) {
            proxy.letPass();
            failed.incrementAndGet();
            storedAndFailed.addAndGet(stored.isPresent() ? 1 : 0);
        }
        AppendResult again = first.orElseGet(() -> retry(store, events, unopened));
        assertThat(again).isInstanceOf(AppendResult.Appended.class);
        assertThat(again.orThrow().events().stream().map(StoredEvent::event)).isEqualTo(events);
        stored.ifPresent(before -> assertThat(again.orThrow().events().getFirst())
                .as("where it was stored first")
                .isEqualTo(before));
        assertThat(direct.read(Query.ofObjects(account), ReadOptions.FORWARD))
                .isEqualTo(again.orThrow().events());
    }

    private static AppendResult retry(EventStore store, List<Event> events, AppendCondition condition) {
        for (int i = 0; i < TRIES; i++) {
            Optional<AppendResult> result = tryAppend(store, events, condition);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new AssertionError("still no answer after " + TRIES + " tries");
    }

    private static Optional<AppendResult> tryAppend(EventStore store, List<Event> events, AppendCondition condition) {
        try {
            return Optional.of(store.append(events, condition));
        } catch (StoreFailure e) {
            return Optional.empty();
        }
    }

    private static void assertGapless(EventStore store, int count) {
        List<StoredEvent> log = store.read(Query.all(), ReadOptions.FORWARD).toList();
        assertThat(log).hasSize(count);
        assertThat(log.getLast().position().value()).isEqualTo(count);
    }
}
