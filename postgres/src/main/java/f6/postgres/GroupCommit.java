package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets the appends of a node share transactions. One of the waiting threads leads: it takes all that wait, and
/// has them written together. So one alone waits for nobody, and many wait for one commit.
final class GroupCommit {
    /// Beyond this, more in one transaction gains nothing and delays the first.
    private static final int MAX_EVENTS = 2_000;
    /// In bytes of rows, all of which are copied into one message.
    private static final long MAX_SIZE = 8_000_000;
    /// Appends that wait; those beyond wait for a place.
    private static final int MAX_WAITING = 4_096;
    /// Longer means that the database stands still.
    private static final int PLACE_SECONDS = 30;

    private final BatchWriter writer;
    private final BatchObserver observer;
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    /// Sent back to go in smaller company, before the queue; the leader's alone.
    private final Deque<Waiting> again = new ArrayDeque<>();

    private final AtomicBoolean led = new AtomicBoolean();

    GroupCommit(BatchWriter writer, BatchObserver observer) {
        this.writer = writer;
        this.observer = observer;
    }

    /// Appends in company. An interrupt does not end the wait, it is kept for the caller.
    ///
    /// @return empty when the append must go alone, in a transaction of its own: nothing is known of its outcome
    Optional<AppendResult> append(List<Event> events, @Nullable AppendCondition condition) {
        Waiting mine = new Waiting(events, condition);
        boolean interrupted = takePlace();
        try {
            queue.add(mine);
            while (!mine.isTold()) {
                interrupted |= Thread.interrupted(); // it would break the connection that all in the batch share
                if (led.compareAndSet(false, true)) {
                    lead(mine);
                } else {
                    LockSupport.park(this);
                }
            }
        } finally {
            places.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return mine.told();
    }

    /// @return whether an interrupt came while waiting
    private boolean takePlace() {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PLACE_SECONDS);
        while (true) {
            try {
                if (places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return interrupted;
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new StoreFailure("%d appends wait, and no place among them came free in %d s"
                        .formatted(MAX_WAITING, PLACE_SECONDS));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /// Writes until one's own append is answered, then leaves the lead to the next before telling the others.
    private void lead(Waiting mine) {
        List<Waiting> settled = List.of();
        try {
            boolean mineIs = false;
            while (!mineIs) {
                settled.forEach(Waiting::tell);
                settled = List.of();
                List<Waiting> batch = board();
                if (batch.isEmpty()) { // a leader before this one has settled it and is about to tell
                    return;
                }
                settled = write(batch);
                mineIs = settled.contains(mine);
            }
        } finally {
            Waiting first = again.peek();
            led.set(false);
            Waiting next = first == null ? queue.peek() : first;
            if (next != null) {
                next.wake();
            }
            settled.forEach(Waiting::tell);
        }
    }

    /// @return those that are settled: answered, or to go alone
    private List<Waiting> write(List<Waiting> batch) {
        List<Waiting> divided;
        long started = System.nanoTime();
        try {
            divided = writer.write(batch);
        } catch (Error e) { // of one's projection or data; alone, it meets who caused it and nobody else
            return batch;
        }
        if (divided.isEmpty()) {
            int events =
                    batch.stream().mapToInt(one -> one.append.events().size()).sum();
            observer.written(batch.size(), events, Duration.ofNanos(System.nanoTime() - started));
            return batch;
        }
        again.addAll(divided);
        List<Waiting> settled = new ArrayList<>(batch);
        settled.removeAll(new HashSet<>(divided));
        return settled;
    }

    private List<Waiting> board() {
        List<Waiting> batch = new ArrayList<>();
        int events = 0;
        long size = 0;
        int company = Integer.MAX_VALUE;
        while (events < MAX_EVENTS && size < MAX_SIZE) {
            Queue<Waiting> from = again.isEmpty() ? queue : again;
            Waiting next = from.peek();
            if (next == null || batch.size() >= Math.min(company, next.company)) {
                break;
            }
            from.remove();
            batch.add(next);
            company = Math.min(company, next.company);
            events += next.append.events().size();
            size += next.size;
        }
        return batch;
    }
}
