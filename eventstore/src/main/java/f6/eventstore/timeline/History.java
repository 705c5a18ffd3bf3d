package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Claims, validations and corrections of some objects, and what they come to at any material and formal moment.
///
/// A chain is a claim or fact (its root) with everything that targets it, directly or not. It must be given whole.
/// Its head is its latest event.
public final class History {
    private final Dating dating;
    private final List<StoredEvent> events;
    private final Chains chains = new Chains();

    private History(Dating dating, List<StoredEvent> events) {
        this.dating = dating;
        this.events = events;
        events.forEach(chains::add);
    }

    /// @param events in any order; one given twice counts once
    public static History of(Collection<StoredEvent> events, Dating dating) {
        return new History(
                dating,
                events.stream()
                        .distinct()
                        .sorted(Comparator.comparing(StoredEvent::position))
                        .toList());
    }

    /// In the order of the log.
    public List<StoredEvent> events() {
        return events;
    }

    public Optional<StoredEvent> find(EventId id) {
        return chains.find(id);
    }

    /// The root of the chain that an event of this history is in.
    public StoredEvent root(StoredEvent member) {
        return chains.root(member);
    }

    /// The latest event of the chain that an event of this history is in.
    public EventId head(StoredEvent member) {
        return chains.head(member);
    }

    /// The events of the chain that an event of this history is in, in the order of the log.
    public List<StoredEvent> chain(StoredEvent member) {
        EventId root = root(member).id();
        return events.stream().filter(stored -> chains.isIn(stored, root)).toList();
    }

    /// The same history with events behind it: what it would be if they were stored.
    public History with(Collection<StoredEvent> more) {
        return of(Stream.concat(events.stream(), more.stream()).toList(), dating);
    }

    /// The same history without one chain.
    public History without(StoredEvent root) {
        return of(
                events.stream()
                        .filter(stored -> !chains.isIn(stored, root.id()))
                        .toList(),
                dating);
    }

    /// How each event up to and including a position stands, latest first.
    public List<Judgement> judgements(Position formal, Reading reading) {
        return List.copyOf(Force.judge(prefix(formal), dating, reading).values());
    }

    /// How one event stands, if it is stored at or before the position.
    public Optional<Judgement> judgement(EventId id, Position formal, Reading reading) {
        return Optional.ofNullable(Force.judge(prefix(formal), dating, reading).get(id));
    }

    /// What counts at (material, formal), both inclusive, in the order in which it is folded: by material time,
    /// then by causal depth, then by the root's position. Total: what cannot be read is an anomaly and does not
    /// count.
    public Counted counted(MaterialTime material, Position formal, Reading reading) {
        Standing all = Standing.of(prefix(formal), dating, reading);
        return new Counted(
                all.entries().stream()
                        .filter(entry -> entry.material().compareTo(material) <= 0)
                        .sorted(chains.foldingOrder())
                        .toList(),
                List.copyOf(all.anomalies().values()));
    }

    List<Rectangle> sweep(Folding folding, Reading reading) {
        return Sweep.over(chains, events, dating, folding, reading);
    }

    /// Why an attribute of a timeline of this history has its value at a point.
    ///
    /// @return empty for an attribute that never had a value
    public Optional<Explanation> explain(
            Timeline timeline, String attribute, MaterialTime material, Position formal, Reading reading) {
        return timeline.at(attribute, material, formal)
                .map(rectangle -> new Explanation(
                        rectangle,
                        rectangle
                                .cause()
                                .map(cause -> chainAt(cause, formal, reading))
                                .orElse(List.of())));
    }

    private List<Judgement> chainAt(EventId root, Position formal, Reading reading) {
        List<StoredEvent> chain = prefix(formal).stream()
                .filter(stored -> chains.isIn(stored, root))
                .toList();
        return List.copyOf(Force.judge(chain, dating, reading).values()).reversed();
    }

    private List<StoredEvent> prefix(Position formal) {
        return events.stream()
                .takeWhile(stored -> !stored.position().isAfter(formal))
                .toList();
    }

    /// Whether a validation may enter after everything in this history.
    ///
    /// @param competent whether the source is competent to validate this type of event in the zone that owns it
    public Admission admitValidation(EventId target, EventId seen, boolean competent) {
        StoredEvent stored = chains.find(target).orElse(null);
        if (stored == null) {
            return new Admission.NoSuchTarget(target);
        }
        if (!head(stored).equals(seen)) {
            return new Admission.Stale(head(stored));
        }
        return switch (stored.event().kind()) {
            case CLAIM, CORRECTION -> new Admission.Admitted(competent ? Basis.AUTHORITY : Basis.NONE);
            case VALIDATION -> new Admission.NotApplicable("a validation is corrected, not validated", target);
            case FACT -> new Admission.NotApplicable("a fact is in force without validation", target);
        };
    }

    /// Whether a correction may enter after everything in this history. Amendments form a line: one that is in
    /// force is itself amended, rather than its target a second time.
    ///
    /// @param competent whether the source is competent to correct this type of event in the zone that owns it
    public Admission admitCorrection(
            EventId target, EventId seen, Correction.Action action, Source source, boolean competent) {
        StoredEvent stored = chains.find(target).orElse(null);
        if (stored == null) {
            return new Admission.NoSuchTarget(target);
        }
        if (!head(stored).equals(seen)) {
            return new Admission.Stale(head(stored));
        }
        Optional<Admission> objection = retractionOf(stored)
                .map(retraction -> (Admission) new Admission.NotApplicable(
                        "it is retracted: to bring it back, retract the retraction", retraction))
                .or(() -> action == Correction.Action.AMEND ? objectionToAmending(stored) : Optional.empty());
        return objection.orElseGet(() ->
                new Admission.Admitted(competent ? Basis.AUTHORITY : isOwn(stored, source) ? Basis.OWN : Basis.NONE));
    }

    private Optional<Admission> objectionToAmending(StoredEvent target) {
        if (isCorrection(target, Correction.Action.RETRACT)) {
            return Optional.of(new Admission.NotApplicable(
                    "a retraction has nothing to amend: retract it, then amend what it had retracted", target.id()));
        }
        return amendmentOf(target)
                .map(amendment -> new Admission.NotApplicable("it is amended already: amend the amendment", amendment));
    }

    private Optional<EventId> amendmentOf(StoredEvent target) {
        return correctionOf(target, Correction.Action.AMEND);
    }

    private Optional<EventId> retractionOf(StoredEvent target) {
        return correctionOf(target, Correction.Action.RETRACT);
    }

    /// The latest correction in force that targets an event.
    private Optional<EventId> correctionOf(StoredEvent target, Correction.Action action) {
        return judgements(Position.END, Reading.LEGAL).stream()
                .filter(Judgement::inForce)
                .map(Judgement::stored)
                .filter(later -> isCorrection(later, action))
                .filter(later -> later.event().references().getFirst().equals(target.id()))
                .findFirst()
                .map(StoredEvent::id);
    }

    private static boolean isCorrection(StoredEvent stored, Correction.Action action) {
        return stored.event().kind() == EventKind.CORRECTION
                && Correction.of(stored.event().data()).action() == action;
    }

    private boolean isOwn(StoredEvent target, Source source) {
        StoredEvent root = root(target);
        return root.event().kind() == EventKind.CLAIM
                && target.event().kind() != EventKind.VALIDATION
                && root.event().source().equals(source)
                && target.event().source().equals(source)
                && !isAccepted(root);
    }

    private boolean isAccepted(StoredEvent root) {
        return judgements(Position.END, Reading.LEGAL).stream()
                .filter(judgement -> judgement.stored().event().kind() == EventKind.VALIDATION)
                .filter(judgement ->
                        judgement.stored().event().references().getFirst().equals(root.id()))
                .anyMatch(judgement -> judgement.inForce()
                        && Validation.of(judgement.content().data()).decision() == Validation.Decision.ACCEPT);
    }
}
