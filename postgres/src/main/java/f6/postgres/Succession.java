package f6.postgres;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets versions of one projection succeed each other in the background, the latest one as soon as what is being
/// made is there: those between are left out.
public final class Succession implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Succession.class.getName());
    /// After a failure of the database.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// What comes next, with the books it is to be entered in.
    private record Next(Projections projections, TableProjection projection) {}

    private final AtomicReference<@Nullable Next> next = new AtomicReference<>();
    private final Thread thread = Thread.ofVirtual().name("f6-succession").unstarted(this::run);
    private volatile boolean closed;

    public Succession() {
        thread.start();
    }

    void take(Projections projections, TableProjection projection) {
        next.set(new Next(projections, projection));
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            Next due = next.getAndSet(null);
            if (due == null) {
                LockSupport.park();
            } else {
                succeed(due);
            }
        }
    }

    private void succeed(Next due) {
        try {
            due.projections().succeed(due.projection());
        } catch (RuntimeException e) { // of the database or a fault of ours: to end would be to make none ever again
            if (closed) {
                return;
            }
            LOGGER.log(Level.WARNING, "projection " + due.projection().name() + " is not made anew yet", e);
            var _ = next.compareAndSet(null, due);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Returns when nothing is being made any more: what was, is taken back, and made by the next node that
    /// starts.
    @Override
    public void close() {
        closed = true;
        thread.interrupt(); // ends what it asks the database for, and its waiting
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
