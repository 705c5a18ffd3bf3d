package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule is needed: with any one of them broken, what counts is no longer what the reference model says on
/// some random log, in fewer logs than the laws are held against.
///
/// The rules and the ways in which each is broken are [BrokenForce] (who retracts, whose verdict counts, what
/// needs one, on which basis) and [BrokenContent] (what amendments replace, from when, in which order, what is
/// unreadable).
class BrokenRulesTest {
    private static final int LOGS = 2_000;

    static Stream<ReferenceModel.Rules> brokenRules() {
        return Stream.concat(Stream.of(BrokenForce.values()), Stream.of(BrokenContent.values()));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void a_broken_rule_is_noticed(ReferenceModel.Rules broken) {
        long seed = Property.seed(broken.toString());
        assertThat(Stream.iterate(0, i -> i + 1)
                        .limit(LOGS)
                        .map(i -> RandomLogs.operations(new Random(seed + i)))
                        .anyMatch(operations -> isNoticed(broken, operations)))
                .isTrue();
    }

    private static boolean isNoticed(ReferenceModel.Rules broken, List<Operation> operations) {
        WrittenLog log = WrittenLog.of(operations);
        History history = log.history();
        return Stream.of(Reading.values()).anyMatch(reading -> {
            ReferencePlane plane = new ReferencePlane(log.events(), broken, new Attributes(), reading);
            return log.positions().stream().anyMatch(known -> {
                Counted counted = history.counted(MaterialTime.END, known, reading);
                return !counted.entries().equals(plane.known(known).entries())
                        || !new Attributes().fold(counted).equals(plane.state(MaterialTime.END, known));
            });
        });
    }
}
