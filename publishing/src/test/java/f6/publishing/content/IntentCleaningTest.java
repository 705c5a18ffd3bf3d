package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IntentCleaningTest {
    private static final Instant NOON = Instant.parse("2026-05-06T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final InMemoryContentStore live = new InMemoryContentStore(clock);
    private final Gate gate = new Gate(live);
    private final IntentCleaning cleaning = new IntentCleaning(List.of(gate), clock);

    private void intends(String path, Instant time) {
        assertThat(live.putIntent(PublishIntent.of(
                        path,
                        Map.of(
                                "publish_time", time.toString(),
                                "publishing_app", "publisher",
                                "rendering_app", "frontend"))))
                .isTrue();
    }

    private int lookAt(String moment) {
        now.set(Instant.parse(moment));
        return cleaning.look();
    }

    @Test
    void intents_are_forgotten_when_it_starts_and_each_night() {
        intends("/yesterday", NOON.minus(Duration.ofDays(1)));
        intends("/just-now", NOON.minus(Duration.ofMinutes(4)));
        intends("/tomorrow", NOON.plus(Duration.ofDays(1)));

        assertThat(cleaning.look()).isEqualTo(1);
        assertThat(lookAt("2026-05-06T23:59:59Z")).isZero();
        assertThat(lookAt("2026-05-07T02:59:59Z")).isZero();
        assertThat(lookAt("2026-05-07T03:00:00Z")).isEqualTo(1);
        assertThat(live.intents("", 10)).map(PublishIntent::basePath).containsExactly("/tomorrow");
        assertThat(lookAt("2026-05-07T12:04:00Z")).isZero();
        assertThat(lookAt("2026-05-08T03:00:01Z")).isEqualTo(1);
        assertThat(live.intents("", 10)).isEmpty();
    }

    @Test
    void a_store_that_was_away_is_asked_again() {
        intends("/yesterday", NOON.minus(Duration.ofDays(1)));
        gate.isAway(true);
        assertThat(cleaning.look()).isZero();
        gate.isAway(false);
        assertThat(cleaning.look()).isEqualTo(1);
    }

    @Test
    void it_runs_until_it_is_closed() {
        intends("/yesterday", NOON.minus(Duration.ofDays(1)));
        try (IntentCleaning running = new IntentCleaning(List.of(gate), clock).start()) {
            assertThat(running).isNotNull();
            Await.until("the intent is forgotten", () -> live.intents("", 10).isEmpty());
        }
    }
}
