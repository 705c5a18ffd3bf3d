package f6.benchmarks;

import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/// The events that are there before anything is measured: each about one object that has ten in all, spread over
/// the whole log; most about one or two others; and one object that has 10,000.
final class History {
    static final int EVENTS_OF_AN_OBJECT = 10;
    static final int EVENTS_OF_THE_HOT_OBJECT = 10_000;
    static final ObjectId HOT = new ObjectId(new UUID(0x0707_0707_0707_4707L, 0x8707_0707_0707_0707L));

    private static final int BATCH = 5_000;
    /// One prepares its batch while the database stores the other's.
    private static final int WRITERS = 2;

    private static final int TOLD = 500_000;

    private final int events;

    History(int events) {
        this.events = events;
    }

    int objects() {
        return events / EVENTS_OF_AN_OBJECT;
    }

    /// One of the objects that have ten events.
    ObjectId object(int number) {
        return new ObjectId(Samples.uuid(mix(2L * number), mix(2L * number + 1)));
    }

    /// Events of the hot object that are stored.
    int hotEvents() {
        return Math.min(EVENTS_OF_THE_HOT_OBJECT, events);
    }

    /// Stores them, telling how far it is.
    void store(EventStore store, Report report) {
        report.progress("storing %,d events".formatted(events));
        long started = System.nanoTime();
        store(store, stored -> {
            if (stored > 0 && stored % TOLD == 0) {
                report.progress("  %,d events stored".formatted(stored));
            }
        });
        report.progress("  %,d events in %.1f s".formatted(events, (System.nanoTime() - started) / 1e9));
    }

    void store(EventStore store) {
        store(store, _ -> {});
    }

    private void store(EventStore store, IntConsumer progress) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> pending = new ArrayList<>();
            for (int from = 0; from < events; from += BATCH) {
                int first = from;
                pending.add(writers.submit(() -> {
                    var _ = store.append(batch(first, BATCH), null).orThrow();
                    progress.accept(first);
                }));
            }
            for (Future<?> each : pending) {
                var _ = each.get();
            }
        } catch (ExecutionException e) {
            throw new BenchFailure("could not store the events to begin with: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /// Events in the order of their making, fewer at the end.
    List<Event> batch(int from, int most) {
        List<Event> batch = new ArrayList<>();
        for (int number = from; number < Math.min(from + most, events); number++) {
            batch.add(Samples.sample(number, objects(number)).event());
        }
        return batch;
    }

    private List<ObjectId> objects(int number) {
        List<ObjectId> objects = new ArrayList<>();
        objects.add(object(number % objects()));
        if (number % (events / hotEvents()) == 0) {
            objects.add(HOT);
        } else {
            for (int i = 1; i <= number % 3; i++) {
                objects.add(other(number, i));
            }
        }
        return objects;
    }

    /// From as many others as there are objects, in no order.
    private ObjectId other(int number, int which) {
        long pick = Math.floorMod(mix(3L * number + which), objects()) * 2L + which - 1;
        return new ObjectId(Samples.uuid(mix(-2 * pick - 2), mix(-2 * pick - 3)));
    }

    /// Bits that look random, of a number (splitmix64).
    private static long mix(long number) {
        long z = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
