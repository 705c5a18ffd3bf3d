package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Births at a civil registry, recorded and validated over HTTP.
record Births(Api registry) {
    private static final Duration AT_MOST = Duration.ofSeconds(90);

    /// @return the child
    String claimed() {
        String child = UUID.randomUUID().toString();
        String claim = UUID.randomUUID().toString();
        claimed(child, claim);
        return child;
    }

    void claimed(String child, String claim) {
        var _ = registry.post("/commands", Birth.claim(claim, child, "Zon")).ok(201);
    }

    /// @return the child
    String validated() {
        String child = UUID.randomUUID().toString();
        String claim = UUID.randomUUID().toString();
        claimed(child, claim);
        var _ = registry.post("/commands", Birth.acceptance(claim)).ok(201);
        return child;
    }

    static void until(BooleanSupplier condition) {
        until(AT_MOST, condition);
    }

    static void until(Duration atMost, BooleanSupplier condition) {
        Instant end = Instant.now().plus(atMost);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for too long").isBefore(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
