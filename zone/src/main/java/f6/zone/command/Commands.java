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
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Command.Correct;
import f6.zone.command.Command.RecordClaim;
import f6.zone.command.Command.Validate;
import f6.zone.command.Outcome.Conflict;
import f6.zone.command.Outcome.Reason;
import f6.zone.command.Outcome.Recorded;
import f6.zone.command.Outcome.Refused;
import f6.zone.definition.DecisionBasis;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.impact.Impact;
import f6.zone.view.ObjectChanges;
import f6.zone.view.Questions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Does commands: decides each on what the log holds of the objects involved, and appends under the condition that
/// this is still so. Between deciding and storing nothing can come.
public final class Commands {
    /// Others on the same objects may be faster a few times; more often, they are a crowd that the caller should
    /// know of.
    static final int MAX_ATTEMPTS = 20;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final Clock clock;
    private final Questions questions;

    public Commands(ZoneDefinition definition, EventStore store, Clock clock, Questions questions) {
        this.questions = questions;
        this.definition = definition;
        this.store = store;
        this.clock = clock;
    }

    /// @param source who asks, as authenticated
    /// @param previewed of a preview of this command: it is done only if the objects involved are as they were
    /// then
    public Outcome handle(Source source, Command command, Optional<PreviewToken> previewed) {
        if (previewed.isPresent() && !previewed.get().isFor(command)) {
            return new Refused(
                    Reason.INVALID,
                    "/previewToken: it is of a preview of another command: preview this one, or leave it out",
                    List.of());
        }
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            // A command that comes in a second time meets what it recorded itself: by a rule that does not hold any
            // more,
            // or by its id when it is stored. Then it is looked up.
            boolean maybeKnown = attempt > 1 || previewed.isPresent();
            Optional<StoredEvent> before = maybeKnown ? store.find(command.id()) : Optional.empty();
            if (before.isPresent()) {
                return again(before.get(), source, command);
            }
            switch (decide(source, command, store, clock.instant())) {
                case Decision.No no
                when store.find(command.id()).isEmpty() -> {
                    return no.outcome();
                }
                case Decision.No _ -> {} // the same command has come in a second time, and that one was faster
                case Decision.Yes yes
                when previewed.isPresent() && yes.hasMoved(previewed.get().position()) -> {
                    return new Conflict(
                            "something has been recorded of these objects since the preview: look again, then decide anew",
                            Optional.empty());
                }
                case Decision.Yes yes -> {
                    if (store.append(List.of(yes.event()), yes.boundary().unchanged())
                            instanceof AppendResult.Appended appended) {
                        StoredEvent stored = appended.events().getFirst();
                        boolean first = stored.position().isAfter(yes.boundary().position());
                        return new Recorded(stored, Basis.of(stored.event()), first);
                    }
                }
            }
        }
        return overtaken();
    }

    static Conflict overtaken() {
        return new Conflict(
                "other commands on the same objects came between, %d times: send the same command again"
                        .formatted(MAX_ATTEMPTS),
                Optional.empty());
    }

    static Refused refused(Reason reason, String message) {
        return new Refused(reason, message, List.of());
    }

    /// All of some commands, or none. Each is decided on what those before it will have recorded.
    ///
    /// @throws InvalidValue when there are none, or more than [Batch#MAX_COMMANDS]
    public BatchOutcome handle(Source source, List<Command> batch) {
        return new Batch(this, definition, store, clock).handle(source, batch);
    }

    /// What a command would do, by all that is known now. Stores nothing.
    public Preview preview(Source source, Command command) {
        Optional<StoredEvent> before = store.find(command.id());
        if (before.isPresent()) {
            Outcome outcome = again(before.get(), source, command);
            return outcome instanceof Recorded(StoredEvent stored, Optional<Basis> basis, boolean _)
                    ? new Preview.Foreseen(
                            stored.event(), basis, List.of(), List.of(), PreviewToken.of(stored.position(), command))
                    : new Preview.Ended(outcome);
        }
        return switch (decide(source, command, store, clock.instant())) {
            case Decision.No no -> new Preview.Ended(no.outcome());
            case Decision.Yes yes -> foreseen(yes, command);
        };
    }

    private Preview foreseen(Decision.Yes yes, Command command) {
        Position known = yes.boundary().position();
        StoredEvent next = new StoredEvent(new Position(known.value() + 1), clock.instant(), yes.event());
        History history = yes.boundary().history().with(List.of(next));
        Set<ObjectId> objects = new LinkedHashSet<>();
        history.chain(next).forEach(member -> objects.addAll(member.event().objects()));
        List<ObjectChanges> changes = questions.changed(objects, history, known, next.position());
        return new Preview.Foreseen(
                yes.event(),
                Basis.of(yes.event()),
                changes,
                Impact.of(next, changes, definition, store),
                PreviewToken.of(known, command));
    }

    /// @param known what the decision rests on
    Decision decide(Source source, Command command, EventStore known, Instant now) {
        try {
            return switch (command) {
                case RecordClaim claim -> new ClaimDecider(definition, known, now).decide(source, claim);
                case Validate validate -> new ChainDecider(definition, known, now).decide(source, validate);
                case Correct correct -> new ChainDecider(definition, known, now).decide(source, correct);
            };
        } catch (InvalidValue e) {
            return Decision.no(Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /// The same command again is answered as the first time, whatever the log holds now. What the engine itself
    /// decided or filled in then (the basis, the objects, the time if none was given) is taken from what was
    /// stored.
    Outcome again(StoredEvent stored, Source source, Command command) {
        Event event = stored.event();
        boolean sameTime = command.occurredAt()
                .map(at -> at.truncatedTo(ChronoUnit.MICROS).equals(event.occurredAt()))
                .orElse(true);
        return sameTime && source.equals(event.source()) && says(event, command)
                ? recorded(stored)
                : taken(stored.id());
    }

    private boolean says(Event event, Command command) {
        return switch (command) {
            case RecordClaim claim ->
                event.kind() == EventKind.CLAIM
                        && event.type().name().equals(claim.type())
                        && claim.version().map(event.version()::equals).orElse(true)
                        && event.references().equals(claim.references())
                        && said(event).equals(claim.data());
            case Validate validate ->
                event.kind() == EventKind.VALIDATION
                        && event.references().equals(List.of(validate.target()))
                        && event.data()
                                .equals(validation(
                                                validate,
                                                Validation.of(event.data()).basis())
                                        .toData());
            case Correct correct ->
                event.kind() == EventKind.CORRECTION
                        && event.references().equals(List.of(correct.target()))
                        && event.data()
                                .equals(correction(
                                                correct,
                                                Correction.of(event.data()).basis())
                                        .toData());
        };
    }

    /// Its data without what the engine added.
    private EventData said(Event event) {
        boolean decision =
                definition.of(event).flatMap(EventDefinition::decision).isPresent();
        return decision ? DecisionBasis.without(event.data()) : event.data();
    }

    static Validation validation(Validate validate, Basis basis) {
        return new Validation(validate.seen(), validate.decision(), validate.effectiveFrom(), basis);
    }

    static Correction correction(Correct correct, Basis basis) {
        return new Correction(correct.seen(), correct.action(), correct.amend(), correct.amendOccurredAt(), basis);
    }

    static Recorded recorded(StoredEvent stored) {
        return new Recorded(stored, Basis.of(stored.event()), false);
    }

    private static Refused taken(EventId id) {
        return new Refused(
                Reason.ID_TAKEN, "event id %s belongs to another event: use a new one".formatted(id), List.of());
    }

    /// What a decider decided.
    sealed interface Decision {
        /// @param boundary all that it rests on
        record Yes(Event event, Boundary boundary) implements Decision {
            /// Whether the boundary holds anything behind a position.
            boolean hasMoved(Position position) {
                return boundary.history().events().stream()
                        .anyMatch(stored -> stored.position().isAfter(position));
            }
        }

        record No(Outcome outcome) implements Decision {}

        static No no(Reason reason, String message) {
            return new No(refused(reason, message));
        }
    }
}
