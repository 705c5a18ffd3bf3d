package f6.eventstore.timeline;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules of force over one prefix of a log.
///
/// Whatever an event's force and content depend on targets it and so stands later in the log. One walk from the
/// end to the start therefore meets everything before it is needed, and chains of any length need no recursion. Of
/// several that target one event the first that is met is the last of the log.
final class Force {
    private final Dating dating;
    private final Reading reading;

    /// All by target, and of what is in force.
    private final Set<EventId> retracted = new HashSet<>();

    private final Map<EventId, Content> amendments = new HashMap<>();
    private final Map<EventId, Validation> verdicts = new HashMap<>();
    private final Map<EventId, Validation> acceptances = new HashMap<>();

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
            judged.put(stored.id(), force.judge(stored));
        }
        return judged;
    }

    static boolean hasTarget(Event event) {
        return event.kind() == EventKind.VALIDATION || event.kind() == EventKind.CORRECTION;
    }

    private Judgement judge(StoredEvent stored) {
        try {
            return switch (stored.event().kind()) {
                case CLAIM -> judged(stored, amended(stored), waits(stored), accepted(stored));
                case FACT -> judged(stored, amended(stored), false, true);
                case VALIDATION -> validation(stored);
                case CORRECTION -> correction(stored);
            };
        } catch (InvalidValue e) {
            return unreadable(stored, "event %s cannot be read: %s".formatted(stored.id(), e.getMessage()));
        }
    }

    /// Its basis is the one that it was admitted with; the rest may have been amended into what it must not be.
    private Judgement validation(StoredEvent stored) {
        Basis basis = Validation.of(stored.event().data()).basis();
        Content content = amended(stored);
        Validation validation = Validation.of(content.data());
        Judgement judgement = judged(stored, content, false, basis == Basis.AUTHORITY);
        if (judgement.inForce()) {
            verdicts.putIfAbsent(target(stored), validation);
            if (validation.decision() == ACCEPT) {
                acceptances.putIfAbsent(target(stored), validation);
            }
        }
        return judgement;
    }

    private Judgement correction(StoredEvent stored) {
        Correction correction = Correction.of(stored.event().data());
        Content content = amended(stored.id(), new Content(correction.occurredAt(), correction.amend()));
        boolean waits = waits(stored) && correction.basis() == Basis.NONE;
        Judgement judgement = judged(stored, content, waits, waits(stored) || accepted(stored));
        if (judgement.inForce()) {
            switch (correction.action()) {
                case RETRACT -> retracted.add(target(stored));
                case AMEND -> amendments.putIfAbsent(target(stored), content);
            }
        }
        return judgement;
    }

    /// For a verdict, if it needs one.
    private boolean waits(StoredEvent stored) {
        return !verdicts.containsKey(stored.id());
    }

    private boolean accepted(StoredEvent stored) {
        Validation verdict = verdicts.get(stored.id());
        return verdict != null && verdict.decision() == ACCEPT;
    }

    private Content amended(StoredEvent stored) {
        Event event = stored.event();
        return amended(stored.id(), new Content(Optional.of(event.occurredAt()), event.data()))
                .withoutNulls();
    }

    private Content amended(EventId id, Content own) {
        Content amendment = amendments.get(id);
        return amendment == null ? own : own.amendedBy(amendment);
    }

    /// @param counts unless it is retracted or waits
    private Judgement judged(StoredEvent stored, Content content, boolean waits, boolean counts) {
        boolean gone = retracted.contains(stored.id());
        boolean inForce = !gone && (waits ? reading == Reading.ASSERTED : counts);
        return new Judgement(
                stored,
                inForce,
                gone,
                waits && !gone,
                verdict(stored),
                effectiveFrom(stored),
                content,
                Optional.empty());
    }

    /// An anomaly until it is retracted.
    private Judgement unreadable(StoredEvent stored, String why) {
        boolean gone = retracted.contains(stored.id());
        Content raw = new Content(
                Optional.of(stored.event().occurredAt()), stored.event().data());
        return new Judgement(
                stored,
                false,
                gone,
                false,
                verdict(stored),
                effectiveFrom(stored),
                raw,
                gone ? Optional.empty() : Optional.of(why));
    }

    private Optional<Validation.Decision> verdict(StoredEvent stored) {
        return Optional.ofNullable(verdicts.get(stored.id())).map(Validation::decision);
    }

    private Optional<MaterialTime> effectiveFrom(StoredEvent stored) {
        return Optional.ofNullable(acceptances.get(stored.id()))
                .flatMap(Validation::effectiveFrom)
                .map(day -> MaterialTime.startOf(day, dating.timeZone()));
    }

    private static EventId target(StoredEvent stored) {
        return stored.event().references().getFirst();
    }
}
