package f6.eventstore.model;

import f6.eventstore.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Where commands on the same objects queue once they have collided. Not needed for what is right, which the
/// append condition sees to, but for everyone to be served.
final class Lanes {
    /// Boundaries that share a lane by chance wait for each other, so there are more than may collide at once.
    private static final int LANES = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(() -> new ReentrantLock(true)).limit(LANES).toList();

    Lane of(Query boundary) {
        int[] numbers = boundary.items().stream()
                .flatMap(item -> item.objects().isEmpty() ? item.types().stream() : item.objects().stream())
                .mapToInt(term -> Math.floorMod(term.hashCode(), LANES))
                .sorted() // all take them in the same order
                .distinct()
                .toArray();
        List<ReentrantLock> ofBoundary = new ArrayList<>();
        for (int number : numbers) {
            ofBoundary.add(locks.get(number));
        }
        return new Lane(ofBoundary);
    }

    /// The way of one command. For use by one thread.
    static final class Lane {
        private final List<ReentrantLock> locks;
        private boolean entered;

        private Lane(List<ReentrantLock> locks) {
            this.locks = locks;
        }

        /// Waits for those before, if any are queueing or if one's own command has collided.
        void enter(boolean collided) {
            if (!entered && (collided || locks.stream().anyMatch(ReentrantLock::isLocked))) {
                locks.forEach(ReentrantLock::lock);
                entered = true;
            }
        }

        void leave() {
            if (entered) {
                locks.forEach(ReentrantLock::unlock);
                entered = false;
            }
        }
    }
}
