package f6.postgres;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.GrowingTimeline;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Rectangle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The timelines of the objects that were met last, so that one more event of theirs costs what it changes and no
/// reading. Of the others, those of a batch are read at once.
final class WarmTimelines {
    /// Of the heap.
    private static final int SHARE = 16;
    /// An event with what it came to.
    private static final int BYTES_EACH = 2_000;

    private static final long MAX_EVENTS = Runtime.getRuntime().maxMemory() / SHARE / BYTES_EACH;

    private final EventStore log;
    private final Dating dating;
    private final Function<ObjectId, Folding> folding;
    /// The one that was met longest ago first.
    private final Map<ObjectId, GrowingTimeline> warm = new LinkedHashMap<>(16, 0.75f, true);

    private int events;
    private Position position = Position.START;

    WarmTimelines(EventStore log, Dating dating, Function<ObjectId, Folding> folding) {
        this.log = log;
        this.dating = dating;
        this.folding = folding;
    }

    /// Reads the rectangles that are known where the tables are, of some objects.
    interface Kept {
        Map<ObjectId, List<Rectangle>> open(Collection<ObjectId> objects) throws SQLException;
    }

    /// What tells a rectangle of an object from the others, from its beginning to its end.
    private record Key(ObjectId object, String attribute, Position since, MaterialTime from) {}

    /// A rectangle that began or ended.
    record Drawn(ObjectId object, Rectangle rectangle) {}

    /// Brings the timelines on, from where the tables are.
    ///
    /// @param made up to where the tables are made; what is warm from elsewhere (another node went on,
    /// a transaction was rolled back) is forgotten
    /// @param more the next events
    /// @return what began or ended at these events, as it is after the last of them
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    synchronized Collection<Drawn> advance(Position made, List<StoredEvent> more, Kept kept) throws SQLException {
        if (!position.equals(made)) {
            warm.clear();
            events = 0;
        }
        // Should this fail, nothing that is warm is at the same position.
        position = Position.END;
        Map<ObjectId, List<StoredEvent>> byObject = byObject(more);
        Position upTo = more.getLast().position();
        Position known = new Position(more.getFirst().position().value() - 1);
        warm(cold(byObject.keySet()), made, kept);
        Map<Key, Drawn> drawn = new LinkedHashMap<>();
        byObject.forEach((object, next) -> {
            Thread.yield(); // a virtual thread gives way only when it waits, and this may work for long
            GrowingTimeline timeline = warm.get(object);
            if (timeline != null && timeline.isClosedUnder(next)) {
                add(object, timeline, next, known, drawn);
            } else {
                forget(object);
                GrowingTimeline fresh = new GrowingTimeline(dating, folding.apply(object), Reading.LEGAL);
                List<StoredEvent> history = Boundary.of(List.of(object), log, dating, upTo)
                        .history()
                        .events();
                add(object, fresh, history, known, drawn);
                warm.put(object, fresh);
            }
        });
        position = upTo;
        cool();
        return drawn.values();
    }

    /// An event of a chain names all objects that the chain had come to name before it.
    private static Map<ObjectId, List<StoredEvent>> byObject(List<StoredEvent> events) {
        Map<ObjectId, List<StoredEvent>> byObject = new LinkedHashMap<>();
        events.forEach(stored -> stored.event()
                .objects()
                .forEach(object ->
                        byObject.computeIfAbsent(object, _ -> new ArrayList<>()).add(stored)));
        return byObject;
    }

    private List<ObjectId> cold(Set<ObjectId> objects) {
        return objects.stream().filter(object -> !warm.containsKey(object)).toList();
    }

    /// Takes objects up where they were kept, if what they have refers to nothing else.
    private void warm(List<ObjectId> cold, Position made, Kept kept) throws SQLException {
        Map<ObjectId, List<StoredEvent>> closed = Boundary.closed(cold, log, made);
        Map<ObjectId, List<Rectangle>> open = kept.open(cold);
        closed.forEach((object, history) -> {
            GrowingTimeline timeline = new GrowingTimeline(dating, folding.apply(object), Reading.LEGAL);
            if (timeline.resume(history, open.getOrDefault(object, List.of()))) {
                warm.put(object, timeline);
                events += timeline.size();
            }
        });
    }

    private void add(
            ObjectId object, GrowingTimeline timeline, List<StoredEvent> next, Position known, Map<Key, Drawn> drawn) {
        for (StoredEvent stored : next) {
            List<Rectangle> changed = timeline.add(stored);
            if (stored.position().isAfter(known)) {
                changed.forEach(rectangle -> drawn.put(
                        new Key(object, rectangle.attribute(), rectangle.since(), rectangle.from()),
                        new Drawn(object, rectangle)));
            }
        }
        events += next.size();
    }

    private void forget(ObjectId object) {
        GrowingTimeline timeline = warm.remove(object);
        if (timeline != null) {
            events -= timeline.size();
        }
    }

    private void cool() {
        Iterator<GrowingTimeline> coldest = warm.values().iterator();
        while (events > MAX_EVENTS) {
            events -= coldest.next().size();
            coldest.remove();
        }
    }
}
