package f6.zone.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final ObjectId ANNA = ObjectId.next();
    private static final StoredEvent EVENT = new StoredEvent(
            new Position(7),
            Instant.parse("2026-01-31T12:00:00Z"),
            Event.fact(
                    new EventType("Geboorte"),
                    "1",
                    Instant.parse("2026-01-30T12:00:00Z"),
                    List.of(ANNA),
                    new Source(UUID.randomUUID(), "ouder"),
                    new EventData(Map.of("plaats", "Zonnendaal", "ouders", List.of("a", "b")))));

    private static boolean passes(String expression) {
        return Filter.of(Set.of(), Set.of(), Optional.of(expression)).passes(EVENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        event.type == 'Geboorte'                                    | true
        event.kind == 'FACT' && event.source.type == 'ouder'        | true
        event.position > 7                                          | false
        event.data.plaats.startsWith('Zon')                         | true
        size(event.data.ouders) == 2 && event.objects.size() == 1   | true
        event.data.land == 'x'                                      | false
        event.data.plaats                                           | false
        """)
    void an_expression_decides_on_the_event(String expression, boolean passes) {
        assertThat(passes(expression)).isEqualTo(passes);
    }

    @Test
    void types_and_objects_must_match_too() {
        assertThat(Filter.ALL.passes(EVENT)).isTrue();
        assertThat(Filter.of(Set.of(new EventType("Huwelijk")), Set.of(), Optional.empty())
                        .passes(EVENT))
                .isFalse();
        assertThat(Filter.of(Set.of(), Set.of(ObjectId.next()), Optional.empty())
                        .passes(EVENT))
                .isFalse();
        assertThat(Filter.of(Set.of(new EventType("Geboorte")), Set.of(ANNA, ObjectId.next()), Optional.of("true"))
                        .passes(EVENT))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "event.", "geheim == 1", "1 +", "'a' + 1"})
    void an_expression_that_is_none_is_refused(String expression) {
        assertThatThrownBy(() -> passes(expression)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void pauses_double_up_to_a_bound_and_half_of_each_is_chance() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(10), 5);

        assertThat(policy.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.pause(1, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.pause(2, 1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy.pause(90, 1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.pause(90, 0)).isEqualTo(Duration.ofSeconds(5));
    }
}
