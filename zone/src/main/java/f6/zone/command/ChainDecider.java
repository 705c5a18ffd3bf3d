package f6.zone.command;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Admission;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Judgement;
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
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Boundary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
                        List.copyOf(target.event().objects()),
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
            Boundary boundary = boundary(target, objectsOf(target, correct));
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
                        objectsOf(target, correct),
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

    /// The objects of the target, and those that the amendment brings in.
    private List<ObjectId> objectsOf(StoredEvent target, Correct correct) {
        Set<ObjectId> objects = new LinkedHashSet<>(target.event().objects());
        EventDefinition type = definition.events().get(target.event().type().name());
        if (type != null) {
            objects.addAll(type.allObjects(correct.amend()));
        }
        return List.copyOf(objects);
    }

    /// Refuses what would leave the chain in a state that could not have been recorded.
    private Decision judged(Event event, StoredEvent target, Boundary boundary, Source source) {
        History before = boundary.history();
        History after = before.with(
                List.of(new StoredEvent(new Position(boundary.position().value() + 1), now, event)));
        StoredEvent root = before.root(target);
        List<Violation> violations = new ArrayList<>(unreadable(before, after));
        if (violations.isEmpty()) {
            violations.addAll(content(before, after, root));
        }
        if (!violations.isEmpty()) {
            return new Decision.No(
                    new Refused(Reason.INVALID, "what would come of it is not as it must be", violations));
        }
        List<Violation> broken = rules(before, after, root, source);
        return broken.isEmpty()
                ? new Decision.Yes(event, boundary.unchanged())
                : new Decision.No(new Refused(
                        Reason.RULE_BROKEN,
                        "%s is against the rules of the zone"
                                .formatted(root.event().type()),
                        broken));
    }

    private static List<Violation> unreadable(History before, History after) {
        List<String> known = anomalies(before);
        return anomalies(after).stream()
                .filter(anomaly -> !known.contains(anomaly))
                .map(anomaly -> new Violation("/amend", anomaly))
                .toList();
    }

    private static List<String> anomalies(History history) {
        return history.judgements(Position.END, Reading.ASSERTED).stream()
                .flatMap(judgement -> judgement.anomaly().stream())
                .toList();
    }

    /// What waits for validation must be as it must be too; and what is in force may differ from that.
    private List<Violation> content(History before, History after, StoredEvent root) {
        return Stream.of(Reading.ASSERTED, Reading.LEGAL)
                .filter(reading -> !judgement(before, root, reading)
                        .content()
                        .equals(judgement(after, root, reading).content()))
                .flatMap(reading -> definition.of(root.event()).stream()
                        .flatMap(type ->
                                Checks.content(
                                        type,
                                        judgement(after, root, reading)
                                                .content()
                                                .data())
                                        .stream()))
                .distinct()
                .toList();
    }

    /// The rules count when the chain's claim comes into force, or says something else than before.
    private List<Violation> rules(History before, History after, StoredEvent root, Source source) {
        Judgement then = judgement(before, root, Reading.LEGAL);
        Judgement now = judgement(after, root, Reading.LEGAL);
        boolean changed = now.inForce()
                && (!then.inForce()
                        || !then.content().data().equals(now.content().data()));
        return !changed
                ? List.of()
                : definition
                        .of(root.event())
                        .map(type -> new Checks(definition, this.now)
                                .rules(type, now.content().data(), source, before.without(root)))
                        .orElse(List.of());
    }

    private static Judgement judgement(History history, StoredEvent stored, Reading reading) {
        return history.judgement(stored.id(), Position.END, reading).orElseThrow();
    }
}
