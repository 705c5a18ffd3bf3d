package f6.contracts.history;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.Query.Item;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.ToIntFunction;

/// Finds the matches of a query near a place in a log, without walking the log.
final class LogIndex {
    private record Both(ObjectId object, EventType type) {}

    private final List<StoredEvent> log;
    private final Map<ObjectId, Positions> byObject = new HashMap<>();
    private final Map<EventType, Positions> byType = new HashMap<>();
    private final Map<Both, Positions> byBoth = new HashMap<>();

    /// @param log positions from 1 without gaps
    LogIndex(List<StoredEvent> log) {
        this.log = log;
        for (int place = 1; place <= log.size(); place++) {
            Event event = log.get(place - 1).event();
            byType.computeIfAbsent(event.type(), type -> new Positions()).add(place);
            for (ObjectId object : event.objects()) {
                byObject.computeIfAbsent(object, id -> new Positions()).add(place);
                byBoth.computeIfAbsent(new Both(object, event.type()), both -> new Positions())
                        .add(place);
            }
        }
    }

    /// The last match that is not behind the place, or [Positions#NONE_BEFORE].
    int lastUpTo(Query query, int place) {
        int last = Positions.NONE_BEFORE;
        for (Item item : query.items()) {
            last = Math.max(last, lastUpTo(item, place));
        }
        return last;
    }

    /// The first match behind the place, or [Positions#NONE_AFTER].
    int firstAfter(Query query, int place) {
        int first = Positions.NONE_AFTER;
        for (Item item : query.items()) {
            first = Math.min(first, firstAfter(item, place));
        }
        return first;
    }

    private int lastUpTo(Item item, int place) {
        if (item.objects().size() < 2) {
            return indexed(
                    item, Positions.NONE_BEFORE, Math.max(place, 0), places -> places.lastUpTo(place), Math::max);
        }
        Positions rarest = rarest(item);
        for (int i = rarest.upTo(place) - 1; i >= 0; i--) {
            if (matches(item, rarest.get(i))) {
                return rarest.get(i);
            }
        }
        return Positions.NONE_BEFORE;
    }

    private int firstAfter(Item item, int place) {
        if (item.objects().size() < 2) {
            int any = place < log.size() ? place + 1 : Positions.NONE_AFTER;
            return indexed(item, Positions.NONE_AFTER, any, places -> places.firstAfter(place), Math::min);
        }
        Positions rarest = rarest(item);
        for (int i = rarest.upTo(place); i < rarest.size(); i++) {
            if (matches(item, rarest.get(i))) {
                return rarest.get(i);
            }
        }
        return Positions.NONE_AFTER;
    }

    /// @param none what is answered without a match
    /// @param any what is answered when everything matches
    private int indexed(Item item, int none, int any, ToIntFunction<Positions> find, IntBinaryOperator nearest) {
        if (item.objects().isEmpty()) {
            return item.types().isEmpty()
                    ? any
                    : item.types().stream()
                            .mapToInt(type -> find.applyAsInt(byType.getOrDefault(type, Positions.EMPTY)))
                            .reduce(none, nearest);
        }
        ObjectId object = item.objects().iterator().next();
        return item.types().isEmpty()
                ? find.applyAsInt(byObject.getOrDefault(object, Positions.EMPTY))
                : item.types().stream()
                        .mapToInt(type -> find.applyAsInt(byBoth.getOrDefault(new Both(object, type), Positions.EMPTY)))
                        .reduce(none, nearest);
    }

    private Positions rarest(Item item) {
        return item.objects().stream()
                .map(object -> byObject.getOrDefault(object, Positions.EMPTY))
                .min(Comparator.comparingInt(Positions::size))
                .orElse(Positions.EMPTY);
    }

    private boolean matches(Item item, int place) {
        Event event = log.get(place - 1).event();
        return (item.types().isEmpty() || item.types().contains(event.type()))
                && event.objects().containsAll(item.objects());
    }
}
