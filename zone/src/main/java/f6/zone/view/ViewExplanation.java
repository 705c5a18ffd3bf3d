package f6.zone.view;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Explanation;
import java.util.Map;

/// Why a field of an object has its value.
///
/// @param events those that begin or end the rectangle, by their position
public record ViewExplanation(Explanation explanation, Map<Position, StoredEvent> events) {
    public ViewExplanation {
        events = Map.copyOf(events);
    }
}
