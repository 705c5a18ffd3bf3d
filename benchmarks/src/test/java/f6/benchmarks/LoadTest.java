package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadTest {
    private static Span span(Span.Threads threads) {
        return new Span(Duration.ofMillis(10), Duration.ofMillis(50), threads);
    }

    private final CountDownLatch allHere = new CountDownLatch(4);

    private void awaitAll() {
        try {
            assertThat(allHere.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_client_runs_and_is_closed(Span.Threads threads) {
        Set<Integer> called = ConcurrentHashMap.newKeySet();
        AtomicInteger closed = new AtomicInteger();

        Run run = Load.run(
                number -> new Load.Client() {
                    @Override
                    public int call() {
                        if (called.add(number)) {
                            allHere.countDown();
                            awaitAll();
                        }
                        return 2;
                    }

                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                },
                4,
                span(threads));

        assertThat(run.rate()).isNotNegative();
        assertThat(run.p50()).isLessThanOrEqualTo(run.p99());
        assertThat(called).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(closed).hasValue(4);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_fails_fails_the_run(Span.Threads threads) {
        assertThatThrownBy(() -> Load.run(
                        _ -> () -> {
                            throw new IllegalStateException("refused");
                        },
                        2,
                        span(threads)))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("refused");
    }
}
