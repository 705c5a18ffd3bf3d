package f6.zone;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// Which definition rules a zone. Commands share it from before they decide until they are stored, so each is of
/// one definition wholly; who sets it has it alone. Fair, so that a stream of commands does not keep out a new
/// definition.
final class Switch {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile Ruling ruling;

    Switch(Ruling ruling) {
        this.ruling = ruling;
    }

    Ruling ruling() {
        return ruling;
    }

    void set(Ruling next) {
        ruling = next;
    }

    <T> T deciding(Function<Ruling, T> command) {
        return locked(lock.readLock(), () -> command.apply(ruling));
    }

    /// When all commands have ended that were being done, and before any other begins.
    <T> T alone(Supplier<T> work) {
        return locked(lock.writeLock(), work);
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
