package f6.zone.view;

import f6.eventstore.event.Event;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.timeline.Entry;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.EventDefinition.Effect;
import f6.zone.definition.ZoneDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Folds the entries of a history into the state of one object, by the effects that the definition gives its role.
/// Total: what cannot be applied is an anomaly, and changes nothing.
public final class Fold {
    private final ZoneDefinition definition;
    private final ObjectId object;
    private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
    private final List<String> anomalies = new ArrayList<>();
    private boolean exists;
    private boolean pending;

    private Fold(ZoneDefinition definition, ObjectId object) {
        this.definition = definition;
        this.object = object;
    }

    /// @param entries in the order in which they count
    public static ObjectState of(ObjectId object, List<Entry> entries, ZoneDefinition definition) {
        Fold fold = new Fold(definition, object);
        entries.forEach(fold::apply);
        return new ObjectState(fold.state, fold.exists, fold.pending, fold.anomalies);
    }

    private void apply(Entry entry) {
        Event event = entry.root().event();
        Optional<EventDefinition> type = definition.of(event);
        if (type.isEmpty()) {
            if (event.objects().contains(object)) {
                anomaly(event, "version %s of this type is not in the definition".formatted(event.version()));
            }
            return;
        }
        try {
            for (Map.Entry<String, List<ObjectId>> role :
                    type.get().objects(entry.content().data()).entrySet()) {
                if (role.getValue().contains(object)) {
                    exists = true;
                    pending |= entry.pending();
                    apply(type.get().effects().getOrDefault(role.getKey(), List.of()), entry);
                }
            }
        } catch (InvalidValue e) {
            anomaly(event, String.valueOf(e.getMessage()));
        }
    }

    /// All effects of one event on one role see the state before it, and all take place or none.
    private void apply(List<Effect> effects, Entry entry) {
        Event event = entry.root().event();
        Map<String, @Nullable Object> self = new LinkedHashMap<>(state);
        self.put("id", object.toString());
        Map<String, Object> variables = Map.of(
                "self", self,
                "data", entry.content().data().members(),
                "event",
                        Map.of(
                                "id", event.id().toString(),
                                "type", event.type().name(),
                                "occurredAt",
                                        entry.content()
                                                .occurredAt()
                                                .orElse(event.occurredAt())
                                                .toString()));
        Map<String, @Nullable Object> after = new LinkedHashMap<>(state);
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Set set -> after.put(set.field(), set.value().value(variables));
                case Effect.Add add ->
                    after.put(
                            add.field(),
                            with(after.get(add.field()), add.value().value(variables)));
            }
        }
        after.values().removeIf(value -> value == null);
        state.clear();
        state.putAll(after);
    }

    private static List<@Nullable Object> with(@Nullable Object list, @Nullable Object item) {
        List<@Nullable Object> longer = new ArrayList<>(list instanceof List<?> items ? items : List.of());
        if (!longer.contains(item)) {
            longer.add(item);
        }
        return longer;
    }

    private void anomaly(Event event, String why) {
        anomalies.add("%s %s: %s".formatted(event.type(), event.id(), why));
    }
}
