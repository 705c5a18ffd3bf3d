package f6.app.telemetry;

import f6.eventstore.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Up while every view is kept, and is no further behind its log than it may be.
public final class ProjectionHealth implements HealthIndicator {
    private final ProjectionWatch watch;
    private final Duration mostBehind;

    public ProjectionHealth(ProjectionWatch watch, Duration mostBehind) {
        this.watch = watch;
        this.mostBehind = mostBehind;
    }

    @Override
    public Health health() {
        try {
            List<ProjectionWatch.Standing> bad = watch.look().stream()
                    .filter(one -> !one.running() || one.behind().compareTo(mostBehind) > 0)
                    .toList();
            Health.Builder health = bad.isEmpty() ? Health.up() : Health.down();
            bad.forEach(one -> health.withDetail(one.log() + " " + one.projection(), one.behind()));
            return health.build();
        } catch (StoreFailure e) {
            return Health.down(e).build();
        }
    }
}
