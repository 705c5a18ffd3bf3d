package f6.app;

import f6.eventstore.store.StoreFailure;
import f6.postgres.accountability.PostgresAuditLog;
import f6.postgres.accountability.PostgresReadLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes records of reads and of actions that were kept long enough. Every node does so; what another has
/// deleted is gone.
final class Retention implements AutoCloseable {
    /// Records in one statement, so that no writer waits for long.
    private static final int BATCH = 10_000;

    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration MAX_STOP = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Duration kept;
    private final ToIntFunction<Instant> reads;
    private final ToIntFunction<Instant> actions;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /// @param kept how long
    /// @param handedOver whether reads may go only when a logbook has taken them
    Retention(PostgresReadLog reads, PostgresAuditLog actions, Duration kept, boolean handedOver) {
        this.kept = kept;
        this.reads = before -> reads.forget(before, handedOver, BATCH);
        this.actions = before -> actions.forget(before, BATCH);
        this.thread = Thread.ofVirtual().name("f6-retention").start(this::run);
    }

    private void run() {
        do {
            Instant before = Instant.now().minus(kept);
            try {
                int forgotten = forget(reads, before) + forget(actions, before);
                LOG.info("{} records from before {} were deleted", forgotten, before);
            } catch (StoreFailure e) {
                LOG.warn("records from before {} are not deleted yet: {}", before, e.getMessage());
            }
        } while (!stops());
    }

    private int forget(ToIntFunction<Instant> log, Instant before) {
        int all = 0;
        int some = BATCH;
        while (some == BATCH && stopped.getCount() > 0) {
            some = log.applyAsInt(before);
            all += some;
        }
        return all;
    }

    private boolean stops() {
        try {
            return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            var _ = thread.join(MAX_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
