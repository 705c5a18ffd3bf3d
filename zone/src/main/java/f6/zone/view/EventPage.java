package f6.zone.view;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.List;
import java.util.Optional;

/// Some of the events that were asked for.
///
/// @param position what was read: everything up to and including it
/// @param next after which to go on; empty when there are no more. There may be none behind it, or none on this
/// page though there are behind it
public record EventPage(List<StoredEvent> events, Position position, Optional<Position> next) {
    public EventPage {
        events = List.copyOf(events);
    }
}
