package f6.zone;

import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.memory.InMemoryEventStore;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions of a hostile definition: refused when it is read or, where the data decides, when they run.
class ExpressionCostTest {
    private static String withRule(String expression) {
        return UpcastTest.FIRST
                .replace("\"!has(boom.soort)\"", "\"%s\"".formatted(expression))
                .replace("soort: {type: string}\n", "soort: {}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.l.all(a, data.l.all(b, data.l.all(c, data.l.all(d, a + b + c + d > 0))))",
                "['a'].map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).size() > 0",
                "data.soort.replace('a', 'aaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaa') == ''",
                "data.soort.replace('a', data.soort).replace('a', data.soort) == ''",
                "[data.soort, data.soort].join(data.soort).split('').join(data.soort) == ''",
                "data.soort.matches('(a{1000}){1000}')",
                "data.soort.matches(data.soort)",
            })
    void what_may_cost_without_bound_is_refused_when_a_definition_is_read(String expression) {
        assertThatThrownBy(() -> DefinitionFile.parse("bomen.yaml", withRule(expression)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("/events/Boom/require/0/rule");
    }

    @Test
    void depth_without_bound_is_refused() {
        String deep = "(".repeat(300) + "true" + ")".repeat(300);
        assertThatThrownBy(() -> DefinitionFile.parse("bomen.yaml", withRule(deep)))
                .isInstanceOf(DefinitionException.class);
        String chosen = "true ? ".repeat(400) + "true" + " : false".repeat(400);
        assertThatThrownBy(() -> DefinitionFile.parse("bomen.yaml", withRule(chosen)))
                .isInstanceOf(DefinitionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!has(boom.soort) || boom.soort == data.soort",
                "data.l.all(a, data.l.exists(b, data.l.filter(c, c == a).size() > 0))",
                "data.soort.matches('^[0-9]{4} ?[A-Z]{2}$')",
                "data.soort.replace('a', 'b').replace(' ', '').upperAscii() != ''",
                "[1, 2, 3].map(a, a * 2).filter(a, a > 2).map(a, string(a)).join(', ') != ''",
            })
    void what_a_zone_needs_is_not(String expression) {
        assertThatCode(() -> DefinitionFile.parse("bomen.yaml", withRule(expression)))
                .doesNotThrowAnyException();
    }

    @Test
    void loops_within_loops_are_counted_together_and_stopped() {
        Zone zone = new Zone(
                DefinitionFile.parse(
                        "bomen.yaml",
                        withRule("data.soort.all(a, data.soort.all(b, data.soort.all(c, a + b + c >= 0)))")),
                new InMemoryEventStore(),
                Clock.systemUTC());
        Instant begin = Instant.now();
        Outcome outcome = zone.handle(
                REGISTRAR,
                new Command.RecordClaim(
                        EventId.next(),
                        "Boom",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        new EventData(Map.of("boom", object().toString(), "soort", Collections.nCopies(9_000, 1L)))));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.RULE_BROKEN));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void a_state_that_doubles_with_each_event_is_an_anomaly_at_last() {
        String doubling = UpcastTest.FIRST
                .replace("\"!has(boom.soort)\"", "\"true\"")
                .replace("soort: \"data.soort\"", "soort: \"has(self.soort) ? self.soort + self.soort : data.soort\"");
        Zonnendaal trees = new Zonnendaal(DefinitionFile.parse("bomen.yaml", doubling));
        var tree = object();
        for (int i = 0; i < 30; i++) {
            var _ = trees.fact("Boom", Map.of("boom", tree.toString(), "soort", "linde"));
        }

        assertThat(trees.state("boom", tree))
                .isNotNull()
                .satisfies(state ->
                        assertThat(String.valueOf(state.get("soort")).length()).isBetween(500_000, 1_000_000));
        assertThat(recorded(trees.claim(REGISTRAR, "Boom", Map.of("boom", tree.toString(), "soort", "eik"))))
                .isNotNull();
    }
}
