package f6.zone.definition;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.timeline.PartialDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One type of event of a zone.
///
/// @param version of the data's format
/// @param roles by name, in order: which objects the event is about
/// @param materialDate where the data says when it was so; empty: the time of the act counts
/// @param schema the data's JSON Schema, as written
/// @param data the same, compiled
/// @param effects by role: how the event changes the state of each object in it
/// @param decision if it is one: what it rests on
/// @param upcasts how data of older versions is read
public record EventDefinition(
        EventType type,
        String version,
        Map<String, Role> roles,
        Optional<Pointer> materialDate,
        Map<String, @Nullable Object> schema,
        DataSchema data,
        List<Rule> rules,
        Map<String, List<Effect>> effects,
        Optional<DecisionRule> decision,
        Upcasts upcasts) {
    /// @param object the kind of object that takes the role
    /// @param at where the data names the object or, if there may be several, the list of them
    public record Role(String name, String object, Pointer at, boolean many) {
        /// What the data names here, as it is written there.
        public List<?> ids(EventData content) {
            Object value = at.in(content.members());
            return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        }
    }

    /// What must hold on the state of all roles when an event takes effect.
    ///
    /// @param at the part of the data that is to blame
    public record Rule(Expression holds, Template message, String at) {}

    /// One change to the state of an object.
    public sealed interface Effect {
        String field();

        Expression value();

        /// The field becomes the value; a value of null removes it.
        record Set(String field, Expression value) implements Effect {}

        /// The value joins the list in the field, unless it is there already.
        record Add(String field, Expression value) implements Effect {}
    }

    /// What a decision rests on: the engine reads it when the decision is recorded, and can read it again.
    ///
    /// @param version of the rule, kept with each decision
    /// @param reads by role: the fields that the rule looks at, and no others
    /// @param outcome what the rule comes to, over the roles and the decision's data
    public record DecisionRule(String version, Map<String, Set<String>> reads, Expression outcome) {}

    /// What an event of this type says, by the current version.
    ///
    /// @param version that the event was stored by
    /// @param data of the event, as corrected
    /// @throws InvalidValue when it cannot be read
    public EventData current(String version, EventData data) {
        return upcasts.current(version, data);
    }

    /// The objects in each role.
    ///
    /// @throws InvalidValue when an id is not a UUID, naming its place
    public Map<String, List<ObjectId>> objects(EventData content) {
        Map<String, List<ObjectId>> objects = new LinkedHashMap<>();
        for (Role role : roles.values()) {
            objects.put(
                    role.name(),
                    role.ids(content).stream().map(id -> objectId(role, id)).toList());
        }
        return objects;
    }

    /// The objects in all roles, each once, in the order of the roles.
    public Set<ObjectId> allObjects(EventData content) {
        Set<ObjectId> all = new LinkedHashSet<>();
        objects(content).values().forEach(all::addAll);
        return all;
    }

    private static ObjectId objectId(Role role, @Nullable Object id) {
        try {
            return ObjectId.of(String.valueOf(id));
        } catch (InvalidValue e) {
            throw new InvalidValue(role.at() + ": " + e.getMessage());
        }
    }

    /// The date in the data that says when it was so, if the type declares one and the data has it.
    ///
    /// @throws InvalidValue when what is there is not a date
    public Optional<PartialDate> dataDate(EventData content) {
        return materialDate.map(at -> at.in(content.members())).map(PartialDate::of);
    }
}
