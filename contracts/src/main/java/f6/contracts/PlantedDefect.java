package f6.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// A suite that passes for an adapter with a defect proves nothing.
public final class PlantedDefect {
    private PlantedDefect() {}

    /// Runs a suite on an adapter with a defect, and wants these of its tests to fail, at least.
    public static void assertFound(Class<?> suite, String... tests) throws Exception {
        Events run = Effort.unreported(() -> EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents());
        Set<String> failed = run.failed().stream().map(PlantedDefect::name).collect(Collectors.toSet());
        assertThat(failed).as("tests that %s fails", suite.getSimpleName()).contains(tests);
        assertThat(run.skipped().count()).isZero();
    }

    private static String name(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }
}
