package f6.app.telemetry;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import f6.eventstore.store.EventStore;
import f6.postgres.BatchObserver;
import f6.zone.observe.ZoneObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meters of a node, and the tracer once the web has made it. Labels are names out of the node's definitions
/// and settings, never something that a request brings, so their number is bounded.
public final class Telemetry {
    /// Where an alert may be set: of appends, commands and batches.
    static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Tracer tracer = Tracer.NOOP;

    /// To bind others to.
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /// What was appended before, was not traced.
    public void traceBy(Tracer made) {
        tracer = made;
    }

    Tracer tracer() {
        return tracer;
    }

    /// Before the pool is used.
    public void watch(HikariDataSource pool) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    }

    /// The same store, of which each append is timed and has a span.
    public EventStore observed(String log, EventStore store) {
        return new ObservedEventStore(log, store, this);
    }

    public BatchObserver batches(String log) {
        Timer time = Timer.builder("f6.batch")
                .description("Transactions that appends share: from deciding to the commit.")
                .tag("log", log)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        DistributionSummary appends = DistributionSummary.builder("f6.batch.appends")
                .description("Appends in a transaction.")
                .tag("log", log)
                .register(meters);
        Counter events = Counter.builder("f6.batch.events")
                .description("Events that transactions of appends brought.")
                .tag("log", log)
                .register(meters);
        return (shared, brought, took) -> {
            time.record(took);
            appends.record(shared);
            events.increment(brought);
        };
    }

    public ZoneObserver zone(String zone) {
        Map<String, Timer> commands = new ConcurrentHashMap<>();
        Map<String, Counter> questions = new ConcurrentHashMap<>();
        return new ZoneObserver() {
            @Override
            public void handled(String command, String outcome, Duration took) {
                commands.computeIfAbsent(
                                command + " " + outcome,
                                _ -> Timer.builder("f6.commands")
                                        .description("Commands by how they ended.")
                                        .tags("zone", zone, "command", command, "outcome", outcome)
                                        .serviceLevelObjectives(BUCKETS)
                                        .register(meters))
                        .record(took);
            }

            @Override
            public void asked(String question) {
                questions
                        .computeIfAbsent(
                                question,
                                _ -> Counter.builder("f6.questions")
                                        .description("Questions asked.")
                                        .tags("zone", zone, "question", question)
                                        .register(meters))
                        .increment();
            }
        };
    }
}
