package f6.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// Runs contract suites inside a test: a suite that passes for an adapter that does nothing proves nothing.
public final class ContractRun {
    private ContractRun() {}

    public static Events of(Class<?>... suites) throws Exception {
        return Effort.unreported(() -> EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(suites)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents());
    }

    /// @param least so many tests there are, or more
    public static void requireEachFails(int least, Class<?>... suites) throws Exception {
        Events tests = of(suites);
        assertThat(tests.succeeded().list())
                .as("tests that an adapter passes which does nothing")
                .isEmpty();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count()).isGreaterThanOrEqualTo(least);
        assertThat(tests.skipped().count()).isZero();
    }
}
