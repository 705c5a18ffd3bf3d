package f6.zone.impact;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.timeline.Content;
import f6.eventstore.timeline.Counted;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.zone.definition.DecisionBasis;
import f6.zone.definition.DecisionBasis.Read;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.EventDefinition.DecisionRule;
import f6.zone.definition.EventDefinition.Role;
import f6.zone.definition.Fingerprints;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the rules of decisions: a rule sees the legal state of its roles at the moment that the decision is about,
/// as known at a formal position, and of that only the fields that it says it reads.
public record Decisions(ZoneDefinition definition) {
    /// What a rule saw, and what it came to.
    ///
    /// @param inputs an absent field is not among them
    /// @param outcome empty when the rule has none over these inputs
    record Run(Map<Read, Object> inputs, Optional<Object> outcome) {}

    /// The data of a decision as it is to be recorded: with its basis.
    ///
    /// @param history of all objects in its roles
    public EventData withBasis(
            EventDefinition type, DecisionRule rule, Content content, History history, Position known) {
        MaterialTime material = materialOf(type, content);
        Run run = run(type, rule, content.data(), history, material, known);
        List<Read> reads = reads(type, rule, content.data()).stream()
                .map(read -> new Read(read.object(), read.field(), !run.inputs().containsKey(read)))
                .toList();
        return new DecisionBasis(
                        Map.of(definition.name(), known),
                        material.instant(),
                        reads,
                        rule.version(),
                        run.outcome().map(outcome -> "sha256:" + Fingerprints.of(outcome)))
                .in(content.data());
    }

    private MaterialTime materialOf(EventDefinition type, Content content) {
        return type.dataDate(content.data())
                .map(date -> MaterialTime.startOf(date, definition.timeZone()))
                .orElseGet(() -> new MaterialTime(content.occurredAt().orElseThrow()));
    }

    private static List<Read> reads(EventDefinition type, DecisionRule rule, EventData data) {
        List<Read> reads = new ArrayList<>();
        Map<String, List<ObjectId>> objects = type.objects(data);
        rule.reads().forEach((role, fields) -> {
            for (ObjectId object : objects.getOrDefault(role, List.of())) {
                fields.forEach(field -> reads.add(new Read(object, field, false)));
            }
        });
        return reads;
    }

    Run run(
            EventDefinition type,
            DecisionRule rule,
            EventData data,
            History history,
            MaterialTime material,
            Position known) {
        Counted counted = history.counted(material, known, Reading.LEGAL);
        Map<Read, Object> inputs = new LinkedHashMap<>();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("data", DecisionBasis.without(data).members());
        rule.reads().forEach((name, fields) -> {
            List<Map<String, Object>> states = type.objects(data).getOrDefault(name, List.of()).stream()
                    .map(object -> state(object, fields, counted, inputs))
                    .toList();
            Role role = type.roles().get(name);
            variables.put(name, role != null && role.many() ? states : states.isEmpty() ? Map.of() : states.getFirst());
        });
        return new Run(inputs, outcome(rule, variables));
    }

    private Map<String, Object> state(ObjectId object, Set<String> fields, Counted counted, Map<Read, Object> inputs) {
        Map<String, Object> state = new LinkedHashMap<>();
        Fold.of(object, counted, definition).fields().forEach((field, value) -> {
            if (fields.contains(field)) {
                state.put(field, value);
                inputs.put(new Read(object, field, false), value);
            }
        });
        state.put("id", object.toString());
        return state;
    }

    private static Optional<Object> outcome(DecisionRule rule, Map<String, Object> variables) {
        try {
            return Optional.ofNullable(rule.outcome().value(variables));
        } catch (InvalidValue e) {
            return Optional.empty(); // it needs what is not there
        }
    }
}
