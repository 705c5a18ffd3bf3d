package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Follows a log from its start through whatever happens to the database.
final class FollowingThread implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final List<StoredEvent> seen = new CopyOnWriteArrayList<>();
    private final AtomicLong position = new AtomicLong();
    private final Follower follower;
    private final Thread thread;
    private volatile boolean closed;

    FollowingThread(EventStore store) {
        follower = store.follow(Query.all(), Position.START);
        thread = Thread.ofVirtual().start(this::follow);
    }

    private void follow() {
        while (!closed) {
            try {
                seen.addAll(follower.next(WAIT));
                position.set(follower.position().value());
            } catch (StoreFailure e) {
                // the database is away: it goes on where it stood
            }
        }
    }

    long position() {
        return position.get();
    }

    List<StoredEvent> seen() {
        return seen;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follower.close();
    }
}
