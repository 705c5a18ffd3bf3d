package f6.postgres;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.timeline.Timeline;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Timelines of the objects that were asked for last. What was known at a position never changes, so a timeline
/// that is made up to there answers for ever; of what came later it knows nothing.
final class TimelineMemory {
    /// Of the heap.
    private static final int SHARE = 8;
    /// A rectangle with its value, and what it takes of the maps.
    private static final int BYTES_EACH = 1_000;
    /// Objects that were asked for once; some 100 bytes each.
    private static final int MAX_ONCE = 20_000;

    private record Remembered(Timeline timeline, Position position, int size) {}

    private final long most;
    /// The one that was asked for longest ago first.
    private final Map<ObjectId, Remembered> timelines = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<ObjectId, Boolean> once = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Boolean> eldest) {
            return size() > MAX_ONCE;
        }
    };
    private long rectangles;

    /// By the size of the heap.
    static long mostByDefault() {
        return Runtime.getRuntime().maxMemory() / SHARE / BYTES_EACH;
    }

    /// @param most rectangles of all timelines together; 0 to remember nothing
    TimelineMemory(long most) {
        this.most = most;
    }

    /// One that is made up to a position at least.
    synchronized Optional<Timeline> upTo(ObjectId object, Position formal) {
        Remembered remembered = timelines.get(object);
        return remembered == null || formal.isAfter(remembered.position())
                ? Optional.empty()
                : Optional.of(remembered.timeline());
    }

    /// Whether an object was asked for before, so that its timeline is worth more than the point that is asked
    /// for.
    synchronized boolean isWanted(ObjectId object) {
        return most > 0 && once.put(object, true) != null;
    }

    /// @param position up to where the timeline is made
    synchronized void remember(ObjectId object, Timeline timeline, Position position) {
        int size = (int) timeline.rectangles().count() + 1;
        if (size > most) {
            return;
        }
        Remembered before = timelines.put(object, new Remembered(timeline, position, size));
        rectangles += size - (before == null ? 0 : before.size());
        once.remove(object);
        Iterator<Remembered> eldest = timelines.values().iterator();
        while (rectangles > most) {
            rectangles -= eldest.next().size();
            eldest.remove();
        }
    }
}
