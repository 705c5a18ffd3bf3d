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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/// Whether what is stored can be read and folded by a definition: to be known before the definition is put to use.
public final class StoredEventsCheck {
    /// In one answer; whoever has more begins with these.
    public static final int MAX_UNFIT = 20;

    private final ZoneDefinition definition;
    private final Optional<ZoneDefinition> active;
    private final EventStore store;
    private final TreeMap<Position, String> found = new TreeMap<>();
    private long count;

    private StoredEventsCheck(ZoneDefinition definition, Optional<ZoneDefinition> active, EventStore store) {
        this.definition = definition;
        this.active = active;
        this.store = store;
    }

    /// An event that the definition cannot take.
    public record Unfit(Position position, String why) {}

    /// @param upTo where the log was when the check began: what is behind it may not have been looked at
    /// @param unfit how many events do not fit
    /// @param first of them, by position, at most [#MAX_UNFIT]
    public record Result(Position upTo, long unfit, List<Unfit> first) {
        public Result {
            first = List.copyOf(first);
        }

        public boolean fits() {
            return unfit == 0;
        }
    }

    /// Of the whole log, by this definition alone.
    public static Result of(ZoneDefinition definition, EventStore store) {
        return of(definition, Optional.empty(), store, Position.START);
    }

    /// Which events fit the definition no longer: what the active one cannot take either is no objection.
    ///
    /// @param after the events behind this position, and what they come to together with all others
    public static Result of(
            ZoneDefinition definition, Optional<ZoneDefinition> active, EventStore store, Position after) {
        Position head = store.head();
        StoredEventsCheck check = new StoredEventsCheck(definition, active, store);
        check.read(after).stream()
                .gather(Gatherers.windowFixed(Query.MAX_ITEMS))
                .forEach(check::fold);
        return new Result(
                head,
                check.count,
                check.found.entrySet().stream()
                        .map(one -> new Unfit(one.getKey(), one.getValue()))
                        .toList());
    }

    private void add(Position position, String why) {
        if (found.putIfAbsent(position, why) == null) {
            count++;
            if (found.size() > MAX_UNFIT) {
                var _ = found.pollLastEntry();
            }
        }
    }

    /// @return all objects that are named
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private Set<ObjectId> read(Position after) {
        Set<ObjectId> objects = new LinkedHashSet<>();
        Iterator<StoredEvent> log =
                store.read(Query.all(), ReadOptions.FORWARD.after(after)).iterator();
        while (log.hasNext()) {
            Thread.yield(); // a virtual thread gives way only when it waits, and pages are long
            StoredEvent stored = log.next();
            if (!Boundary.isRoot(stored.event())) {
                objects.addAll(stored.event().objects());
                continue;
            }
            Optional<String> objection = objection(definition, stored.event())
                    .filter(why -> active.flatMap(now -> objection(now, stored.event()))
                            .isEmpty());
            if (objection.isPresent()) {
                add(stored.position(), objection.get());
            } else {
                objects.addAll(stored.event().objects());
            }
        }
        return objects;
    }

    private static Optional<String> objection(ZoneDefinition definition, Event event) {
        EventDefinition type = definition.events().get(event.type().name());
        if (type == null) {
            return Optional.of("%s of version %s is not in the definition".formatted(event.type(), event.version()));
        }
        if (!type.upcasts().reach(event.version())) {
            return Optional.of("%s of version %s is not in the definition: no upcast leads from there to version %s"
                    .formatted(event.type(), event.version(), type.version()));
        }
        return Checks.content(type, event, event.data()).stream()
                .findFirst()
                .map(violation -> "%s%s".formatted(event.type(), inWords(violation)))
                .or(() -> otherObjects(type, event));
    }

    /// Who looks for what was said about an object finds it by the objects that are stored with the event.
    private static Optional<String> otherObjects(EventDefinition type, Event event) {
        Set<ObjectId> objects = new LinkedHashSet<>(type.allObjects(type.current(event.version(), event.data())));
        objects.removeAll(event.objects());
        return objects.isEmpty()
                ? Optional.empty()
                : Optional.of("%s: by this definition it is about %s too, which it does not name"
                        .formatted(event.type(), objects.iterator().next()));
    }

    private static String inWords(Violation violation) {
        return "%s: %s".formatted(violation.path(), violation.message());
    }

    private void fold(List<ObjectId> objects) {
        Boundary.histories(objects, store, definition).forEach((object, history) -> {
            Map<Position, String> unfit = anomalies(definition, object, history);
            if (!unfit.isEmpty()) {
                active.ifPresent(now ->
                        unfit.keySet().removeAll(anomalies(now, object, history).keySet()));
                unfit.forEach(this::add);
            }
        });
    }

    private static Map<Position, String> anomalies(ZoneDefinition by, ObjectId object, History history) {
        Map<Position, String> anomalies = new LinkedHashMap<>();
        History read = History.of(history.events(), by);
        Fold.of(object, read.counted(MaterialTime.END, Position.END, Reading.LEGAL), by)
                .anomalies()
                .forEach(anomaly -> anomalies.putIfAbsent(position(read, anomaly), anomaly));
        return anomalies;
    }

    private static Position position(History history, String anomaly) {
        return history.events().stream()
                .filter(stored -> anomaly.contains(stored.id().toString()))
                .map(StoredEvent::position)
                .findFirst()
                .orElse(Position.START);
    }
}
