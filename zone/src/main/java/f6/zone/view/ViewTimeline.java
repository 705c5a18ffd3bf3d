package f6.zone.view;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Rectangle;
import java.util.List;
import java.util.Map;

/// All that was ever known of an object by a view.
///
/// @param position what was read: everything up to and including it
/// @param rectangles where a field of the view has a value, field by field, by when it came to be known
/// @param events those that begin or end a rectangle, by their position
public record ViewTimeline(
        ObjectId object, Position position, List<Rectangle> rectangles, Map<Position, StoredEvent> events) {
    public ViewTimeline {
        rectangles = List.copyOf(rectangles);
        events = Map.copyOf(events);
    }
}
