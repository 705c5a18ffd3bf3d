package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineStepsTest {
    private static final int EVENTS = 40;

    /// The last name in each of two attributes, of which one is not always given.
    private static final Folding FOLDING = new Folding() {
        @Override
        public Map<String, Object> initial(List<String> anomalies) {
            return Map.of();
        }

        @Override
        public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
            Map<String, Object> after = new LinkedHashMap<>(before);
            String name = String.valueOf(entry.content().data().members().get("name"));
            after.put("name", name);
            if (name.equals("a")) {
                after.remove("other");
            } else {
                after.put("other", name);
            }
            return after;
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_step_is_the_difference_with_the_position_before_it(long seed) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        Log log = new Log();
        List<StoredEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(next(log, events, random));
        }
        Timeline timeline = Timeline.of(log.history(), FOLDING, Reading.LEGAL);

        Map<Position, List<Change>> steps = timeline.steps();

        for (StoredEvent event : events) {
            Position before = new Position(event.position().value() - 1);
            assertThat(steps.getOrDefault(event.position(), List.of()))
                    .isEqualTo(timeline.diff(before, event.position()));
        }
    }

    private static StoredEvent next(Log log, List<StoredEvent> events, RandomGenerator random) {
        int choice = events.isEmpty() ? 0 : random.nextInt(6);
        StoredEvent target = events.isEmpty() ? null : events.get(random.nextInt(events.size()));
        String name = List.of("a", "b", "c").get(random.nextInt(3));
        String day = "200%d-01-01".formatted(random.nextInt(10));
        if (target == null || choice <= 2) {
            return choice == 0 ? log.claim(name, day) : log.fact(name, day);
        }
        return switch (choice) {
            case 3 -> log.accept(target);
            case 4 -> log.amend(target, Map.of("name", name, "date", day));
            default -> log.retract(target);
        };
    }
}
