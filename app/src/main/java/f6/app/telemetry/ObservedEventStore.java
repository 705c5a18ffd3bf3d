package f6.app.telemetry;

import f6.eventstore.event.Event;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.ForwardingStore;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A store of which each append is timed by its outcome, and is a span of the trace that it belongs to.
final class ObservedEventStore extends ForwardingStore {
    private final String log;
    private final Telemetry telemetry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    ObservedEventStore(String log, EventStore store, Telemetry telemetry) {
        super(store);
        this.log = log;
        this.telemetry = telemetry;
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
}
