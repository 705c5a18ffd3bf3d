package f6.eventstore.store;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Reads a log as it grows: what is there first, then what comes, each event once and in order.
///
/// The caller sets the pace: between two calls nothing is held, neither memory nor a connection, and no append
/// waits for a follower. To resume after a restart, keep [#position] and follow from there. For use by one thread.
public final class Follower implements AutoCloseable {
    /// Events in one answer.
    public static final int MAX_BATCH = 1_000;
    /// In characters of data; an answer ends with the event that passes it.
    public static final int MAX_BATCH_SIZE = 8_000_000;

    private final EventStore store;
    private final Heads heads;
    private final Query query;
    private long scanned;
    private volatile boolean closed;

    /// For adapters.
    public Follower(EventStore store, Heads heads, Query query, Position after) {
        this.store = store;
        this.heads = heads;
        this.query = query;
        this.scanned = after.value();
    }

    /// The next events that match; waits for the first of them.
    ///
    /// @return empty when none came in time, or the thread was interrupted (its flag is kept)
    /// @throws StoreFailure when the log cannot be read; call again to go on where it stood
    /// @throws InvalidValue when the follower is closed
    public List<StoredEvent> next(Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        while (true) {
            if (closed) {
                throw new InvalidValue("the follower is closed");
            }
            List<StoredEvent> found = ready();
            Duration left = Duration.between(Instant.now(), end);
            if (!found.isEmpty() || !left.isPositive()) {
                return found;
            }
            try {
                heads.await(scanned, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
    }

    private List<StoredEvent> ready() {
        long head = heads.head();
        List<StoredEvent> found = new ArrayList<>();
        if (head <= scanned) {
            return found;
        }
        Iterator<StoredEvent> events = store.read(
                        query, ReadOptions.FORWARD.after(position()).limit(MAX_BATCH))
                .iterator();
        long size = 0;
        while (size < MAX_BATCH_SIZE && events.hasNext()) {
            StoredEvent next = events.next();
            size += next.event().data().size();
            found.add(next);
        }
        boolean all = found.size() < MAX_BATCH && size < MAX_BATCH_SIZE;
        long last = found.isEmpty() ? scanned : found.getLast().position().value();
        scanned = all ? Math.max(head, last) : last;
        return found;
    }

    /// Up to here everything that matches was given; it may be beyond the last event that was.
    public Position position() {
        return new Position(scanned);
    }

    /// Ends a [#next] that waits in another thread.
    @Override
    public void close() {
        closed = true;
        heads.wake();
    }
}
