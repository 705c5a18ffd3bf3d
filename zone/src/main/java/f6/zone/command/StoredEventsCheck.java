package f6.zone.command;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Outcome.Violation;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether what is stored can be read and folded by a definition: to be known before the definition is put to use.
public final class StoredEventsCheck {
    /// In one answer; whoever has more begins with these.
    public static final int MAX_UNFIT = 20;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final List<Unfit> found = new ArrayList<>();

    private StoredEventsCheck(ZoneDefinition definition, EventStore store) {
        this.definition = definition;
        this.store = store;
    }

    /// An event that the definition cannot take.
    public record Unfit(Position position, String why) {}

    /// @return the first ones, at most [#MAX_UNFIT]; empty when all fit
    public static List<Unfit> of(ZoneDefinition definition, EventStore store) {
        StoredEventsCheck check = new StoredEventsCheck(definition, store);
        Iterator<ObjectId> objects = check.read().iterator();
        while (check.found.isEmpty() && objects.hasNext()) {
            check.fold(objects.next());
        }
        return List.copyOf(check.found);
    }

    /// @return all objects that are named
    private Set<ObjectId> read() {
        Set<ObjectId> objects = new LinkedHashSet<>();
        Iterator<StoredEvent> log = store.read(Query.all(), ReadOptions.FORWARD).iterator();
        while (log.hasNext() && found.size() < MAX_UNFIT) {
            StoredEvent stored = log.next();
            objects.addAll(stored.event().objects());
            if (Boundary.isRoot(stored.event())) {
                objection(stored.event()).ifPresent(why -> found.add(new Unfit(stored.position(), why)));
            }
        }
        return objects;
    }

    private Optional<String> objection(Event event) {
        Optional<EventDefinition> type = definition.of(event);
        if (type.isEmpty()) {
            return Optional.of("%s of version %s is not in the definition".formatted(event.type(), event.version()));
        }
        return Checks.content(type.get(), event.data()).stream()
                .findFirst()
                .map(violation -> "%s%s".formatted(event.type(), inWords(violation)));
    }

    private static String inWords(Violation violation) {
        return "%s: %s".formatted(violation.path(), violation.message());
    }

    private void fold(ObjectId object) {
        History history = Boundary.of(List.of(object), store, definition).history();
        for (String anomaly : Fold.of(
                        object, history.counted(MaterialTime.END, Position.END, Reading.LEGAL), definition)
                .anomalies()) {
            Position position = history.events().stream()
                    .filter(stored -> anomaly.contains(stored.id().toString()))
                    .map(StoredEvent::position)
                    .findFirst()
                    .orElse(Position.START);
            found.add(new Unfit(position, anomaly));
        }
    }
}
