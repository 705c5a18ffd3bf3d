package f6.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Clients that call as fast as they are answered, each on a thread of its own.
final class Load {
    private static final int MOST_CALLS = 50_000_000;

    private Load() {}

    /// One client.
    interface Client extends AutoCloseable {
        /// Makes one call and waits for its answer.
        ///
        /// @return how many events it stored or read
        int call() throws SQLException;

        @Override
        default void close() throws SQLException {}
    }

    interface Clients {
        Client client(int number) throws SQLException;
    }

    /// @throws BenchFailure when a client fails: a competitor that refuses or loses calls is not measured
    static Run run(Clients clients, int count, Span span) {
        List<Client> all = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                all.add(clients.client(i));
            }
            return run(all, span);
        } catch (SQLException e) {
            throw new BenchFailure("a client could not start: " + e.getMessage(), e);
        } finally {
            all.forEach(Load::close);
        }
    }

    private static Run run(List<Client> clients, Span span) {
        long from = System.nanoTime() + span.warmUp().toNanos();
        long until = from + span.measured().toNanos();
        List<Calls> calls = new ArrayList<>();
        try (ExecutorService threads = span.threads().start()) {
            List<Future<Calls>> running = clients.stream()
                    .map(client -> threads.submit(() -> calls(client, from, until)))
                    .toList();
            for (Future<Calls> each : running) {
                calls.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new BenchFailure("a call failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
        long events = calls.stream().mapToLong(each -> each.events).sum();
        long[] nanos = calls.stream().flatMapToLong(Calls::nanos).sorted().toArray();
        return new Run(
                events * 1e9 / span.measured().toNanos(),
                Statistics.percentile(nanos, 0.50) / 1e6,
                Statistics.percentile(nanos, 0.99) / 1e6);
    }

    /// Events count that were answered in the time; how long a call took counts also for the last ones, which end
    /// later: else the slowest would be left out.
    private static Calls calls(Client client, long from, long until) throws SQLException {
        Calls calls = new Calls();
        long start = System.nanoTime();
        do {
            int events = client.call();
            long end = System.nanoTime();
            if (end >= from) {
                calls.add(end <= until ? events : 0, end - start);
            }
            start = end;
        } while (start < until);
        return calls;
    }

    private static void close(Client client) {
        try {
            client.close();
        } catch (SQLException e) {
            throw new BenchFailure("a client could not stop: " + e.getMessage(), e);
        }
    }

    /// What one client has measured.
    private static final class Calls {
        private long events;
        private int count;
        private long[] nanos = new long[1024];

        void add(int stored, long duration) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, Math.min(count * 2, MOST_CALLS));
            }
            nanos[count++] = duration;
            events += stored;
        }

        LongStream nanos() {
            return Arrays.stream(nanos, 0, count);
        }
    }
}
