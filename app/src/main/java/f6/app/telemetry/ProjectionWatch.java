package f6.app.telemetry;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.postgres.PostgresEventStore;
import f6.postgres.ProjectionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far the views of each log are behind it. The database is asked at most once a second, however often one
/// looks.
public final class ProjectionWatch {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private record Key(String log, String projection) {}

    /// @param behind since when the first event waits that is not in the view
    public record Standing(String log, String projection, boolean running, long events, Duration behind) {}

    private final Map<String, PostgresEventStore> logs;
    private Map<Key, Standing> seen = Map.of();
    private Map<String, Long> heads = Map.of();
    private Instant looked = Instant.MIN;

    public ProjectionWatch(Map<String, PostgresEventStore> logs) {
        this.logs = new LinkedHashMap<>(logs);
    }

    /// @throws f6.eventstore.store.StoreFailure when the database does not answer
    public synchronized List<Standing> look() {
        if (looked.isBefore(Instant.now().minus(FRESH))) {
            Map<Key, Standing> all = new LinkedHashMap<>();
            Map<String, Long> ends = new LinkedHashMap<>();
            logs.forEach((log, store) -> {
                ends.put(log, store.head().value());
                for (ProjectionStatus status : store.projections().status()) {
                    all.put(new Key(log, status.name()), standing(log, store, status));
                }
            });
            seen = all;
            heads = ends;
            looked = Instant.now();
        }
        return new ArrayList<>(seen.values());
    }

    private static Standing standing(String log, PostgresEventStore store, ProjectionStatus status) {
        Duration behind = Duration.ZERO;
        if (status.lag() > 0) {
            Optional<StoredEvent> next = store.read(
                            Query.all(),
                            ReadOptions.FORWARD.after(status.position()).limit(1))
                    .findFirst();
            behind = next.map(event -> Duration.between(event.createdAt(), Instant.now()))
                    .filter(since -> !since.isNegative())
                    .orElse(Duration.ZERO);
        }
        return new Standing(log, status.name(), status.state() == ProjectionStatus.State.RUNNING, status.lag(), behind);
    }

    /// Gauges for the projections that there are now.
    public void bindTo(MeterRegistry meters) {
        for (Standing standing : look()) {
            Key key = new Key(standing.log(), standing.projection());
            Tags tags = Tags.of("log", key.log(), "projection", key.projection());
            Gauge.builder("f6.projection.lag.events", () -> now(key).events())
                    .description("Events that are not in the view yet.")
                    .tags(tags)
                    .register(meters);
            Gauge.builder("f6.projection.lag", () -> now(key).behind().toMillis() / 1_000.0)
                    .description("How long the first event waits that is not in the view yet.")
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(meters);
            Gauge.builder("f6.projection.running", () -> now(key).running() ? 1 : 0)
                    .description("1 while the view is kept; 0 when it was paused, or stopped by an event.")
                    .tags(tags)
                    .register(meters);
        }
        logs.keySet()
                .forEach(log -> Gauge.builder("f6.log.head", () -> head(log))
                        .description("The position of the latest event.")
                        .tag("log", log)
                        .register(meters));
    }

    private synchronized Standing now(Key key) {
        var _ = look();
        return Optional.ofNullable(seen.get(key)).orElseThrow();
    }

    private synchronized double head(String log) {
        var _ = look();
        return heads.getOrDefault(log, 0L);
    }
}
