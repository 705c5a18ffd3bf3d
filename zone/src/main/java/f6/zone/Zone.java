package f6.zone;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Counted;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Command;
import f6.zone.command.Commands;
import f6.zone.command.Outcome;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.Boundary;
import f6.zone.view.Fold;
import f6.zone.view.ObjectState;
import f6.zone.view.ViewAnswer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A running zone: takes commands, and answers what was so and what was known. Keeps nothing of its own; the log is
/// all.
public final class Zone {
    /// A page of events; more are read page by page.
    public static final int MAX_PAGE = 1000;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final Clock clock;
    private final Commands commands;

    public Zone(ZoneDefinition definition, EventStore store, Clock clock) {
        this.definition = definition;
        this.store = store;
        this.clock = clock;
        this.commands = new Commands(definition, store, clock);
    }

    public ZoneDefinition definition() {
        return definition;
    }

    /// @param source who asks, as authenticated
    public Outcome handle(Source source, Command command) {
        return commands.handle(source, command);
    }

    /// The state of an object by a view: what was so at the end of a day, by what was known at an instant.
    ///
    /// @param geldigOp the material axis; empty: today, in the zone's time zone
    /// @param beschikbaarOp the formal axis; empty: now
    /// @return empty when no event counts for the object there
    /// @throws InvalidValue when there is no such view, or the instant has not come yet
    public Optional<ViewAnswer> state(
            String view,
            ObjectId object,
            Optional<LocalDate> geldigOp,
            Optional<Instant> beschikbaarOp,
            Reading reading) {
        View shown = definition.views().get(view);
        if (shown == null) {
            throw new InvalidValue("zone %s has no view '%.60s'".formatted(definition.name(), view));
        }
        LocalDate day = geldigOp.orElseGet(() -> LocalDate.ofInstant(clock.instant(), definition.timeZone()));
        MaterialTime material = MaterialTime.endOf(day, definition.timeZone());
        // First the moment, then what was known at it: resolving it may wait for an append that belongs to it.
        Optional<Position> asked = beschikbaarOp.map(this::knownAt);
        Boundary boundary = Boundary.of(List.of(object), store, definition);
        Position formal = asked.orElse(boundary.position());
        ObjectState legal = state(object, boundary.history().counted(material, formal, Reading.LEGAL));
        ObjectState state = reading == Reading.LEGAL
                ? legal
                : state(object, boundary.history().counted(material, formal, reading));
        if (!legal.exists() && !state.exists() && state.anomalies().isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(state.fields());
        fields.keySet().retainAll(shown.fields());
        boolean pending = state.pending() || !state.fields().equals(legal.fields());
        return Optional.of(new ViewAnswer(object, fields, day, formal, pending, state.anomalies()));
    }

    private ObjectState state(ObjectId object, Counted counted) {
        ObjectState folded = Fold.of(object, counted.entries(), definition);
        List<String> anomalies = new ArrayList<>(counted.anomalies());
        anomalies.addAll(folded.anomalies());
        return new ObjectState(folded.fields(), folded.exists(), folded.pending(), anomalies);
    }

    private Position knownAt(Instant instant) {
        if (instant.isAfter(clock.instant()) && !isStored(instant)) {
            throw new InvalidValue(
                    "beschikbaarOp: %s is in the future; what will be known then is not known yet".formatted(instant));
        }
        return store.positionAt(instant);
    }

    /// Whether the log has come to the instant already: its clock may be ahead of ours.
    private boolean isStored(Instant instant) {
        return store.read(Query.all(), ReadOptions.BACKWARD.limit(1))
                .anyMatch(last -> !last.createdAt().isBefore(instant));
    }

    /// The events that name an object, of all kinds, in the order asked.
    ///
    /// @throws InvalidValue when more than [#MAX_PAGE] are asked for
    public List<StoredEvent> events(ObjectId object, ReadOptions options) {
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

    /// The same for any event that names one of these objects.
    public Function<StoredEvent, EventId> heads(Collection<ObjectId> objects) {
        History history = Boundary.of(objects, store, definition).history();
        return history::head;
    }

    /// Whether a type of source may do or read anything here.
    public boolean knows(Source source) {
        return definition.authorities().containsKey(source.type());
    }
}
