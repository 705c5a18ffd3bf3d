package f6.benchmarks;

import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// One who follows the log while events are appended at a steady rate, due at their times whether or not the ones
/// before are answered. What takes time is from an append to its event's being handed out; it is nothing when the
/// follower had the event first.
///
/// @param writing the store of those who append
/// @param reading the store that is followed: the same, or another on the same log
record Following(String name, EventStore writing, EventStore reading, Since since) implements Competitor {
    /// Appends a second, of all clients together.
    static final int RATE = 1_000;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / RATE;
    /// Before the first append is due: the clients and the follower are ready then.
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /// An event that takes longer is lost.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Where the time begins.
    enum Since {
        /// Of the append.
        CALL,
        /// From the append: its event is acknowledged.
        RETURN
    }

    @Override
    public Run run(int clients, Span span) {
        long warmUp = span.warmUp().toNanos() / INTERVAL_NANOS;
        long all = warmUp + span.measured().toNanos() / INTERVAL_NANOS;
        Appends appends = new Appends(System.nanoTime() + LEAD_NANOS, (int) all);
        Position before = writing.head();
        try (Follower follower = reading.follow(Query.all(), before);
                ExecutorService threads = span.threads().start()) {
            Future<long[]> arriving = threads.submit(() -> arrivals(follower, before, (int) all));
            List<Future<?>> running = IntStream.range(0, clients)
                    .<Future<?>>mapToObj(client -> threads.submit(writer(appends, client, clients)))
                    .toList();
            for (Future<?> each : running) {
                var _ = each.get();
            }
            return appends.run((int) warmUp, before, arriving.get());
        } catch (ExecutionException e) {
            throw new BenchFailure("%s failed: %s".formatted(name, e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /// When each event was handed out, in the order of positions.
    private static long[] arrivals(Follower follower, Position before, int count) {
        long[] nanos = new long[count];
        int arrived = 0;
        while (arrived < count) {
            List<StoredEvent> events = follower.next(PATIENCE);
            long now = System.nanoTime();
            if (events.isEmpty()) {
                throw new BenchFailure("only %d of %d events arrived".formatted(arrived, count), null);
            }
            for (StoredEvent event : events) {
                if (event.position().value() != before.value() + arrived + 1) {
                    throw new BenchFailure(
                            "position %s arrived, %d after %s".formatted(event.position(), arrived, before), null);
                }
                nanos[arrived++] = now;
            }
        }
        return nanos;
    }

    /// Makes every append whose turn it is, as a command loop does that has its state at hand.
    private Callable<Void> writer(Appends appends, int client, int clients) {
        Samples samples = new Samples();
        return () -> {
            Position known = writing.head();
            for (int number = client; number < appends.count(); number += clients) {
                Event event = samples.next().event();
                appends.awaitDue(number);
                long called = System.nanoTime();
                known = writing.append(
                                List.of(event),
                                AppendCondition.noneMatchesAfter(Query.ofAnyObject(event.objects()), known))
                        .orThrow()
                        .last();
                appends.note(number, since == Since.CALL ? called : System.nanoTime(), known);
            }
            return null;
        };
    }

    /// Appends by number, each written by one client.
    private static final class Appends {
        private final long start;
        private final long[] since;
        private final long[] positions;

        Appends(long start, int count) {
            this.start = start;
            this.since = new long[count];
            this.positions = new long[count];
        }

        int count() {
            return since.length;
        }

        private long due(int number) {
            return start + number * INTERVAL_NANOS;
        }

        void awaitDue(int number) {
            for (long left = due(number) - System.nanoTime(); left > 0; left = due(number) - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        void note(int number, long nanos, Position position) {
            since[number] = nanos;
            positions[number] = position.value();
        }

        /// @param first of those that count
        Run run(int first, Position before, long[] arrivals) {
            long end = due(count());
            long[] nanos = new long[count() - first];
            int inTime = 0;
            for (int number = first; number < count(); number++) {
                long arrival = arrivals[(int) (positions[number] - before.value() - 1)];
                nanos[number - first] = Math.max(0, arrival - since[number]);
                inTime += arrival <= end ? 1 : 0;
            }
            Arrays.sort(nanos);
            return new Run(
                    (double) inTime * RATE / nanos.length,
                    Statistics.percentile(nanos, 0.50) / 1e6,
                    Statistics.percentile(nanos, 0.99) / 1e6);
        }
    }
}
