package f6.app;

import f6.eventstore.store.StoreFailure;
import f6.postgres.accountability.PostgresReadLog;
import f6.postgres.accountability.PostgresReadLog.Delivered;
import f6.web.OtlpLogbook;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands over to the logbook what the log of reads has and it has not. One that cannot be reached gets all of it
/// when it can.
final class LogbookDelivery implements AutoCloseable {
    /// Records in one message: some hundred kilobytes.
    private static final int BATCH = 500;

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    private static final Duration MAX_STOP = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LogbookDelivery.class);

    private final PostgresReadLog reads;
    private final OtlpLogbook logbook;
    private final URI address;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    LogbookDelivery(PostgresReadLog reads, URI address) {
        this.reads = reads;
        this.address = address;
        this.logbook = new OtlpLogbook(address);
        this.thread = Thread.ofPlatform().daemon().name("logbook").start(this::run);
    }

    private void run() {
        Duration wait = IDLE;
        boolean more = false;
        while (more || !stops(wait)) {
            Optional<String> refused;
            int delivered = 0;
            try {
                Delivered outcome = reads.deliver(logbook, BATCH);
                delivered = outcome.records();
                refused = outcome.refused();
            } catch (StoreFailure e) {
                refused = Optional.of(String.valueOf(e.getMessage()));
            }
            more = delivered == BATCH && stopped.getCount() > 0;
            if (refused.isPresent()) {
                LOG.warn(
                        "the logbook {} did not take records of reads ({}): they are kept for it",
                        address,
                        refused.get());
                wait = wait.multipliedBy(2).compareTo(MAX_WAIT) < 0 ? wait.multipliedBy(2) : MAX_WAIT;
            } else {
                wait = IDLE;
            }
        }
    }

    private boolean stops(Duration wait) {
        try {
            return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        try {
            var _ = thread.join(MAX_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        logbook.close();
    }
}
