package f6.eventstore.timeline;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules of force over one prefix of a log.
///
/// Whatever an event's force and content depend on targets it and so stands later in the log. One walk from the end to
/// the start therefore meets everything before it is needed, and chains of any length need no recursion.
final class Force {
    private final Dating dating;
    private final Reading reading;
    /// In force, by what they target, latest first.
    private final Map<EventId, List<Judgement>> targeting = new HashMap<>();

    private Force(Dating dating, Reading reading) {
        this.dating = dating;
        this.reading = reading;
    }

    /// @param prefix in the order of the log
    /// @return by event, latest first
    static Map<EventId, Judgement> judge(List<StoredEvent> prefix, Dating dating, Reading reading) {
        Force force = new Force(dating, reading);
        Map<EventId, Judgement> judged = LinkedHashMap.newLinkedHashMap(prefix.size());
        for (StoredEvent stored : prefix.reversed()) {
            Judgement judgement = force.judge(stored);
            judged.put(stored.id(), judgement);
            if (judgement.inForce() && hasTarget(stored.event())) {
                force.targeting
                        .computeIfAbsent(stored.event().references().getFirst(), target -> new ArrayList<>())
                        .add(judgement);
            }
        }
        return judged;
    }

    static boolean hasTarget(Event event) {
        return event.kind() == EventKind.VALIDATION || event.kind() == EventKind.CORRECTION;
    }

    private Judgement judge(StoredEvent stored) {
        EventId id = stored.id();
        boolean retracted =
                corrections(id, Correction.Action.RETRACT).findFirst().isPresent();
        List<Validation> validations = validations(id).toList();
        Optional<Validation.Decision> verdict = validations.stream().findFirst().map(Validation::decision);
        Optional<MaterialTime> effectiveFrom = validations.stream()
                .filter(validation -> validation.decision() == ACCEPT)
                .findFirst()
                .flatMap(Validation::effectiveFrom)
                .map(day -> MaterialTime.startOf(day, dating.timeZone()));
        try {
            boolean waits = verdict.isEmpty() && needsVerdict(stored.event());
            Content content = content(stored.event());
            requireReadable(stored.event(), content);
            boolean inForce = !retracted && counts(stored.event(), verdict, waits);
            return new Judgement(
                    stored, inForce, retracted, waits && !retracted, verdict, effectiveFrom, content, Optional.empty());
        } catch (InvalidValue e) {
            Content raw = new Content(
                    Optional.of(stored.event().occurredAt()), stored.event().data());
            String why = "event %s cannot be read: %s".formatted(id, e.getMessage());
            Optional<String> anomaly = retracted ? Optional.empty() : Optional.of(why);
            return new Judgement(stored, false, retracted, false, verdict, effectiveFrom, raw, anomaly);
        }
    }

    private boolean counts(Event event, Optional<Validation.Decision> verdict, boolean waits) {
        return switch (event.kind()) {
            case FACT -> true;
            case CLAIM, CORRECTION ->
                waits
                        ? reading == Reading.ASSERTED
                        : verdict.map(decision -> decision == ACCEPT).orElse(true);
            case VALIDATION -> Validation.of(event.data()).basis() == Basis.AUTHORITY;
        };
    }

    /// Amendments may have made it what it must not be.
    private static void requireReadable(Event event, Content content) {
        if (event.kind() == EventKind.VALIDATION) {
            var _ = Validation.of(content.data());
        }
    }

    private static boolean needsVerdict(Event event) {
        return switch (event.kind()) {
            case CLAIM -> true;
            case CORRECTION -> Correction.of(event.data()).basis() == Basis.NONE;
            case FACT, VALIDATION -> false;
        };
    }

    private Content content(Event event) {
        Content own = own(event);
        Content amended = corrections(event.id(), Correction.Action.AMEND)
                .findFirst()
                .map(amendment -> own.amendedBy(amendment.content()))
                .orElse(own);
        return event.kind() == EventKind.CORRECTION ? amended : amended.withoutNulls();
    }

    private static Content own(Event event) {
        if (event.kind() != EventKind.CORRECTION) {
            return new Content(Optional.of(event.occurredAt()), event.data());
        }
        Correction correction = Correction.of(event.data());
        return new Content(correction.occurredAt(), correction.amend());
    }

    private Stream<Validation> validations(EventId target) {
        return inForce(target, EventKind.VALIDATION)
                .map(judgement -> Validation.of(judgement.content().data()));
    }

    private Stream<Judgement> corrections(EventId target, Correction.Action action) {
        return inForce(target, EventKind.CORRECTION)
                .filter(judgement ->
                        Correction.of(judgement.stored().event().data()).action() == action);
    }

    private Stream<Judgement> inForce(EventId target, EventKind kind) {
        return targeting.getOrDefault(target, List.of()).stream()
                .filter(judgement -> judgement.stored().event().kind() == kind);
    }
}
