package f6.zone.command;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.timeline.Counted;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Outcome.Violation;
import f6.zone.definition.Authority;
import f6.zone.definition.DecisionBasis;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.EventDefinition.Role;
import f6.zone.definition.EventDefinition.Rule;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a command's content must pass.
record Checks(ZoneDefinition definition, Instant now) {
    boolean mayDo(Source source, Function<Authority, Authority.Scope> what, EventType type) {
        return what.apply(definition.authorityOf(source)).covers(type);
    }

    /// What is wrong with data that a source gives.
    static List<Violation> said(EventDefinition type, EventData data) {
        return type.decision().isPresent() && data.members().containsKey(DecisionBasis.MEMBER)
                ? List.of(new Violation(
                        "/" + DecisionBasis.MEMBER, "is what the engine records of a decision: leave it out"))
                : content(type, data);
    }

    /// What is wrong with what an event says, as corrected, by the current version of its type.
    ///
    /// @param root the event as it is stored
    static List<Violation> content(EventDefinition type, Event root, EventData content) {
        try {
            return content(type, type.current(root.version(), content));
        } catch (InvalidValue e) {
            return List.of(new Violation("", String.valueOf(e.getMessage())));
        }
    }

    /// What is wrong with the content itself.
    static List<Violation> content(EventDefinition type, EventData whole) {
        EventData content = type.decision().isPresent() ? DecisionBasis.without(whole) : whole;
        List<Violation> violations = new ArrayList<>(type.data().check(content).stream()
                .map(violation -> new Violation(violation.path(), violation.message()))
                .toList());
        if (violations.isEmpty()) {
            impossibleDate(type, content).ifPresent(violations::add);
            type.roles().values().forEach(role -> violations.addAll(notCanonical(role, content)));
            if (type.allObjects(content).isEmpty()) {
                violations.add(new Violation(
                        "",
                        "names no object in any of its roles: " + type.roles().keySet()));
            }
        }
        return violations;
    }

    /// Rules and effects compare ids as texts, so each has one way to be written (RFC 9562 §4: lower case on
    /// output).
    private static List<Violation> notCanonical(Role role, EventData content) {
        return role.ids(content).stream()
                .filter(id -> !String.valueOf(id).equals(String.valueOf(id).toLowerCase(Locale.ROOT)))
                .map(id -> new Violation(role.at().toString(), "write the id in lower case: " + id))
                .toList();
    }

    private static Optional<Violation> impossibleDate(EventDefinition type, EventData content) {
        try {
            type.dataDate(content).ifPresent(date -> {});
            return Optional.empty();
        } catch (InvalidValue e) {
            String place = type.materialDate().map(String::valueOf).orElse("");
            return Optional.of(new Violation(place, String.valueOf(e.getMessage())));
        }
    }

    /// The rules that do not hold on the legal state of the roles, with everything that is known counted, of
    /// whatever date.
    List<Violation> rules(EventDefinition type, EventData content, Source source, History history) {
        if (type.rules().isEmpty()) {
            return List.of();
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("data", content.members());
        variables.put("source", Map.of("id", source.id().toString(), "type", source.type()));
        variables.put("now", now.toString());
        variables.putAll(states(type, content, history));
        List<Violation> violations = new ArrayList<>();
        for (Rule rule : type.rules()) {
            broken(rule, variables).ifPresent(violations::add);
        }
        return violations;
    }

    private Map<String, Object> states(EventDefinition type, EventData content, History history) {
        Counted counted = history.counted(MaterialTime.END, Position.END, Reading.LEGAL);
        Map<String, Object> states = new LinkedHashMap<>();
        type.objects(content).forEach((name, objects) -> {
            List<Map<String, @Nullable Object>> folded =
                    objects.stream().map(object -> state(object, counted)).toList();
            Role role = type.roles().get(name);
            if (role != null && role.many()) {
                states.put(name, folded);
            } else {
                states.put(name, folded.isEmpty() ? Map.of() : folded.getFirst());
            }
        });
        return states;
    }

    private Map<String, @Nullable Object> state(ObjectId object, Counted counted) {
        Map<String, @Nullable Object> state =
                new LinkedHashMap<>(Fold.of(object, counted, definition).fields());
        state.put("id", object.toString());
        return state;
    }

    private static Optional<Violation> broken(Rule rule, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(rule.holds().value(variables))
                    ? Optional.empty()
                    : Optional.of(new Violation(rule.at(), rule.message().fill(variables)));
        } catch (InvalidValue e) {
            // A field that the rule needs is not there: it does not hold.
            return Optional.of(new Violation(rule.at(), rule.message().fill(variables)));
        }
    }
}
