package f6.zone.definition;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The steps by which older data of an event type is read.
///
/// @param current the version to which they lead
/// @param steps by the version from which they lead; no circles
public record Upcasts(String current, Map<String, Upcast> steps) {
    private static final Set<String> VARIABLES = Set.of("data");

    /// Whether data of a version can be read.
    public boolean reach(String version) {
        return version.equals(current) || steps.containsKey(version);
    }

    /// The data of an event as the current version has it. What the engine recorded of a decision is no part of
    /// it, and stays.
    ///
    /// @throws InvalidValue when no step leads on from a version, or one has no value over this data
    public EventData current(String version, EventData data) {
        if (version.equals(current)) {
            return data;
        }
        Object basis = data.members().get(DecisionBasis.MEMBER);
        EventData read = basis == null ? data : DecisionBasis.without(data);
        for (String at = version; !at.equals(current); ) {
            Upcast step = steps.get(at);
            if (step == null) {
                throw new InvalidValue("no upcast leads from version %s to %s".formatted(version, current));
            }
            read = step.apply(read);
            at = step.to();
        }
        return basis == null ? read : DecisionBasis.with(read, basis);
    }

    /// Reads the member `upcast` of an event.
    static Upcasts read(Optional<Yaml> list, String current) {
        Map<String, Upcast> steps = new LinkedHashMap<>();
        Map<String, Yaml> places = new LinkedHashMap<>();
        for (Yaml yaml : list.map(Yaml::items).orElse(List.of())) {
            yaml.requireMembers(Set.of("from", "data"), Set.of("to"));
            Upcast step = step(yaml, current);
            if (step.from().equals(current)) {
                yaml.problem("leads away from the current version '%s'".formatted(current));
            } else if (steps.put(step.from(), step) != null) {
                yaml.problem("is a second step from version '%s': remove one".formatted(step.from()));
            }
            places.put(step.from(), yaml);
        }
        steps.forEach((from, step) -> requireEnd(from, steps, current, places));
        return new Upcasts(current, steps);
    }

    private static void requireEnd(String from, Map<String, Upcast> steps, String current, Map<String, Yaml> places) {
        Set<String> passed = new LinkedHashSet<>();
        String at = from;
        while (!at.equals(current)) {
            Upcast step = steps.get(at);
            if (step == null || !passed.add(at)) {
                Yaml place = places.get(from);
                if (place != null) {
                    place.problem("does not lead to the current version '%s': %s"
                            .formatted(
                                    current,
                                    step == null
                                            ? "no step leads on from '%s'".formatted(at)
                                            : "it turns in a circle"));
                }
                return;
            }
            at = step.to();
        }
    }

    private static Upcast step(Yaml yaml, String current) {
        String from = yaml.required("from");
        String to = yaml.member("to").map(Yaml::text).orElse(current);
        Optional<Yaml> data = yaml.member("data");
        if (data.isPresent() && data.get().isMap()) {
            Map<String, Expression> changes = new LinkedHashMap<>();
            data.get()
                    .members()
                    .forEach((member, value) -> changes.put(member, DefinitionFile.expression(value, VARIABLES)));
            return new Upcast(from, to, Optional.empty(), changes);
        }
        return new Upcast(from, to, data.map(text -> DefinitionFile.expression(text, VARIABLES)), Map.of());
    }
}
