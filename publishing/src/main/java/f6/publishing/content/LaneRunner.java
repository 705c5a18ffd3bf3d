package f6.publishing.content;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Works off one lane to one content store, while no other node does.
final class LaneRunner implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(LaneRunner.class.getName());
    /// The longest that an end, or a lane that became free, goes unnoticed.
    private static final Duration PAUSE = Duration.ofMillis(200);
    /// Between attempts at what failed: doubled each time, from the first to the last.
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);

    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /// Events presented between checkpoints: what is done again after a failure, and held in memory of
    /// their documents.
    private static final int CHUNK = 50;

    private final EventStore log;
    private final Delivery delivery;
    private final Lane lane;
    private final Checkpoints checkpoints;
    private final String name;
    private @Nullable Thread thread;
    private volatile @Nullable Follower following;
    private volatile boolean closed;
    private volatile @Nullable Position presented;
    private volatile @Nullable String failure;

    LaneRunner(EventStore log, Delivery delivery, Lane lane, Checkpoints checkpoints) {
        this.log = log;
        this.delivery = delivery;
        this.lane = lane;
        this.checkpoints = checkpoints;
        this.name = Downstream.name(delivery.store(), lane);
    }

    void start() {
        thread = Thread.ofVirtual().name("f6-content-" + name).start(this::run);
    }

    Downstream.Status status() {
        return new Downstream.Status(name, Optional.ofNullable(presented), Optional.ofNullable(failure));
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        while (!closed) {
            Position before = presented;
            try {
                Optional<Checkpoints.Held> held = checkpoints.hold(name);
                if (held.isPresent()) {
                    try (Checkpoints.Held mine = held.get()) {
                        follow(mine);
                    }
                }
                pause(PAUSE);
            } catch (RuntimeException e) {
                if (before != null && !before.equals(presented)) {
                    retry = FIRST_RETRY;
                }
                fails(e);
                pause(retry);
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
            }
        }
    }

    /// Until it is closed, or fails.
    private void follow(Checkpoints.Held held) {
        presented = held.position();
        try (Follower follower = log.follow(delivery.query(), held.position())) {
            following = follower;
            while (!closed) {
                List<StoredEvent> batch = follower.next(PAUSE);
                List<StoredEvent> mine = batch.stream()
                        .filter(stored ->
                                Lane.of(stored.event()).filter(lane::equals).isPresent())
                        .toList();
                for (int from = 0; from < mine.size() && !closed; from += CHUNK) {
                    List<StoredEvent> chunk = mine.subList(from, Math.min(from + CHUNK, mine.size()));
                    delivery.present(chunk);
                    advance(held, chunk.getLast().position());
                }
                if (!closed && follower.position().isAfter(held.position())) {
                    advance(held, follower.position());
                }
            }
        }
    }

    private void advance(Checkpoints.Held held, Position to) {
        held.advance(to);
        presented = to;
        if (failure != null) {
            LOGGER.log(Level.INFO, "content goes on to be presented by {0}", name);
            failure = null;
        }
    }

    private void fails(RuntimeException e) {
        if (failure == null && !closed) {
            LOGGER.log(Level.WARNING, "content cannot be presented by {0}, trying again: {1}", name, e.toString());
        }
        failure = String.valueOf(e.getMessage());
    }

    private void pause(Duration time) {
        if (!closed) {
            LockSupport.parkNanos(time.toNanos());
        }
    }

    /// Lets the thread end what it is doing.
    void end() {
        closed = true;
        Follower waiting = following;
        if (waiting != null) {
            waiting.close();
        }
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /// Returns when the thread has ended.
    @Override
    public void close() {
        end();
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
