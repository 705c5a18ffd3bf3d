package f6.eventstore.event;

import java.time.Instant;

/// An event in the log.
///
/// @param createdAt when the store took the event in, in UTC to the microsecond. Events of one append share it; a
/// later append has a later one, so an instant names a prefix of the log that holds whole appends.
public record StoredEvent(Position position, Instant createdAt, Event event) {
    public EventId id() {
        return event.id();
    }
}
