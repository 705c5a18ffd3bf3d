package f6.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// A suite that passes for an adapter with a defect proves nothing.
public final class PlantedDefect {
    private PlantedDefect() {}

    /// Runs tests of a suite on an adapter with a defect, and wants each of them to fail.
    public static void assertFound(Class<?> suite, String... tests) throws Exception {
        List<MethodSelector> methods =
                Arrays.stream(tests).map(test -> selectMethod(suite, test)).toList();
        Events run = Effort.unreported(() -> EngineTestKit.engine("junit-jupiter")
                .selectors(methods.toArray(MethodSelector[]::new))
                .execute()
                .testEvents());
        assertThat(run.failed().stream().map(PlantedDefect::name))
                .as("tests that %s fails", suite.getSimpleName())
                .containsExactlyInAnyOrder(tests);
    }

    private static String name(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }
}
