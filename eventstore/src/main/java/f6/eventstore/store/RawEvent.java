package f6.eventstore.store;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import java.time.Instant;
import java.util.List;

/// An event as the log holds it, its data unread: for those who pass it on and need not know what it says.
///
/// @param objects in the order in which the event names them; the first is what it is about
public record RawEvent(
        Position position,
        Instant createdAt,
        Instant occurredAt,
        EventId id,
        EventType type,
        String version,
        EventKind kind,
        List<ObjectId> objects,
        Source source,
        List<EventId> references,
        DataText data) {}
