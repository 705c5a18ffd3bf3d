package f6.web.publishing;

import f6.eventstore.store.StoreFailure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;

/// Whether the platform is alive, and ready.
final class HealthEndpoint {
    private static final int OK = 200;
    private static final int OUR_FAULT = 500;

    private final LongSupplier head;

    HealthEndpoint(LongSupplier head) {
        this.head = head;
    }

    void routes(Routes routes) {
        routes.get("/healthcheck/live", _ -> new Answered(OK, out -> out.write("OK".getBytes(StandardCharsets.UTF_8))));
        routes.get("/healthcheck/ready", _ -> {
            String state = state();
            return Answered.json(
                    state.equals("ok") ? OK : OUR_FAULT,
                    Map.of("status", state, "checks", Map.of("database_connectivity", Map.of("status", state))));
        });
    }

    private String state() {
        try {
            var _ = head.getAsLong();
            return "ok";
        } catch (StoreFailure e) {
            return "critical";
        }
    }
}
