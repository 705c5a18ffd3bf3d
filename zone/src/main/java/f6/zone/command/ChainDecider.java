package f6.zone.command;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Admission;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.Counted;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.PartialDate;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Command.Correct;
import f6.zone.command.Command.Validate;
import f6.zone.command.Commands.Decision;
import f6.zone.command.Outcome.Conflict;
import f6.zone.command.Outcome.Reason;
import f6.zone.command.Outcome.Refused;
import f6.zone.command.Outcome.Violation;
import f6.zone.definition.Authority;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.EventDefinition.Role;
import f6.zone.definition.Pointer;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides on a validation or a correction: permission, then the head of the chain, then what would become of the
/// chain.
record ChainDecider(ZoneDefinition definition, EventStore store, Instant now) {
    Decision decide(Source source, Validate validate) {
        if (validate.decision() == Validation.Decision.REJECT
                && validate.effectiveFrom().isPresent()) {
            return Decision.no(Reason.INVALID, "/effectiveFrom: what is rejected has no effect: leave it out");
        }
        return onTarget(source, validate.target(), target -> {
            Boundary boundary = boundary(target, target.event().objects());
            boolean competent = new Checks(definition, now)
                    .mayDo(source, Authority::validate, target.event().type());
            Admission admission = boundary.history().admitValidation(validate.target(), validate.seen(), competent);
            return admitted(admission, basis -> {
                Event event = event(
                        validate,
                        EventKind.VALIDATION,
                        source,
                        target,
                        objectsOf(boundary, target, EventData.EMPTY),
                        Commands.validation(validate, basis).toData());
                return judged(event, target, boundary, source);
            });
        });
    }

    Decision decide(Source source, Correct correct) {
        boolean amends = !correct.amend().members().isEmpty()
                || correct.amendOccurredAt().isPresent();
        if (amends != (correct.action() == Correction.Action.AMEND)) {
            return Decision.no(
                    Reason.INVALID, "/amend: an AMEND says what to replace, a RETRACT does not: give one of the two");
        }
        return onTarget(source, correct.target(), target -> {
            Boundary boundary = boundary(target, brought(target, correct.amend()));
            boolean competent = new Checks(definition, now)
                    .mayDo(source, Authority::correct, target.event().type());
            Admission admission = boundary.history()
                    .admitCorrection(correct.target(), correct.seen(), correct.action(), source, competent);
            return admitted(admission, basis -> {
                Event event = event(
                        correct,
                        EventKind.CORRECTION,
                        source,
                        target,
                        objectsOf(boundary, target, correct.amend()),
                        Commands.correction(correct, basis).toData());
                return judged(event, target, boundary, source);
            });
        });
    }

    /// All that is known of these objects and of all others that the target's chain has come to name.
    private Boundary boundary(StoredEvent target, List<ObjectId> objects) {
        Boundary boundary = Boundary.of(objects, store, definition);
        Set<ObjectId> named = new LinkedHashSet<>(objects);
        boundary.history()
                .chain(target)
                .forEach(stored -> named.addAll(stored.event().objects()));
        return named.size() == objects.size() ? boundary : boundary(target, List.copyOf(named));
    }

    private Decision onTarget(Source source, EventId id, Function<StoredEvent, Decision> decider) {
        if (!definition.authorities().containsKey(source.type())) {
            return Decision.no(
                    Reason.FORBIDDEN,
                    "zone %s knows no source of type '%s'".formatted(definition.name(), source.type()));
        }
        if (definition.authorityOf(source).onlyLooks()) {
            return Decision.no(
                    Reason.FORBIDDEN,
                    "a source of type '%s' records nothing in zone %s".formatted(source.type(), definition.name()));
        }
        return store.find(id).map(decider).orElseGet(() -> noSuchEvent(id));
    }

    private Decision noSuchEvent(EventId id) {
        return Decision.no(Reason.NOT_FOUND, "/eventId: zone %s has no event %s".formatted(definition.name(), id));
    }

    private Decision admitted(Admission admission, Function<Basis, Decision> decider) {
        return switch (admission) {
            case Admission.Admitted admitted -> decider.apply(admitted.basis());
            case Admission.Stale stale ->
                new Decision.No(new Conflict(
                        "the chain has moved on: its head is now event %s; look again, then decide anew"
                                .formatted(stale.head()),
                        Optional.of(stale.head())));
            case Admission.NoSuchTarget none -> noSuchEvent(none.target());
            case Admission.NotApplicable not ->
                Decision.no(Reason.INVALID, "/eventId: %s (event %s)".formatted(not.why(), not.instead()));
        };
    }

    private Event event(
            Command command,
            EventKind kind,
            Source source,
            StoredEvent target,
            List<ObjectId> objects,
            EventData data) {
        return new Event(
                command.id(),
                target.event().type(),
                target.event().version(),
                kind,
                command.occurredAt().orElse(now),
                objects,
                source,
                List.of(target.id()),
                data);
    }

    /// The objects of the target, and those that an amendment brings in.
    private List<ObjectId> brought(StoredEvent target, EventData amendment) {
        Set<ObjectId> objects = new LinkedHashSet<>(target.event().objects());
        EventDefinition type = definition.events().get(target.event().type().name());
        if (type != null && type.version().equals(target.event().version())) {
            objects.addAll(type.allObjects(amendment));
        } else if (type != null && Boundary.isRoot(target.event())) {
            objects.addAll(broughtToOlder(type, target.event(), amendment));
        }
        return List.copyOf(objects);
    }

    /// An amendment of an older version is no whole that could be read by the current one; with the event it is.
    private static Set<ObjectId> broughtToOlder(EventDefinition type, Event root, EventData amendment) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(root.data().members());
        members.putAll(amendment.members());
        members.values().removeIf(Objects::isNull);
        try {
            return type.allObjects(type.current(root.version(), new EventData(members)));
        } catch (InvalidValue e) {
            return Set.of(); // what is wrong is said when the whole chain is judged
        }
    }

    /// All that the chain has come to name, so that whoever watches an object sees all that is said about it.
    private List<ObjectId> objectsOf(Boundary boundary, StoredEvent target, EventData amendment) {
        Set<ObjectId> objects = new LinkedHashSet<>(brought(target, amendment));
        boundary.history()
                .chain(target)
                .forEach(stored -> objects.addAll(stored.event().objects()));
        return List.copyOf(objects);
    }

    /// Refuses what would leave the chain saying something that could not have been recorded.
    private Decision judged(Event event, StoredEvent target, Boundary boundary, Source source) {
        History before = boundary.history();
        StoredEvent next = new StoredEvent(new Position(boundary.position().value() + 1), now, event);
        History after = before.with(List.of(next));
        StoredEvent root = before.root(target);
        Set<Violation> wrong = new LinkedHashSet<>(amended(after, next));
        if (wrong.isEmpty()) {
            wrong.addAll(inForce(before, after, root));
        }
        if (!wrong.isEmpty()) {
            return new Decision.No(
                    new Refused(Reason.INVALID, "what would come of it is not as it must be", List.copyOf(wrong)));
        }
        List<Violation> broken = new ArrayList<>(beforeBirth(after, root));
        broken.addAll(rules(before, after, root, source));
        return broken.isEmpty()
                ? new Decision.Yes(event, boundary)
                : new Decision.No(new Refused(
                        Reason.RULE_BROKEN,
                        "%s is against the rules of the zone"
                                .formatted(root.event().type()),
                        broken));
    }

    /// What is wrong with what an amendment makes of the event at the start of its line, whether it is in force or
    /// waits.
    private List<Violation> amended(History history, StoredEvent amendment) {
        Deque<Correction> line = new ArrayDeque<>();
        StoredEvent place = amendment;
        while (place.event().kind() == EventKind.CORRECTION) {
            line.push(Correction.of(place.event().data()));
            place = history.find(place.event().references().getFirst()).orElseThrow();
        }
        if (line.isEmpty() || line.getLast().action() == Correction.Action.RETRACT) {
            return List.of();
        }
        Event first = place.event();
        Map<String, @Nullable Object> members = new LinkedHashMap<>(first.data().members());
        line.forEach(correction -> members.putAll(correction.amend().members()));
        members.values().removeIf(Objects::isNull);
        EventData content = new EventData(members);
        return first.kind() == EventKind.VALIDATION
                ? wrongValidation(line.getLast(), content)
                : definition
                        .of(first)
                        .map(type -> amendedRoot(type, first, amendment, content))
                        .orElse(List.of());
    }

    /// Of an event that was stored by an older version its own members are amended, by their old names. Whoever
    /// takes the new ones is told, rather than to have no effect.
    private static List<Violation> amendedRoot(
            EventDefinition type, Event root, StoredEvent amendment, EventData content) {
        List<Violation> wrong = Checks.content(type, root, content);
        if (!wrong.isEmpty() || root.version().equals(type.version())) {
            return wrong;
        }
        EventData current = type.current(root.version(), content);
        List<Violation> idle = new ArrayList<>();
        for (String member :
                Correction.of(amendment.event().data()).amend().members().keySet()) {
            Map<String, @Nullable Object> without = new LinkedHashMap<>(content.members());
            without.remove(member);
            boolean known = root.data().members().containsKey(member);
            if (!known && isSame(type, root, new EventData(without), current)) {
                idle.add(new Violation(
                        "/amend/" + member,
                        "means nothing in version '%s', by which the event is stored: name the members that it has there"
                                .formatted(root.version())));
            }
        }
        return idle;
    }

    private static boolean isSame(EventDefinition type, Event root, EventData without, EventData current) {
        try {
            return type.current(root.version(), without).equals(current);
        } catch (InvalidValue e) {
            return false;
        }
    }

    private static List<Violation> wrongValidation(Correction amendment, EventData content) {
        Set<String> others = new TreeSet<>(amendment.amend().members().keySet());
        others.removeAll(Validation.AMENDABLE);
        if (!others.isEmpty()) {
            return List.of(new Violation(
                    "/amend/" + others.iterator().next(),
                    "cannot be amended: of a validation only " + new TreeSet<>(Validation.AMENDABLE)));
        }
        try {
            Validation valid = Validation.of(content);
            return valid.decision() == Validation.Decision.REJECT
                            && valid.effectiveFrom().isPresent()
                    ? List.of(new Violation(
                            "/amend/effectiveFrom", "what is rejected has no effect: remove it with null"))
                    : List.of();
        } catch (InvalidValue e) {
            return List.of(new Violation("/amend", String.valueOf(e.getMessage())));
        }
    }

    private List<Violation> inForce(History before, History after, StoredEvent root) {
        Judgement then = judgement(before, root);
        Judgement now = judgement(after, root);
        return !now.inForce() || then.content().equals(now.content())
                ? List.of()
                : definition
                        .of(root.event())
                        .map(type ->
                                Checks.content(type, root.event(), now.content().data()))
                        .orElse(List.of());
    }

    /// Nothing can be made to work on an object from before it was born, where the definition says when that is.
    private List<Violation> beforeBirth(History after, StoredEvent root) {
        Judgement judged = judgement(after, root);
        Optional<EventDefinition> type = definition.of(root.event());
        if (!judged.inForce() || judged.effectiveFrom().isEmpty() || type.isEmpty()) {
            return List.of();
        }
        Counted counted = after.counted(MaterialTime.END, Position.END, Reading.LEGAL);
        List<Violation> wrong = new ArrayList<>();
        Map<String, List<ObjectId>> objects = type.get()
                .objects(type.get()
                        .current(root.event().version(), judged.content().data()));
        for (Role role : type.get().roles().values()) {
            Pointer birth = definition.births().get(role.object());
            if (birth == null) {
                continue;
            }
            for (ObjectId object : objects.getOrDefault(role.name(), List.of())) {
                Object date = birth.in(Fold.of(object, counted, definition).attributes());
                if (date != null && judged.effectiveFrom().get().compareTo(startOf(date)) < 0) {
                    wrong.add(new Violation("/effectiveFrom", "is before the birth of %s".formatted(object)));
                }
            }
        }
        return wrong;
    }

    private MaterialTime startOf(Object date) {
        try {
            return MaterialTime.startOf(PartialDate.of(date), definition.timeZone());
        } catch (InvalidValue e) {
            return MaterialTime.UNKNOWN; // of which nothing can be said
        }
    }

    /// The rules count when the chain's claim comes into force, or says something else than before.
    private List<Violation> rules(History before, History after, StoredEvent root, Source source) {
        Judgement then = judgement(before, root);
        Judgement now = judgement(after, root);
        boolean changed = now.inForce()
                && (!then.inForce()
                        || !then.content().data().equals(now.content().data()));
        return !changed
                ? List.of()
                : definition
                        .of(root.event())
                        .map(type -> new Checks(definition, this.now)
                                .rules(
                                        type,
                                        type.current(
                                                root.event().version(),
                                                now.content().data()),
                                        source,
                                        before.without(root)))
                        .orElse(List.of());
    }

    private static Judgement judgement(History history, StoredEvent stored) {
        return history.judgement(stored.id(), Position.END, Reading.LEGAL).orElseThrow();
    }
}
