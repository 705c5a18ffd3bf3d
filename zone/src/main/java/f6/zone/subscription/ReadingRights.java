package f6.zone.subscription;

import f6.eventstore.event.Event;
import f6.eventstore.event.Source;

/// What a subscriber may be told of. Asked for each event, when it is about to be delivered: who loses a right
/// gets nothing more by it.
public interface ReadingRights {
    boolean mayRead(Source subscriber, Event event);
}
