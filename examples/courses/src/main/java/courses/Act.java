package courses;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Who acts, when, and the id of the event that may come of it: what deciding cannot know by itself.
// tag::act[]
public record Act(EventId id, Instant at, Source by) {
    public static Act now(Source by) {
        return new Act(EventId.next(), Instant.now(), by);
    }

    Event records(EventType type, String version, List<ObjectId> objects, Map<String, ?> data) {
        return new Event(id, type, version, EventKind.FACT, at, objects, by, List.of(), new EventData(data));
    }
}
// end::act[]
