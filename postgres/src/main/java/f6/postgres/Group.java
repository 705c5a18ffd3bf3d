package f6.postgres;

import f6.eventstore.store.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets what many threads ask of the database at once be done together. As with [GroupCommit] one that waits does
/// it for all that wait, so one alone waits for nobody, and many cost the database little more than a few.
///
/// @param <T> what is asked; a thread may ask several
/// @param <R> what came of it, for all together
public final class Group<T, R> {
    private final String what;
    private final int most;
    private final Function<List<T>, R> work;
    private final Semaphore leaders;
    private final Queue<Asked<T, R>> queue = new ConcurrentLinkedQueue<>();

    /// @param what is done, for messages
    /// @param leaders at a time
    /// @param most asked together; with more, what one thread asks stays together
    /// @param work done a second time when an interrupt broke it, also where it is not known what came of the
    /// first
    public Group(String what, int leaders, int most, Function<List<T>, R> work) {
        this.what = what;
        this.leaders = new Semaphore(leaders);
        this.most = most;
        this.work = work;
    }

    /// What a thread waits for, and what came of it.
    private static final class Asked<T, R> {
        private final List<T> some;
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable Answer<R> answer;

        private Asked(List<T> some) {
            this.some = some;
        }

        private void tell(Answer<R> told) {
            answer = told;
            LockSupport.unpark(thread);
        }
    }

    /// One of the two.
    private record Answer<R>(@Nullable R given, @Nullable StoreFailure failure) {
        private R orThrow() {
            if (given == null) {
                throw failure == null
                        ? new IllegalStateException("neither an answer nor a failure")
                        : new StoreFailure(String.valueOf(failure.getMessage()), failure);
            }
            return given;
        }
    }

    /// Asks, and waits. An interrupt does not end the wait, it is kept for the caller.
    ///
    /// @return what came of work that began after the call
    /// @throws StoreFailure when it failed
    public R ask(List<T> some) {
        return await(new Asked<>(some)).orThrow();
    }

    private Answer<R> await(Asked<T, R> mine) {
        queue.add(mine);
        boolean interrupted = false;
        Answer<R> answer = mine.answer;
        while (answer == null) {
            interrupted |= Thread.interrupted(); // it would break the connection that all share
            if (!queue.isEmpty() && leaders.tryAcquire()) { // in an empty queue one's own is with a leader
                interrupted |= lead();
            } else {
                LockSupport.park(this);
            }
            answer = mine.answer;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    /// Does it for those that wait first. Who came meanwhile and found no place to lead is woken to do so.
    ///
    /// @return whether an interrupt came meanwhile
    private boolean lead() {
        List<Asked<T, R>> together = new ArrayList<>();
        List<T> all = new ArrayList<>();
        @Nullable Answer<R> answer = null;
        boolean interrupted = false;
        try {
            for (Asked<T, R> next = queue.poll(); next != null; next = all.size() < most ? queue.poll() : null) {
                together.add(next);
                all.addAll(next.some);
            }
            if (!together.isEmpty()) {
                answer = done(all);
                while (Thread.interrupted()) {
                    interrupted = true;
                    if (answer.failure() != null) { // by the interrupt, which is one's own affair
                        answer = done(all);
                    }
                }
            }
        } finally {
            leaders.release();
            Asked<T, R> next = queue.peek();
            if (next != null) {
                LockSupport.unpark(next.thread);
            }
            if (!together.isEmpty()) {
                Answer<R> told = answer == null ? failed(null) : answer;
                together.forEach(asked -> asked.tell(told));
            }
        }
        return interrupted;
    }

    private Answer<R> done(List<T> all) {
        try {
            return new Answer<>(work.apply(all), null);
        } catch (StoreFailure e) {
            return new Answer<>(null, e);
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    private Answer<R> failed(@Nullable Throwable cause) {
        String message = "could not " + what;
        return new Answer<>(null, cause == null ? new StoreFailure(message) : new StoreFailure(message, cause));
    }
}
