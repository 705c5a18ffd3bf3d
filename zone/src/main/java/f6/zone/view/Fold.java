package f6.zone.view;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.timeline.Counted;
import f6.eventstore.timeline.Entry;
import f6.eventstore.timeline.Folding;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.EventDefinition.Effect;
import f6.zone.definition.ZoneDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Folds entries into the state of one object, by the effects that the definition gives its role. Total: what
/// cannot be applied is an anomaly, and changes nothing else.
public record Fold(ZoneDefinition definition, ObjectId object) implements Folding {
    /// The state of an object by what counts.
    public static ObjectState of(ObjectId object, Counted counted, ZoneDefinition definition) {
        return new ObjectState(new Fold(definition, object).fold(counted));
    }

    @Override
    public Map<String, Object> initial(List<String> anomalies) {
        return anomalies.isEmpty() ? Map.of() : Map.of(ObjectState.ANOMALIES, List.copyOf(anomalies));
    }

    @Override
    public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
        Event event = entry.root().event();
        Optional<EventDefinition> type = definition.of(event);
        if (type.isEmpty()) {
            return event.objects().contains(object)
                    ? anomaly(
                            before,
                            event,
                            "version %s of this type is not in the definition".formatted(event.version()))
                    : before;
        }
        Map<String, Object> state = before;
        try {
            EventData data = type.get().current(event.version(), entry.content().data());
            for (Map.Entry<String, List<ObjectId>> role :
                    type.get().objects(data).entrySet()) {
                if (role.getValue().contains(object)) {
                    List<Effect> effects = type.get().effects().getOrDefault(role.getKey(), List.of());
                    state = apply(with(state, entry), effects, entry, data);
                }
            }
            return state;
        } catch (InvalidValue e) {
            return anomaly(state, event, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> with(Map<String, Object> before, Entry entry) {
        if (before.containsKey(ObjectState.EXISTS) && (!entry.pending() || before.containsKey(ObjectState.PENDING))) {
            return before;
        }
        Map<String, Object> after = new LinkedHashMap<>(before);
        after.put(ObjectState.EXISTS, true);
        if (entry.pending()) {
            after.put(ObjectState.PENDING, true);
        }
        return after;
    }

    /// All effects of one event on one role see the state before it, and all take place or none.
    private Map<String, Object> apply(Map<String, Object> before, List<Effect> effects, Entry entry, EventData data) {
        Event event = entry.root().event();
        Map<String, @Nullable Object> self = new LinkedHashMap<>(new ObjectState(before).fields());
        self.put("id", object.toString());
        Map<String, Object> variables = Map.of(
                "self", self,
                "data", data.members(),
                "event",
                        Map.of(
                                "id", event.id().toString(),
                                "type", event.type().name(),
                                "occurredAt",
                                        entry.content()
                                                .occurredAt()
                                                .orElse(event.occurredAt())
                                                .toString()));
        Map<String, Object> after = new LinkedHashMap<>(before);
        for (Effect effect : effects) {
            Object value = effect.value().value(variables);
            switch (effect) {
                case Effect.Set _ -> set(after, effect.field(), value);
                case Effect.Add _ -> set(after, effect.field(), longer(after.get(effect.field()), value));
            }
        }
        return after;
    }

    private static void set(Map<String, Object> state, String field, @Nullable Object value) {
        if (value == null) {
            state.remove(field);
        } else {
            state.put(field, value);
        }
    }

    private static List<@Nullable Object> longer(@Nullable Object list, @Nullable Object item) {
        List<@Nullable Object> longer = new ArrayList<>(list instanceof List<?> items ? items : List.of());
        if (!longer.contains(item)) {
            longer.add(item);
        }
        return longer;
    }

    private static Map<String, Object> anomaly(Map<String, Object> before, Event event, String why) {
        Map<String, Object> after = new LinkedHashMap<>(before);
        List<String> anomalies = new ArrayList<>(new ObjectState(before).anomalies());
        anomalies.add("%s %s: %s".formatted(event.type(), event.id(), why));
        after.put(ObjectState.ANOMALIES, anomalies);
        return after;
    }
}
