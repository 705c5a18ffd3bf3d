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
import f6.zone.command.Command;
import f6.zone.command.Commands;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.command.PreviewToken;
import f6.zone.definition.ZoneDefinition;
import f6.zone.impact.Impact;
import f6.zone.impact.Reliance;
import f6.zone.observe.ZoneObserver;
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

/// A running zone: takes commands, and answers what was so and what was known. Keeps nothing of its own; the log
/// is all.
public final class Zone {
    /// A page of events; more are read page by page.
    public static final int MAX_PAGE = 1000;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final Questions questions;
    private final Commands commands;
    private final ZoneObserver observer;

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
        this.definition = definition;
        this.store = store;
        this.observer = observer;
        this.questions = new Questions(definition, store, clock, kept, observer);
        this.commands = new Commands(definition, store, clock, questions);
    }

    public ZoneDefinition definition() {
        return definition;
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
            Outcome reached = commands.handle(source, command, previewed);
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

    /// What a command would do. Stores nothing.
    public Preview preview(Source source, Command command) {
        observer.asked("preview");
        return commands.preview(source, command);
    }

    /// What was so and what was known.
    public Questions questions() {
        return questions;
    }

    /// The decisions that relied on what an event changed, in the order of the log.
    ///
    /// @return empty when there is no such event
    public Optional<List<Reliance>> impact(EventId id) {
        observer.asked("impact");
        return store.find(id).map(stored -> {
            History history =
                    Boundary.of(stored.event().objects(), store, definition).history();
            Set<ObjectId> objects = new LinkedHashSet<>();
            history.chain(stored)
                    .forEach(member -> objects.addAll(member.event().objects()));
            History all = Boundary.of(objects, store, definition).history();
            Position before = new Position(stored.position().value() - 1);
            return Impact.of(stored, questions.changed(objects, all, before, stored.position()), definition, store);
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
        History history = Boundary.latest(objects, store, definition).history();
        return history::head;
    }

    /// Whether a type of source may do or read anything here.
    public boolean knows(Source source) {
        return definition.authorities().containsKey(source.type());
    }
}
