package f6.eventstore.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The head of a log as an adapter has come to know it, to wait on. For adapters; others use [EventStore#follow].
public final class Heads {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Read without the lock by those who need not wait.
    private volatile long head;

    private int waiting;
    private long wakes;

    public long head() {
        return head;
    }

    /// Wakes those who wait for this head or a smaller one. A smaller head than is known changes nothing.
    public void advance(long to) {
        if (to <= head) {
            return;
        }
        lock.lock();
        try {
            if (to > head) {
                head = to;
                if (waiting > 0) {
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The log was brought back to an earlier state: what was known beyond it is not so any more.
    public void goBack(long to) {
        lock.lock();
        try {
            head = Math.min(head, to);
        } finally {
            lock.unlock();
        }
    }

    /// Wakes all who wait, whatever the head is.
    public void wake() {
        lock.lock();
        try {
            wakes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the head is beyond a position, or [#wake] was called, or the time is over.
    ///
    /// @throws InterruptedException when the waiting thread is interrupted
    public void await(long beyond, Duration atMost) throws InterruptedException {
        if (head > beyond) {
            return;
        }
        lock.lock();
        try {
            waiting++;
            long before = wakes;
            long left = atMost.toNanos();
            while (head <= beyond && wakes == before && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
