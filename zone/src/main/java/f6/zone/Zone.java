package f6.zone;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.command.BatchOutcome;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Possible;
import f6.zone.command.Preview;
import f6.zone.command.PreviewToken;
import f6.zone.definition.ZoneDefinition;
import f6.zone.impact.Impact;
import f6.zone.impact.Reliance;
import f6.zone.observe.ZoneObserver;
import f6.zone.view.EventPages;
import f6.zone.view.Histories;
import f6.zone.view.Questions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A running zone: takes commands, and answers what was so and what was known. Keeps nothing of its own; the log
/// is all. It may take another definition while it runs.
public final class Zone {
    /// A page of events; more are read page by page.
    public static final int MAX_PAGE = EventPages.MAX_PAGE;

    private final EventStore store;
    private final Clock clock;
    private final ZoneObserver observer;
    private final Switch definitions;
    /// What this zone goes on with, whatever the switch is set to later; null: what it is set to.
    private final @Nullable Ruling fixed;

    /// A zone that answers every question by a fold.
    public Zone(ZoneDefinition definition, EventStore store, Clock clock) {
        this(definition, store, clock, KeptTimelines.NONE);
    }

    /// @param kept of this zone's objects, by its folding
    public Zone(ZoneDefinition definition, EventStore store, Clock clock, KeptTimelines kept) {
        this(definition, store, clock, kept, ZoneObserver.NONE);
    }

    /// @param kept of this zone's objects, by its folding
    public Zone(ZoneDefinition definition, EventStore store, Clock clock, KeptTimelines kept, ZoneObserver observer) {
        this(store, clock, observer, new Switch(Ruling.of(definition, store, clock, kept, observer)), null);
    }

    private Zone(EventStore store, Clock clock, ZoneObserver observer, Switch definitions, @Nullable Ruling fixed) {
        this.store = store;
        this.clock = clock;
        this.observer = observer;
        this.definitions = definitions;
        this.fixed = fixed;
    }

    private Ruling ruling() {
        return fixed == null ? definitions.ruling() : fixed;
    }

    /// The definition that rules now; another one may rule the next moment, so who needs it twice asks
    /// [#asDefined].
    public ZoneDefinition definition() {
        return ruling().definition();
    }

    /// This zone with the definition that rules now: its questions are answered by that one for ever. Commands are
    /// always decided by the one that rules when they come in.
    public Zone asDefined() {
        return new Zone(store, clock, observer, definitions, ruling());
    }

    /// Takes another definition. When this returns, no command that was decided by the former one can still be
    /// stored by this zone; those that were being done have ended.
    ///
    /// @param kept of this zone's objects, by the folding of the definition
    /// @throws InvalidValue when it is the definition of another zone
    public void take(ZoneDefinition next, KeptTimelines kept) {
        InvalidValue.require(
                next.name().equals(definition().name()),
                "this is zone %s, not %s".formatted(definition().name(), next.name()));
        Ruling ruling = Ruling.of(next, store, clock, kept, observer);
        var _ = withoutCommands(() -> {
            definitions.set(ruling);
            return ruling;
        });
    }

    /// Does something while no command is being done by this zone; commands that come in wait for it, so keep it
    /// short.
    public <T> T withoutCommands(Supplier<T> work) {
        return definitions.alone(work);
    }

    /// What is kept of this zone's objects.
    public KeptTimelines kept() {
        return ruling().kept();
    }

    /// @param source who asks, as authenticated
    public Outcome handle(Source source, Command command) {
        return handle(source, command, Optional.empty());
    }

    /// Does a command only if the objects involved are as they were at its preview.
    public Outcome handle(Source source, Command command, PreviewToken previewed) {
        return handle(source, command, Optional.of(previewed));
    }

    private Outcome handle(Source source, Command command, Optional<PreviewToken> previewed) {
        long started = System.nanoTime();
        String outcome = "failed";
        try {
            Outcome reached = definitions.deciding(ruling -> ruling.commands().handle(source, command, previewed));
            outcome = name(reached);
            return reached;
        } finally {
            observer.handled(name(command), outcome, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private static String name(Command command) {
        return switch (command) {
            case Command.RecordClaim _ -> "record";
            case Command.Validate _ -> "validate";
            case Command.Correct _ -> "correct";
        };
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded _ -> "recorded";
            case Outcome.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
            case Outcome.Conflict _ -> "conflict";
        };
    }

    /// Does all of some commands, or none; each sees what those before it record.
    ///
    /// @throws InvalidValue when there are none, or too many
    public BatchOutcome handle(Source source, List<Command> batch) {
        long started = System.nanoTime();
        String outcome = "failed";
        try {
            BatchOutcome reached =
                    definitions.deciding(ruling -> ruling.commands().handle(source, batch));
            outcome = reached instanceof BatchOutcome.Ended ended ? name(ended.outcome()) : "recorded";
            return reached;
        } finally {
            observer.handled("batch", outcome, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    /// What a command would do. Stores nothing.
    public Preview preview(Source source, Command command) {
        observer.asked("preview");
        return ruling().commands().preview(source, command);
    }

    /// What was so and what was known.
    public Questions questions() {
        return ruling().questions();
    }

    /// The decisions that relied on what an event changed, in the order of the log.
    ///
    /// @return empty when there is no such event
    public Optional<List<Reliance>> impact(EventId id) {
        observer.asked("impact");
        Ruling ruling = ruling();
        ZoneDefinition definition = ruling.definition();
        return store.find(id).map(stored -> {
            History history =
                    Boundary.of(stored.event().objects(), store, definition).history();
            Set<ObjectId> objects = new LinkedHashSet<>();
            history.chain(stored)
                    .forEach(member -> objects.addAll(member.event().objects()));
            History all = Boundary.of(objects, store, definition).history();
            Position before = new Position(stored.position().value() - 1);
            return Impact.of(
                    stored, ruling.questions().changed(objects, all, before, stored.position()), definition, store);
        });
    }

    /// The events that name an object, of all kinds, in the order asked.
    ///
    /// @throws InvalidValue when more than [#MAX_PAGE] are asked for
    public List<StoredEvent> events(ObjectId object, ReadOptions options) {
        observer.asked("events");
        if (options.limit() > MAX_PAGE) {
            throw new InvalidValue("limit: at most %d events at a time".formatted(MAX_PAGE));
        }
        return store.read(Query.ofObjects(object), options).toList();
    }

    /// The position of the latest event.
    public Position position() {
        return store.head();
    }

    public Optional<StoredEvent> event(EventId id) {
        return store.find(id);
    }

    /// The head of the chain that an event is in: what to name as seen when validating or correcting it.
    public EventId head(StoredEvent event) {
        return heads(event.event().objects()).apply(event);
    }

    /// The same for what a command recorded: as it was then, where it was recorded by this very command.
    public EventId head(Outcome.Recorded recorded) {
        return recorded.first() ? recorded.event().id() : head(recorded.event());
    }

    /// The same for any event that names one of these objects.
    public Function<StoredEvent, EventId> heads(Collection<ObjectId> objects) {
        History history = Boundary.latest(objects, store, definition()).history();
        return history::head;
    }

    /// The heads as they were at a position: what was recorded later does not count.
    public Function<StoredEvent, EventId> heads(Collection<ObjectId> objects, Position upTo) {
        History history = Boundary.of(objects, store, definition(), upTo).history();
        return history::head;
    }

    /// What is known of each of these events at a position, read for many of them at once.
    public Function<StoredEvent, History> histories(Collection<StoredEvent> events, Position upTo) {
        return Histories.of(
                events,
                objects -> Boundary.of(objects, store, definition(), upTo).history());
    }

    /// What a source may do about an event now, with an effect at once.
    ///
    /// @param history in which the event stands, as it is now
    public Possible possible(Source source, StoredEvent event, History history) {
        return Possible.of(definition(), source, event, history);
    }

    /// Whether a type of source may do or read anything here.
    public boolean knows(Source source) {
        return definition().authorities().containsKey(source.type());
    }
}
