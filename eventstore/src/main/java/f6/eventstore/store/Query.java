package f6.eventstore.store;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which events: those that match at least one item. In the terms of dcb.events, object ids are the tags.
public record Query(List<Item> items) {
    /// More items than this are a scan in disguise: ask for all and filter.
    public static final int MAX_ITEMS = 256;
    /// Of types, and of objects, in one item.
    public static final int MAX_TERMS = 256;

    private static final Query ALL = new Query(List.of(new Item(Set.of(), Set.of())));

    /// @throws InvalidValue when there is no item or more than [#MAX_ITEMS]
    public Query {
        items = List.copyOf(items);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new InvalidValue("a query has 1 to %d items, not %d".formatted(MAX_ITEMS, items.size()));
        }
    }

    /// Matches an event whose type is one of the types (if any are given) and whose objects include all of the
    /// objects (if any are given).
    public record Item(Set<EventType> types, Set<ObjectId> objects) {
        public Item {
            types = Set.copyOf(types);
            objects = Set.copyOf(objects);
            if (types.size() > MAX_TERMS || objects.size() > MAX_TERMS) {
                throw new InvalidValue("a query item has at most %d types and objects".formatted(MAX_TERMS));
            }
        }

        boolean matches(Event event) {
            return (types.isEmpty() || types.contains(event.type()))
                    && event.objects().containsAll(objects);
        }
    }

    /// Every event.
    public static Query all() {
        return ALL;
    }

    /// Events of any of these types.
    public static Query ofTypes(EventType... types) {
        return new Query(List.of(new Item(Set.of(types), Set.of())));
    }

    /// Events about all of these objects together.
    public static Query ofObjects(ObjectId... objects) {
        return new Query(List.of(new Item(Set.of(), Set.of(objects))));
    }

    /// Events about at least one of these objects.
    public static Query ofAnyObject(Collection<ObjectId> objects) {
        return new Query(objects.stream()
                .distinct()
                .map(object -> new Item(Set.of(), Set.of(object)))
                .toList());
    }

    /// Events of any of these types that are about all of these objects.
    public static Query of(Set<EventType> types, Set<ObjectId> objects) {
        return new Query(List.of(new Item(types, objects)));
    }

    /// Events that match this query or another.
    public Query or(Query other) {
        return new Query(
                Stream.concat(items.stream(), other.items.stream()).distinct().toList());
    }

    public boolean matches(Event event) {
        return items.stream().anyMatch(item -> item.matches(event));
    }
}
