package f6.web;

import f6.eventstore.store.StoreFailure;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Up when the log of every zone can be read.
final class LogHealth implements HealthIndicator {
    private final Zones zones;

    LogHealth(Zones zones) {
        this.zones = zones;
    }

    @Override
    public Health health() {
        try {
            Health.Builder up = Health.up();
            zones.byName()
                    .forEach((name, zone) -> up.withDetail(name, zone.position().value()));
            return up.build();
        } catch (StoreFailure e) {
            return Health.down(e).build();
        }
    }
}
