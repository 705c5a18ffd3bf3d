package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for a condition, with a bound.
final class Waits {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private Waits() {}

    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(AT_MOST);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for too long").isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
