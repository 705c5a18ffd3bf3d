package f6.eventstore.boundary;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// All that is known of some objects up to a position.
///
/// An amendment may bring an object into a claim that did not name it, so the chains of corrections are followed
/// to their roots. The events that claims refer to are looked up for the causal order, as far as [#MAX_CAUSES]
/// goes.
///
/// @param position what was read: everything up to and including it
public record Boundary(History history, Position position, Set<Query.Item> items) {
    /// One object with more is no object but a stream; it needs snapshots, not a bigger bound.
    private static final int MAX_EVENTS = 100_000;
    /// References only order events of the same material time; who refers further than this is not followed.
    private static final int MAX_CAUSES = 1_000;

    /// By all that is stored now.
    public static Boundary of(Collection<ObjectId> objects, EventStore store, Dating dating) {
        return of(objects, store, dating, store.head());
    }

    /// By all that is stored when it is read: in one read, where no chain leads to other objects. Its position may
    /// be before the end of the log, as what lies between names none of these objects.
    public static Boundary latest(Collection<ObjectId> objects, EventStore store, Dating dating) {
        Position reached = store.reached(); // before reading, so all up to there will have been read
        Reader reader = new Reader(store, Position.END);
        reader.read(Query.ofAnyObject(objects));
        if (!reader.isClosed()) {
            return of(objects, store, dating); // several reads must see the same
        }
        Position last = reader.events.values().stream()
                .map(StoredEvent::position)
                .max(Comparator.naturalOrder())
                .orElse(Position.START);
        return new Boundary(
                History.of(reader.events.values(), dating), last.isAfter(reached) ? last : reached, reader.items);
    }

    /// The histories of some objects, each the same as [#of] gives of it alone, read together as far as their
    /// events refer to nothing else. Which objects those are is told by [#closed].
    ///
    /// @return without those that have more events than can be read at once
    public static Map<ObjectId, History> histories(Collection<ObjectId> objects, EventStore store, Dating dating) {
        Map<ObjectId, List<StoredEvent>> closed = closed(objects, store, store.head());
        Map<ObjectId, History> histories = new LinkedHashMap<>();
        for (ObjectId object : objects) {
            if (closed.containsKey(object)) {
                histories.put(object, History.of(closed.get(object), dating));
            } else {
                ofOne(object, store, dating).ifPresent(history -> histories.put(object, history));
            }
        }
        return histories;
    }

    private static Optional<History> ofOne(ObjectId object, EventStore store, Dating dating) {
        try {
            return Optional.of(of(List.of(object), store, dating).history());
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    /// All events of each of some objects up to and including a position, in the order of the log, read together.
    ///
    /// @return without objects whose events refer to others that do not name them, and without any where they have
    /// more events together than can be read at once
    public static Map<ObjectId, List<StoredEvent>> closed(
            Collection<ObjectId> objects, EventStore store, Position upTo) {
        Map<ObjectId, List<StoredEvent>> closed = new LinkedHashMap<>();
        objects.stream()
                .gather(Gatherers.windowFixed(Query.MAX_ITEMS))
                .forEach(some -> closed.putAll(closedOf(some, store, upTo)));
        return closed;
    }

    private static Map<ObjectId, List<StoredEvent>> closedOf(List<ObjectId> some, EventStore store, Position upTo) {
        Map<ObjectId, List<StoredEvent>> events = new LinkedHashMap<>();
        some.forEach(object -> events.put(object, new ArrayList<>()));
        Iterator<StoredEvent> all = store.read(Query.ofAnyObject(some), ReadOptions.FORWARD)
                .takeWhile(stored -> !stored.position().isAfter(upTo))
                .iterator();
        for (int read = 0; all.hasNext(); read++) {
            if (read == MAX_EVENTS) {
                return Map.of();
            }
            StoredEvent stored = all.next();
            stored.event().objects().stream()
                    .map(events::get)
                    .filter(Objects::nonNull)
                    .forEach(list -> list.add(stored));
        }
        events.values().removeIf(list -> !isClosed(list));
        return events;
    }

    /// Whether events refer to nothing but each other.
    private static boolean isClosed(Collection<StoredEvent> events) {
        Set<EventId> ids = events.stream().map(StoredEvent::id).collect(Collectors.toSet());
        return events.stream().allMatch(stored -> ids.containsAll(stored.event().references()));
    }

    /// By what is stored up to and including a position.
    public static Boundary of(Collection<ObjectId> objects, EventStore store, Dating dating, Position upTo) {
        Reader reader = new Reader(store, upTo);
        reader.read(Query.ofAnyObject(objects));
        reader.followTargets();
        List<StoredEvent> causes = reader.causes();
        return new Boundary(
                History.of(
                        Stream.concat(reader.events.values().stream(), causes.stream())
                                .toList(),
                        dating),
                reader.head,
                reader.items);
    }

    /// The condition under which this is still all. Where it takes more items than a query may have, it is that
    /// nothing at all has been appended.
    public AppendCondition unchanged() {
        Query query = items.size() > Query.MAX_ITEMS ? Query.all() : new Query(List.copyOf(items));
        return AppendCondition.noneMatchesAfter(query, position);
    }

    /// Whether an event begins a chain.
    public static boolean isRoot(Event event) {
        return event.kind() == EventKind.CLAIM || event.kind() == EventKind.FACT;
    }

    private static final class Reader {
        private final EventStore store;
        private final Position head;
        private final Map<EventId, StoredEvent> events = new LinkedHashMap<>();
        private final Set<Query.Item> items = new LinkedHashSet<>();
        private final Deque<EventId> targets = new ArrayDeque<>();

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

        private void take(StoredEvent stored) {
            if (events.size() >= MAX_EVENTS) {
                throw new InvalidValue("these objects have more than %d events".formatted(MAX_EVENTS));
            }
            if (events.put(stored.id(), stored) == null && !isRoot(stored.event())) {
                targets.addAll(stored.event().references());
            }
        }

        /// Whether what was read refers to nothing.
        boolean isClosed() {
            return events.values().stream()
                    .allMatch(stored -> stored.event().references().isEmpty());
        }

        void followTargets() {
            while (!targets.isEmpty()) {
                EventId id = targets.remove();
                if (!events.containsKey(id)) {
                    find(id).ifPresent(this::followTarget);
                }
            }
        }

        private void followTarget(StoredEvent target) {
            take(target);
            if (isRoot(target.event())) {
                // Every event of a chain names the objects and the type of its root.
                read(Query.of(
                        Set.of(target.event().type()), Set.copyOf(target.event().objects())));
            }
        }

        /// What the events refer to, and what that refers to. Event after event, so that what comes later takes
        /// nothing from what was there.
        List<StoredEvent> causes() {
            Map<EventId, StoredEvent> causes = new LinkedHashMap<>();
            int looked = 0;
            for (StoredEvent stored : events.values().stream()
                    .sorted(Comparator.comparing(StoredEvent::position))
                    .toList()) {
                Deque<EventId> unread = new ArrayDeque<>(stored.event().references());
                while (!unread.isEmpty() && looked < MAX_CAUSES) {
                    EventId id = unread.remove();
                    if (!events.containsKey(id) && !causes.containsKey(id)) {
                        looked++;
                        find(id).ifPresent(cause -> {
                            causes.put(id, cause);
                            unread.addAll(cause.event().references());
                        });
                    }
                }
            }
            return List.copyOf(causes.values());
        }

        private Optional<StoredEvent> find(EventId id) {
            return store.find(id).filter(stored -> !stored.position().isAfter(head));
        }
    }
}
