package f6.eventstore.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// Something that happened, as its source tells it.
///
/// @param id the event's identity and idempotency key
/// @param type what happened
/// @param version the version of the data's format, so that a change of format needs no migration
/// @param kind the standing with which the event enters the log
/// @param occurredAt the time of the act (the declaration, the decision), in UTC, cut to microseconds; not the
/// date that the data speaks of
/// @param objects the objects involved, at least one, each once
/// @param source who is answerable
/// @param references the events this one builds on; for a validation or a correction exactly one: its target
/// @param data what the event says
public record Event(
        EventId id,
        EventType type,
        String version,
        EventKind kind,
        Instant occurredAt,
        List<ObjectId> objects,
        Source source,
        List<EventId> references,
        EventData data) {
    public static final int MAX_VERSION_LENGTH = 50;
    /// An event about more objects than this is several events.
    public static final int MAX_OBJECTS = 100;

    public static final int MAX_REFERENCES = 100;
    private static final String TOO_MANY_OBJECTS = "an event names at most " + MAX_OBJECTS + " objects";
    private static final String TOO_MANY_REFERENCES = "an event refers to at most " + MAX_REFERENCES + " events";
    /// The years 0001 to 9999: what ISO 8601 writes without a sign.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /// @throws InvalidValue naming the part that is wrong
    public Event {
        Texts.requireName("event version", version, MAX_VERSION_LENGTH);
        occurredAt = storable(occurredAt);
        objects = List.copyOf(objects);
        InvalidValue.require(!objects.isEmpty(), "an event needs at least one object id");
        InvalidValue.require(objects.size() <= MAX_OBJECTS, TOO_MANY_OBJECTS);
        InvalidValue.require(areDistinct(objects), "an event names each object only once");
        references = List.copyOf(references);
        InvalidValue.require(references.size() <= MAX_REFERENCES, TOO_MANY_REFERENCES);
        InvalidValue.require(!references.contains(id), "an event cannot refer to itself");
        boolean targets = kind == EventKind.VALIDATION || kind == EventKind.CORRECTION;
        InvalidValue.require(
                !targets || references.size() == 1, "a validation or correction refers to one event: its target");
    }

    private static boolean areDistinct(List<ObjectId> objects) {
        return switch (objects.size()) {
            case 1 -> true;
            case 2 -> !objects.get(0).equals(objects.get(1));
            default -> Set.copyOf(objects).size() == objects.size();
        };
    }

    /// The time as a store keeps it: cut to microseconds.
    ///
    /// @throws InvalidValue when it is outside the years 0001 to 9999
    public static Instant storable(Instant time) {
        InvalidValue.require(
                !time.isBefore(EARLIEST) && !time.isAfter(LATEST), "a time is outside the years 0001 to 9999");
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /// A fact of an application that is its own authority.
    public static Event fact(
            EventType type, String version, Instant occurredAt, List<ObjectId> objects, Source source, EventData data) {
        return new Event(EventId.next(), type, version, EventKind.FACT, occurredAt, objects, source, List.of(), data);
    }
}
