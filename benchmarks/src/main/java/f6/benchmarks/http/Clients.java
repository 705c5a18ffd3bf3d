package f6.benchmarks.http;

import f6.benchmarks.BenchFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients that each ask one thing after the other, over a connection of their own, for some time.
record Clients(NodeProcess node, int count, Asking asking) {
    /// Room for the times of one client; who is faster stops early.
    private static final int MOST = 2_000_000;

    interface Asking {
        /// @throws BenchFailure when the answer is not as it must be
        void ask(Exchange exchange) throws IOException;
    }

    /// What came of it.
    static final class Result {
        private final double rate;
        /// In nanoseconds, the shortest first.
        private final long[] times;

        private Result(double rate, long[] times) {
            this.rate = rate;
            this.times = times;
        }

        /// Answers a second.
        double rate() {
            return rate;
        }

        /// Within which this share of the answers came.
        double millis(double share) {
            int rank = (int) Math.ceil(share * times.length);
            return times[Math.clamp(rank, 1, times.length) - 1] / 1e6;
        }
    }

    Result run(double seconds) {
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<long[]>> times = new ArrayList<>();
        long span = (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                times.add(threads.submit(() -> client(ready, span)));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> one : times) {
                all.add(one.get());
            }
            long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            if (sorted.length == 0) {
                throw new BenchFailure("not one answer came in %.1f s".formatted(seconds), null);
            }
            return new Result(sorted.length / seconds, sorted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchFailure failure
                    ? failure
                    : new BenchFailure("a client failed: " + e.getCause(), e);
        }
    }

    private long[] client(CountDownLatch ready, long span) throws IOException, InterruptedException {
        long[] times = new long[1_024];
        int done = 0;
        try (Exchange exchange = node.connect()) {
            ready.countDown();
            ready.await();
            long end = System.nanoTime() + span;
            for (long before = System.nanoTime(); before < end && done < MOST; ) {
                asking.ask(exchange);
                long after = System.nanoTime();
                if (done == times.length) {
                    times = Arrays.copyOf(times, 2 * done);
                }
                times[done++] = after - before;
                before = after;
            }
        }
        return Arrays.copyOf(times, done);
    }
}
