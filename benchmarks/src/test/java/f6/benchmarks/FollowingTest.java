package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import f6.benchmarks.Following.Since;
import f6.eventstore.memory.InMemoryEventStore;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FollowingTest {
    @ParameterizedTest
    @EnumSource
    void every_event_that_was_due_arrives(Since since) {
        InMemoryEventStore store = new InMemoryEventStore();
        Span span = new Span(Duration.ofMillis(100), Duration.ofMillis(200), Span.Threads.VIRTUAL);

        Run run = new Following("in memory", store, store, since).run(3, span);

        assertThat(store.head().value()).isEqualTo(300);
        assertThat(run.rate()).isBetween(0.0, (double) Following.RATE);
        assertThat(run.p50()).isNotNegative().isLessThanOrEqualTo(run.p99());
    }
}
