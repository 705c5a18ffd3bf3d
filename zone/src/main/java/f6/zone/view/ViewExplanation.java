package f6.zone.view;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Explanation;
import f6.eventstore.timeline.Rectangle;
import java.util.Map;

/// Why a field of an object has its value.
///
/// @param position the place on the formal axis: what was known up to and including it
/// @param events those that begin or end the rectangle, by their position
public record ViewExplanation(Explanation explanation, Position position, Map<Position, StoredEvent> events) {
    public ViewExplanation {
        events = Map.copyOf(events);
    }

    /// As it was told then: that the rectangle would end later was not known.
    static Explanation asOf(Position position, Explanation explanation) {
        Rectangle told = explanation.rectangle();
        Rectangle then = new Rectangle(
                told.attribute(), told.from(), told.until(), told.since(), Position.END, told.value(), told.cause());
        return told.superseded().isAfter(position) ? new Explanation(then, explanation.chain()) : explanation;
    }
}
