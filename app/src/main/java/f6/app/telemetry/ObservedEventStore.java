package f6.app.telemetry;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.TypeVersion;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A store of which each append is timed by its outcome, and is a span of the trace that it belongs to.
record ObservedEventStore(String log, EventStore store, Telemetry telemetry, Map<String, Timer> timers)
        implements EventStore {
    ObservedEventStore(String log, EventStore store, Telemetry telemetry) {
        this(log, store, telemetry, new ConcurrentHashMap<>());
    }

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        Tracer tracer = telemetry.tracer();
        Span span = tracer.nextSpan().name("append").tag("f6.log", log).start();
        long started = System.nanoTime();
        String outcome = "failed";
        try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
            AppendResult result = store.append(events, condition);
            outcome = outcome(result);
            return result;
        } catch (RuntimeException e) {
            span.error(e);
            throw e;
        } finally {
            timer(outcome).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
            span.tag("f6.events", events.size()).tag("f6.outcome", outcome).end();
        }
    }

    private static String outcome(AppendResult result) {
        return switch (result) {
            case AppendResult.Appended _ -> "appended";
            case AppendResult.Conflict _ -> "conflict";
            case AppendResult.IdTaken _ -> "id_taken";
            case AppendResult.Refused _ -> "refused";
        };
    }

    private Timer timer(String outcome) {
        return timers.computeIfAbsent(
                outcome,
                _ -> Timer.builder("f6.append")
                        .description("Appends by their outcome, each with its wait for company.")
                        .tags("log", log, "outcome", outcome)
                        .serviceLevelObjectives(Telemetry.BUCKETS)
                        .register(telemetry.meters()));
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        return store.read(query, options);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return store.find(id);
    }

    @Override
    public Position head() {
        return store.head();
    }

    @Override
    public Position reached() {
        return store.reached();
    }

    @Override
    public Set<TypeVersion> versions() {
        return store.versions();
    }

    @Override
    public Position positionAt(Instant instant) {
        return store.positionAt(instant);
    }

    @Override
    public Follower follow(Query query, Position after) {
        return store.follow(query, after);
    }
}
