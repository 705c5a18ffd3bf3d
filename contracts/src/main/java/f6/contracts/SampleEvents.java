package f6.contracts;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events to store in tests.
public final class SampleEvents {
    public static final EventType OPENED = new EventType("AccountOpened");
    public static final EventType CLOSED = new EventType("AccountClosed");
    public static final Source SOURCE = new Source(new UUID(7, 7), "clerk");
    private static final Instant AT = Instant.parse("2024-02-29T12:34:56.123456Z");

    private SampleEvents() {}

    public static ObjectId object() {
        return new ObjectId(UUID.randomUUID());
    }

    public static Event event(EventType type, ObjectId... objects) {
        return Event.fact(type, "1", AT, Arrays.asList(objects), SOURCE, EventData.EMPTY);
    }

    public static Event withData(Event event, Map<String, ? extends @Nullable Object> members) {
        return new Event(
                event.id(),
                event.type(),
                event.version(),
                event.kind(),
                event.occurredAt(),
                event.objects(),
                event.source(),
                event.references(),
                new EventData(new LinkedHashMap<>(members)));
    }

    /// One that uses every part of an event, and every kind of JSON value.
    public static Event full(ObjectId... objects) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("naam", "Zoë \"de\" Ĳ\\\n\u0001 😀");
        data.put("", List.of());
        data.put("leeg", null);
        data.put("groot", Long.MAX_VALUE);
        data.put("kleinst", Long.MIN_VALUE);
        data.put("lang", new BigDecimal("9".repeat(50) + "0".repeat(50)));
        data.put("precies", new BigDecimal("12345678901234567890.0123456789"));
        data.put("klein", new BigDecimal("-1E-90"));
        data.put("waar", true);
        data.put("lijst", Arrays.asList(1, null, Map.of("a", List.of("b"))));
        return new Event(
                EventId.next(),
                new EventType("Naamswijziging é"),
                "2.1-β",
                EventKind.CLAIM,
                AT,
                Arrays.asList(objects),
                SOURCE,
                List.of(EventId.next(), EventId.next()),
                new EventData(data));
    }
}
