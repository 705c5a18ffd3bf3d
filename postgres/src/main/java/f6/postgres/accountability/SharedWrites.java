package f6.postgres.accountability;

import f6.eventstore.store.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets what many want written share a transaction: whoever comes first writes all that wait, the others find
/// theirs written when their turn comes. One alone waits for nobody.
final class SharedWrites<T> {
    /// In one transaction; beyond this nothing is gained.
    private static final int MAX_ROWS = 2_000;
    /// Writes that wait; those beyond wait for a place.
    private static final int MAX_WAITING = 4_096;
    /// Longer means that the database stands still.
    private static final int PLACE_SECONDS = 10;

    private final Consumer<List<T>> writer;
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private final Queue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lead = new ReentrantLock();

    /// @param writer of rows, all or nothing
    SharedWrites(Consumer<List<T>> writer) {
        this.writer = writer;
    }

    private static final class Waiting<T> {
        private final List<T> rows;
        private boolean written;
        private @Nullable StoreFailure failure;

        Waiting(List<T> rows) {
            this.rows = rows;
        }
    }

    /// @throws StoreFailure when the rows are not known to be written
    void write(List<T> rows) {
        takePlace();
        try {
            Waiting<T> mine = new Waiting<>(rows);
            queue.add(mine);
            lead.lock();
            try {
                while (!mine.written && mine.failure == null) {
                    writeNext();
                }
            } finally {
                lead.unlock();
            }
            if (mine.failure != null) {
                throw new StoreFailure(String.valueOf(mine.failure.getMessage()), mine.failure);
            }
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(PLACE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreFailure("%d writes wait, and no place among them came free in %d s"
                        .formatted(MAX_WAITING, PLACE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted while waiting to write", e);
        }
    }

    private void writeNext() {
        List<Waiting<T>> batch = new ArrayList<>();
        List<T> rows = new ArrayList<>();
        for (Waiting<T> next = queue.poll(); next != null; next = rows.size() < MAX_ROWS ? queue.poll() : null) {
            batch.add(next);
            rows.addAll(next.rows);
        }
        try {
            writer.accept(rows);
            batch.forEach(one -> one.written = true);
        } catch (StoreFailure e) {
            batch.forEach(one -> one.failure = e);
        } catch (RuntimeException | Error e) {
            batch.forEach(one -> one.failure = new StoreFailure("could not write", e));
            throw e;
        }
    }
}
