package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Chains so long that a rule that recurses along them would overflow the stack. A timeline judges its chain anew
/// for each event of it, so its time grows with the square of the chain's length: it is drawn of the beginning
/// only.
class LongChainTest {
    private static final int LINKS = 10_000;
    private static final int DRAWN = 300;
    /// Many times what it takes, for a machine that has other things to do.
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Log log = new Log();

    private static final Folding NAMES = new Folding() {
        @Override
        public Map<String, Object> initial(List<String> anomalies) {
            return Map.of();
        }

        @Override
        public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
            Map<String, Object> after = new HashMap<>(before);
            after.put("name", String.valueOf(entry.content().data().members().get("name")));
            return after;
        }
    };

    @Test
    void a_retraction_of_a_retraction_of_a_retraction() {
        Timeline timeline = timeline(log.accepted("a", "2001-01-01"), (target, link) -> log.retract(target));
        assertThat(timeline.at(MaterialTime.END, new Position(DRAWN + 1L))).isEmpty();
        assertThat(timeline.at(MaterialTime.END, new Position(DRAWN + 2L))).containsEntry("name", "a");
    }

    @Test
    void an_amendment_of_an_amendment_of_an_amendment() {
        Timeline timeline = timeline(
                log.accepted("a", "2001-01-01"), (target, link) -> log.amend(target, Map.of("name", "a" + link)));
        assertThat(timeline.at(MaterialTime.END, new Position(DRAWN + 2L))).containsEntry("name", "a" + DRAWN);
    }

    @Test
    void a_verdict_after_a_verdict() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        Timeline timeline = timeline(claim, (target, link) -> link % 2 == 0 ? log.accept(claim) : log.reject(claim));
        assertThat(timeline.at(MaterialTime.END, new Position(DRAWN + 1L))).containsEntry("name", "a");
    }

    private Timeline timeline(StoredEvent root, BiFunction<StoredEvent, Integer, StoredEvent> next) {
        StoredEvent last = root;
        for (int link = 1; link <= LINKS; link++) {
            last = next.apply(last, link);
        }
        long begun = System.nanoTime();
        Counted counted = log.history().counted(MaterialTime.END, Position.END, Reading.LEGAL);
        assertThat(counted.entries()).hasSize(1);
        long judged = System.nanoTime();
        History beginning = History.of(log.history().events().subList(0, DRAWN + 2), WrittenLog.DATING);
        Timeline timeline = Timeline.of(beginning, NAMES, Reading.LEGAL);
        Duration drawn = Duration.ofNanos(System.nanoTime() - judged);
        assertThat(Duration.ofNanos(judged - begun)).isLessThan(BOUND);
        assertThat(drawn).isLessThan(BOUND);
        return timeline;
    }
}
