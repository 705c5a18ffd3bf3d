package f6.zone.view;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.History;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that is known of some objects up to a position, and the condition under which that is still all.
///
/// An amendment may bring an object into a claim that did not name it, so the chains of corrections are followed to
/// their
/// roots; and references of claims are followed, for the causal order.
///
/// @param position what was read: everything up to and including it
public record Boundary(History history, Position position, AppendCondition unchanged) {
    /// One object with more is no object but a stream; it needs snapshots, not a bigger bound.
    private static final int MAX_EVENTS = 100_000;

    public static Boundary of(Collection<ObjectId> objects, EventStore store, Dating dating) {
        Position head = store.head();
        Reader reader = new Reader(store, head);
        reader.read(Query.ofAnyObject(objects));
        reader.followReferences();
        return new Boundary(
                History.of(reader.events.values(), dating),
                head,
                AppendCondition.noneMatchesAfter(new Query(List.copyOf(reader.items)), head));
    }

    private static final class Reader {
        private final EventStore store;
        private final Position head;
        private final Map<EventId, StoredEvent> events = new LinkedHashMap<>();
        private final Set<Query.Item> items = new LinkedHashSet<>();
        private final Deque<EventId> unread = new ArrayDeque<>();

        Reader(EventStore store, Position head) {
            this.store = store;
            this.head = head;
        }

        void read(Query query) {
            items.addAll(query.items());
            store.read(query, ReadOptions.FORWARD)
                    .takeWhile(stored -> !stored.position().isAfter(head))
                    .forEach(this::take);
        }

        void take(StoredEvent stored) {
            if (events.size() >= MAX_EVENTS) {
                throw new InvalidValue("these objects have more than %d events".formatted(MAX_EVENTS));
            }
            if (events.put(stored.id(), stored) == null) {
                unread.addAll(stored.event().references());
            }
        }

        void followReferences() {
            while (!unread.isEmpty()) {
                EventId id = unread.remove();
                if (events.containsKey(id)) {
                    continue;
                }
                Optional<StoredEvent> known =
                        store.find(id).filter(stored -> !stored.position().isAfter(head));
                known.ifPresent(stored -> {
                    take(stored);
                    if (isRoot(stored.event())) {
                        // Every event of a chain names the objects and the type of its root.
                        read(Query.of(
                                Set.of(stored.event().type()),
                                Set.copyOf(stored.event().objects())));
                    }
                });
            }
        }

        private static boolean isRoot(Event event) {
            return event.kind() == EventKind.CLAIM || event.kind() == EventKind.FACT;
        }
    }
}
