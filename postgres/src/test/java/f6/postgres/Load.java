package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.history.AppendHistory;
import f6.contracts.history.HistoryChecker;
import f6.contracts.history.RandomAppends;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Random appends that go on beside a fault, recorded.
final class Load {
    private static final int THREADS = 8;
    /// For a store to come back, however much it has to recover.
    private static final Duration BACK = Duration.ofSeconds(90);

    private final AppendHistory history = new AppendHistory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> running;
    private volatile boolean more = true;
    private volatile boolean paused;

    Load(List<EventStore> nodes, long seed) {
        List<EventStore> recorded = nodes.stream().map(history::recording).toList();
        running = threads.submit(() -> {
            RandomAppends.run(recorded, THREADS, seed, this::goesOn);
            return null;
        });
    }

    /// For a probe that is part of the history.
    EventStore recording(EventStore store) {
        return history.recording(store);
    }

    private boolean goesOn() {
        while (paused && more) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return more;
    }

    /// Lets the writers end what they are doing and wait.
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    void awaitAccepted(int count) throws Exception {
        long enough = history.accepted() + count;
        Await.until(count + " more appends: " + history, BACK, () -> history.accepted() >= enough || running.isDone());
    }

    void stop() throws Exception {
        more = false;
        running.get(BACK.toSeconds(), TimeUnit.SECONDS);
        threads.shutdown();
    }

    /// Nothing acknowledged is lost, nothing unacknowledged half-there, nothing decided wrongly.
    AppendHistory assertHolds(EventStore store) {
        assertThat(HistoryChecker.violations(
                        history, store.read(Query.all(), ReadOptions.FORWARD).toList()))
                .isEmpty();
        assertThat(history.accepted()).isPositive();
        return history;
    }
}
