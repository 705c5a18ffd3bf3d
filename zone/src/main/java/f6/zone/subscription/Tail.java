package f6.zone.subscription;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads a log once for all who want to be told of it: the latest events are in memory, shared; who is further
/// behind reads the log by himself, a few at a time.
public final class Tail implements AutoCloseable {
    /// Of the latest events: what a subscriber that is a little behind still finds in memory.
    static final int MAX_KEPT = 8_192;
    /// In characters of data, of all of them.
    static final long MAX_KEPT_SIZE = 64_000_000;
    /// Looked at in one go, so that nobody holds up the others.
    static final int MAX_SCANNED = 512;
    /// In characters of data, read from the log in one go.
    static final long MAX_READ_SIZE = 8_000_000;
    /// At a time: the pool has other work.
    static final int MAX_READERS = 4;

    private static final Logger LOGGER = System.getLogger(Tail.class.getName());
    private static final Duration TURN = Duration.ofSeconds(1);
    /// Between attempts when the log cannot be read.
    private static final long PAUSE_MILLIS = 200;

    /// @param events that were asked for
    /// @param scanned up to here all were given
    public record Batch(List<StoredEvent> events, Position scanned) {}

    private final EventStore store;
    private final Follower follower;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    /// The log has no gaps: each is at the place that its position says.
    private final @Nullable StoredEvent[] recent = new @Nullable StoredEvent[MAX_KEPT];
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final Thread thread;
    private long size;
    /// Behind this position everything is in memory. Under the lock, as the places are.
    private long from;
    private volatile long reached;
    private volatile boolean closed;

    private Tail(EventStore store) {
        Position head = store.head();
        this.store = store;
        this.from = head.value();
        this.reached = head.value();
        this.follower = store.follow(Query.all(), head);
        this.thread = Thread.ofVirtual().name("f6-tail").unstarted(this::follow);
    }

    public static Tail of(EventStore store) {
        Tail tail = new Tail(store);
        tail.thread.start();
        return tail;
    }

    private void follow() {
        boolean failing = false;
        while (!closed) {
            try {
                List<StoredEvent> events = follower.next(TURN);
                failing = false;
                if (!events.isEmpty()) {
                    take(events);
                    listeners.forEach(Runnable::run);
                }
            } catch (StoreFailure e) {
                if (!failing) {
                    LOGGER.log(Level.WARNING, "the log cannot be followed, trying again: {0}", e.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            } catch (InvalidValue e) {
                closed = true; // the store is
            }
        }
    }

    private void take(List<StoredEvent> events) {
        lock.lock();
        try {
            for (StoredEvent event : events) {
                long position = event.position().value();
                if (position - from > MAX_KEPT) {
                    forgetFirst();
                }
                recent[place(position)] = event;
                size += event.event().data().size();
                reached = position;
            }
            while (size > MAX_KEPT_SIZE && from < reached) {
                forgetFirst();
            }
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetFirst() {
        from++;
        StoredEvent gone = recent[place(from)];
        if (gone != null) {
            size -= gone.event().data().size();
            recent[place(from)] = null;
        }
    }

    private static int place(long position) {
        return (int) (position % MAX_KEPT);
    }

    /// Runs something, shortly, each time that the log has grown.
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// Up to here the log is known.
    public Position reached() {
        return new Position(reached);
    }

    /// Waits until there is something behind a position.
    ///
    /// @return whether there is
    public boolean await(Position beyond, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!closed && reached <= beyond.value() && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return reached > beyond.value();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// The next events behind a position that pass a filter: from memory, or from the log when its turn comes. May
    /// give none and yet have got on.
    ///
    /// @param wanted a further condition
    public Batch read(Filter filter, Predicate<StoredEvent> wanted, Position after, int most) {
        Optional<Batch> known = recent(filter, wanted, after, most);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            readers.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Batch(List.of(), after);
        }
        try {
            return stored(filter, wanted, after, most);
        } finally {
            readers.release();
        }
    }

    /// From memory; empty when the position is further behind than that goes.
    Optional<Batch> recent(Filter filter, Predicate<StoredEvent> wanted, Position after, int most) {
        List<StoredEvent> looked = new ArrayList<>();
        long end;
        lock.lock();
        try {
            end = reached;
            if (after.value() < from) {
                return Optional.empty();
            }
            for (long at = after.value() + 1; at <= end && looked.size() < MAX_SCANNED; at++) {
                StoredEvent event = recent[place(at)];
                if (event != null) {
                    looked.add(event);
                }
            }
        } finally {
            lock.unlock();
        }
        return Optional.of(chosen(filter, wanted, looked, after, most));
    }

    private Batch stored(Filter filter, Predicate<StoredEvent> wanted, Position after, int most) {
        Position head = reached();
        List<StoredEvent> looked = new ArrayList<>();
        Iterator<StoredEvent> events = store.read(
                        filter.query(), ReadOptions.FORWARD.after(after).limit(MAX_SCANNED))
                .iterator();
        long read = 0;
        while (read < MAX_READ_SIZE && events.hasNext()) {
            StoredEvent next = events.next();
            read += next.event().data().size();
            looked.add(next);
        }
        boolean all = looked.size() < MAX_SCANNED && read < MAX_READ_SIZE;
        return chosen(filter, wanted, looked, all ? new Position(Math.max(head.value(), after.value())) : after, most);
    }

    /// @param atLeast up to here everything was looked at, if all of it is chosen
    private static Batch chosen(
            Filter filter, Predicate<StoredEvent> wanted, List<StoredEvent> looked, Position atLeast, int most) {
        List<StoredEvent> found = new ArrayList<>();
        for (StoredEvent event : looked) {
            if (found.size() == most) {
                return new Batch(found, found.getLast().position());
            }
            if (filter.passes(event) && wanted.test(event)) {
                found.add(event);
            }
        }
        Position last = looked.isEmpty() ? atLeast : looked.getLast().position();
        return new Batch(found, last.isAfter(atLeast) ? last : atLeast);
    }

    @Override
    public void close() {
        closed = true;
        follower.close();
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            var _ = thread.join(TURN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
