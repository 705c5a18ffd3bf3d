package f6.zone.subscription;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.zone.definition.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which events a subscription is about: those that pass all three.
///
/// @param types any of these; empty: all
/// @param objects events that name at least one of these; empty: all
/// @param expression over the variable `event`; where it has no value or another than true, the event does not
/// pass
public record Filter(Set<EventType> types, Set<ObjectId> objects, Optional<Expression> expression) {
    /// More are a list of names to keep, not a filter.
    public static final int MAX_TYPES = 100;

    public static final int MAX_OBJECTS = 100;

    /// Every event.
    public static final Filter ALL = new Filter(Set.of(), Set.of(), Optional.empty());

    private static final String EVENT = "event";

    /// @throws InvalidValue when there are too many types or objects
    public Filter {
        types = Set.copyOf(types);
        objects = Set.copyOf(objects);
        InvalidValue.require(types.size() <= MAX_TYPES, "a filter names at most %d types".formatted(MAX_TYPES));
        InvalidValue.require(objects.size() <= MAX_OBJECTS, "a filter names at most %d objects".formatted(MAX_OBJECTS));
    }

    /// @param expression in CEL
    /// @throws InvalidValue saying what is wrong with the expression
    public static Filter of(Set<EventType> types, Set<ObjectId> objects, Optional<String> expression) {
        return new Filter(types, objects, expression.map(text -> Expression.compile(text, Set.of(EVENT))));
    }

    /// What the log can be asked for: all that pass are among these.
    Query query() {
        return objects.isEmpty()
                ? Query.of(types, Set.of())
                : new Query(objects.stream()
                        .map(object -> new Query.Item(types, Set.of(object)))
                        .toList());
    }

    public boolean passes(StoredEvent stored) {
        Event event = stored.event();
        return (types.isEmpty() || types.contains(event.type()))
                && (objects.isEmpty() || event.objects().stream().anyMatch(objects::contains))
                && expression.map(condition -> isTrue(condition, stored)).orElse(true);
    }

    private static boolean isTrue(Expression condition, StoredEvent stored) {
        try {
            return Boolean.TRUE.equals(condition.value(Map.of(EVENT, variable(stored))));
        } catch (InvalidValue e) {
            return false; // a member that it asks for is not there
        }
    }

    /// The event as an expression sees it.
    private static Map<String, Object> variable(StoredEvent stored) {
        Event event = stored.event();
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("id", event.id().toString());
        variable.put("position", stored.position().value());
        variable.put("createdAt", stored.createdAt().toString());
        variable.put("occurredAt", event.occurredAt().toString());
        variable.put("type", event.type().name());
        variable.put("version", event.version());
        variable.put("kind", event.kind().name());
        variable.put("objects", texts(event.objects()));
        variable.put(
                "references", event.references().stream().map(EventId::toString).toList());
        variable.put(
                "source",
                Map.of(
                        "id",
                        event.source().id().toString(),
                        "type",
                        event.source().type()));
        variable.put("data", event.data().members());
        return variable;
    }

    private static List<String> texts(List<ObjectId> objects) {
        return objects.stream().map(ObjectId::toString).toList();
    }
}
