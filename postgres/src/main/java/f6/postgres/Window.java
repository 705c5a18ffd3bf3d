package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.Query;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node knows of the end of the log: which types and objects the last positions hold, without gaps.
/// Conditions that look no further back are decided on it, without asking the database. Not safe for use by
/// several threads.
final class Window {
    /// At the highest rate seen, more than a second of appends; some 15 MB.
    static final int SIZE = 1 << 15;

    /// Tells one event from another in a condition.
    record Marks(EventId id, EventType type, List<ObjectId> objects) {
        static Marks of(Event event) {
            return new Marks(event.id(), event.type(), event.objects());
        }

        boolean match(Query.Item item) {
            return (item.types().isEmpty() || item.types().contains(type)) && objects.containsAll(item.objects());
        }
    }

    /// Positions floor + 1 to head are here, each at its remainder by [#SIZE].
    private final @Nullable Marks[] ring = new Marks[SIZE];

    private long floor;
    private long head;
    private final Set<EventId> ids = new HashSet<>();
    private final Map<ObjectId, Positions> byObject = new HashMap<>();
    private final Map<EventType, Positions> byType = new HashMap<>();

    /// Forgets everything: the log ends at this position.
    void restart(long head) {
        Arrays.fill(ring, null);
        ids.clear();
        byObject.clear();
        byType.clear();
        this.floor = head;
        this.head = head;
    }

    long floor() {
        return floor;
    }

    long head() {
        return head;
    }

    private Marks at(long position) {
        return Objects.requireNonNull(ring[place(position)]);
    }

    private static int place(long position) {
        return (int) (position & (SIZE - 1));
    }

    boolean holds(EventId id) {
        return ids.contains(id);
    }

    /// The event that stands at head + 1 now.
    void add(Marks event) {
        if (head - floor == SIZE) {
            forgetFirst();
        }
        head++;
        ring[place(head)] = event;
        ids.add(event.id());
        byType.computeIfAbsent(event.type(), _ -> new Positions()).add(head);
        for (ObjectId object : event.objects()) {
            byObject.computeIfAbsent(object, _ -> new Positions()).add(head);
        }
    }

    private void forgetFirst() {
        floor++;
        Marks first = at(floor);
        ids.remove(first.id());
        drop(byType, first.type(), Positions::removeFirst);
        for (ObjectId object : first.objects()) {
            drop(byObject, object, Positions::removeFirst);
        }
    }

    /// Takes back what was added behind a position.
    void backTo(long position) {
        while (head > position) {
            Marks last = at(head);
            head--;
            ids.remove(last.id());
            drop(byType, last.type(), Positions::removeLast);
            for (ObjectId object : last.objects()) {
                drop(byObject, object, Positions::removeLast);
            }
        }
    }

    private static <K> void drop(Map<K, Positions> index, K key, Consumer<Positions> end) {
        Positions positions = index.get(key);
        if (positions != null) {
            end.accept(positions);
            if (positions.isEmpty()) {
                index.remove(key);
            }
        }
    }

    /// The latest position after another that the query matches, or 0. What is not after the floor is not seen.
    long latestMatch(Query query, long after) {
        long latest = 0;
        if (head > after) {
            for (Query.Item item : query.items()) {
                latest = Math.max(latest, latestMatch(item, Math.max(after, latest)));
            }
        }
        return latest;
    }

    private long latestMatch(Query.Item item, long after) {
        if (item.objects().isEmpty()) {
            return item.types().isEmpty() ? latest(head, after) : latestOfTypes(item.types(), after);
        }
        Positions rarest = rarest(item.objects());
        if (rarest == null) {
            return 0;
        }
        for (int i = rarest.size() - 1; i >= 0 && rarest.get(i) > after; i--) {
            if (at(rarest.get(i)).match(item)) {
                return rarest.get(i);
            }
        }
        return 0;
    }

    private static long latest(long position, long after) {
        return position > after ? position : 0;
    }

    private long latestOfTypes(Set<EventType> types, long after) {
        long latest = 0;
        for (EventType type : types) {
            Positions positions = byType.get(type);
            if (positions != null) {
                latest = Math.max(latest, latest(positions.last(), after));
            }
        }
        return latest;
    }

    private @Nullable Positions rarest(Set<ObjectId> objects) {
        Positions rarest = null;
        for (ObjectId object : objects) {
            Positions positions = byObject.get(object);
            if (positions == null) {
                return null;
            }
            if (rarest == null || positions.size() < rarest.size()) {
                rarest = positions;
            }
        }
        return rarest;
    }
}
