package f6.zone.view;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Change;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.NotKnownYet;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Rectangle;
import f6.eventstore.timeline.Timeline;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.observe.ZoneObserver;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Answers what was so and what was known, from the log.
public final class Questions {
    /// Events between the two moments of a diff over all objects; ask for a longer time in parts.
    public static final int MAX_DIFF_EVENTS = 10_000;
    /// Rectangles of a timeline, and changes of a diff: what a reader can still hold.
    public static final int MAX_RECTANGLES = 10_000;
    /// Deeds in a history: more are read as events, page by page.
    public static final int MAX_DEEDS = 10_000;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final Clock clock;
    private final KeptTimelines kept;
    private final ZoneObserver observer;

    public Questions(ZoneDefinition definition, EventStore store, Clock clock, KeptTimelines kept) {
        this(definition, store, clock, kept, ZoneObserver.NONE);
    }

    public Questions(
            ZoneDefinition definition, EventStore store, Clock clock, KeptTimelines kept, ZoneObserver observer) {
        this.kept = kept;
        this.observer = observer;
        this.definition = definition;
        this.store = store;
        this.clock = clock;
    }

    /// The state of an object by a view: what was so at the end of a day, by what was known at a moment.
    ///
    /// @param geldigOp the material axis; empty: today, in the zone's time zone
    /// @return empty when no event counts for the object there
    public Optional<ViewAnswer> state(
            String view, ObjectId object, Optional<LocalDate> geldigOp, KnownAt known, Reading reading) {
        observer.asked("state");
        View shown = requireView(view);
        LocalDate day = geldigOp.orElseGet(this::today);
        MaterialTime material = MaterialTime.endOf(day, definition.timeZone());
        if (reading == Reading.LEGAL) {
            Optional<KeptTimelines.Kept> kept = this.kept.at(object, material, known);
            if (kept.isPresent()) {
                ObjectState state = new ObjectState(kept.get().state());
                return answer(shown, object, day, kept.get().position(), state, state);
            }
        }
        Known asked = known(known, List.of(object));
        ObjectState legal = state(object, asked, material, Reading.LEGAL);
        ObjectState state = reading == Reading.LEGAL ? legal : state(object, asked, material, reading);
        return answer(shown, object, day, asked.position(), state, legal);
    }

    private static Optional<ViewAnswer> answer(
            View shown, ObjectId object, LocalDate day, Position position, ObjectState state, ObjectState legal) {
        if (!legal.exists() && !state.exists() && state.anomalies().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : shown.fields()) {
            Object value = state.attributes().get(field);
            if (value != null) {
                fields.put(field, value);
            }
        }
        boolean pending = state.pending() || !state.fields().equals(legal.fields());
        return Optional.of(new ViewAnswer(object, fields, day, position, pending, state.anomalies()));
    }

    /// The objects of which the fields of a view are so at the end of a day.
    ///
    /// @param geldigOp the material axis; empty: today
    /// @param after the last object of the page before; empty for the first page
    /// @throws InvalidValue when the view has no such field, or nothing is searched for
    public KeptTimelines.Found find(
            String view,
            List<KeptTimelines.Criterion> criteria,
            Optional<LocalDate> geldigOp,
            KnownAt known,
            Optional<ObjectId> after,
            int limit) {
        observer.asked("search");
        View shown = requireView(view);
        criteria.forEach(criterion -> requireField(shown, criterion.attribute()));
        MaterialTime material = MaterialTime.endOf(geldigOp.orElseGet(this::today), definition.timeZone());
        KnownAt asked = known instanceof KnownAt.Now ? known : KnownAt.upto(position(known));
        return kept.find(criteria, material, asked, after, limit);
    }

    private static void requireField(View view, String field) {
        InvalidValue.require(
                view.fields().contains(field),
                "view %s has no field '%.60s': use one of %s"
                        .formatted(view.name(), field, String.join(", ", view.fields())));
    }

    private ObjectState state(ObjectId object, Known known, MaterialTime material, Reading reading) {
        return Fold.of(object, known.history().counted(material, known.position(), reading), definition);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), definition.timeZone());
    }

    private View requireView(String view) {
        View shown = definition.views().get(view);
        if (shown == null) {
            throw new InvalidValue("zone %s has no view '%.60s': use one of %s"
                    .formatted(
                            definition.name(),
                            view,
                            String.join(", ", definition.views().keySet())));
        }
        return shown;
    }

    /// All that was ever known of an object by a view, in rectangles.
    public ViewTimeline timeline(String view, ObjectId object, Reading reading) {
        observer.asked("timeline");
        View shown = requireView(view);
        Optional<KeptTimelines.Range> range = reading == Reading.LEGAL
                ? kept.between(List.of(object), Position.START, KnownAt.NOW)
                : Optional.empty();
        if (range.isPresent()) {
            Timeline timeline = range.get().timelines().getOrDefault(object, new Timeline(List.of()));
            List<Rectangle> rectangles = shown(timeline, shown);
            return new ViewTimeline(
                    object, range.get().position(), rectangles, edges(rectangles, kept.events(edges(rectangles))));
        }
        Boundary boundary = Boundary.of(List.of(object), store, definition);
        List<Rectangle> rectangles = shown(timeline(object, boundary.history(), reading), shown);
        return new ViewTimeline(
                object,
                boundary.position(),
                rectangles,
                edges(rectangles, boundary.history().events()));
    }

    private static List<Rectangle> shown(Timeline timeline, View view) {
        List<Rectangle> rectangles = timeline.rectangles()
                .filter(rectangle -> view.fields().contains(rectangle.attribute()))
                .filter(rectangle -> rectangle.value().isPresent())
                .limit(MAX_RECTANGLES + 1)
                .toList();
        requireFew(rectangles.size());
        return rectangles;
    }

    private static int parts(List<ObjectChanges> changes) {
        return changes.stream().mapToInt(one -> one.changes().size()).sum();
    }

    private static void requireFew(int rectangles) {
        InvalidValue.require(
                rectangles <= MAX_RECTANGLES,
                "the answer has more than %d parts: ask for the state at a moment, or for a shorter time"
                        .formatted(MAX_RECTANGLES));
    }

    /// Where rectangles begin and end on the formal axis.
    private static Set<Position> edges(List<Rectangle> rectangles) {
        Set<Position> edges = new HashSet<>();
        rectangles.forEach(rectangle -> {
            edges.add(rectangle.since());
            edges.add(rectangle.superseded());
        });
        edges.remove(Position.END);
        return edges;
    }

    private static Map<Position, StoredEvent> edges(List<Rectangle> rectangles, List<StoredEvent> events) {
        Set<Position> edges = edges(rectangles);
        Map<Position, StoredEvent> found = new LinkedHashMap<>();
        events.stream()
                .filter(stored -> edges.contains(stored.position()))
                .forEach(stored -> found.put(stored.position(), stored));
        return found;
    }

    private Timeline timeline(ObjectId object, History history, Reading reading) {
        return Timeline.of(history, new Fold(definition, object), reading);
    }

    /// Why a field of an object has its value.
    ///
    /// @param geldigOp the material axis; empty: today
    /// @return empty when the field never had a value
    /// @throws InvalidValue when the view has no such field
    public Optional<ViewExplanation> explain(
            String view, ObjectId object, String field, Optional<LocalDate> geldigOp, KnownAt known, Reading reading) {
        observer.asked("explain");
        View shown = requireView(view);
        requireField(shown, field);
        MaterialTime material = MaterialTime.endOf(geldigOp.orElseGet(this::today), definition.timeZone());
        Known asked = known(known, List.of(object));
        return asked.history()
                .explain(timeline(object, asked.history(), reading), field, material, asked.position(), reading)
                .map(explanation -> ViewExplanation.asOf(asked.position(), explanation))
                .map(explanation -> new ViewExplanation(
                        explanation,
                        asked.position(),
                        edges(List.of(explanation.rectangle()), asked.history().events())));
    }

    /// What is known of an object at one moment otherwise than at another, in law.
    public Diff diff(ObjectId object, KnownAt before, KnownAt after) {
        observer.asked("diff");
        return diff(List.of(object), position(before), after);
    }

    private Diff diff(Collection<ObjectId> objects, Position first, KnownAt after) {
        Optional<KeptTimelines.Range> range = kept.between(objects, first, after);
        Position last;
        List<ObjectChanges> changes = new ArrayList<>();
        if (range.isPresent()) {
            last = range.get().position();
            requireOrder(first, last);
            range.get()
                    .timelines()
                    .forEach((object, timeline) -> changes.addAll(changed(object, timeline, first, last)));
        } else {
            last = position(after);
            requireOrder(first, last);
            for (ObjectId object : objects) {
                History history =
                        Boundary.of(List.of(object), store, definition).history();
                changes.addAll(changed(object, timeline(object, history, Reading.LEGAL), first, last));
                requireFew(parts(changes));
            }
        }
        requireFew(parts(changes));
        return new Diff(first, last, changes);
    }

    private static List<ObjectChanges> changed(ObjectId object, Timeline timeline, Position before, Position after) {
        List<Change> changes = fields(timeline.diff(before, after));
        return changes.isEmpty() ? List.of() : List.of(new ObjectChanges(object, changes));
    }

    /// The same of all objects.
    ///
    /// @throws InvalidValue when there are more than [#MAX_DIFF_EVENTS] events between the two moments
    public Diff diff(KnownAt before, KnownAt after) {
        observer.asked("diff");
        Position first = position(before);
        Position last = position(after);
        requireOrder(first, last);
        List<StoredEvent> between = store.read(
                        Query.all(), ReadOptions.FORWARD.after(first).limit(MAX_DIFF_EVENTS + 1))
                .takeWhile(stored -> !stored.position().isAfter(last))
                .toList();
        if (between.size() > MAX_DIFF_EVENTS) {
            throw new InvalidValue(
                    "more than %d events between the two moments: ask for a shorter time".formatted(MAX_DIFF_EVENTS));
        }
        // An event of a chain names all objects that the chain had come to name before it.
        Set<ObjectId> objects = new LinkedHashSet<>();
        between.forEach(stored -> objects.addAll(stored.event().objects()));
        return diff(objects, first, KnownAt.upto(last));
    }

    /// What becomes known otherwise of some objects between two positions, in law.
    ///
    /// @param history of all of them
    public List<ObjectChanges> changed(Collection<ObjectId> objects, History history, Position before, Position after) {
        return objects.stream()
                .flatMap(object -> changed(object, timeline(object, history, Reading.LEGAL), before, after).stream())
                .toList();
    }

    private static List<Change> fields(List<Change> changes) {
        return changes.stream()
                .filter(change -> ObjectState.isField(change.attribute()))
                .toList();
    }

    private static void requireOrder(Position before, Position after) {
        InvalidValue.require(
                !before.isAfter(after),
                "a difference is from an earlier to a later moment, not from position %s to %s"
                        .formatted(before, after));
    }

    /// What was done about an object, in the order of the log.
    ///
    /// @throws InvalidValue when there are more than [#MAX_DEEDS]
    public List<Deed> history(ObjectId object) {
        observer.asked("history");
        History history = Boundary.of(List.of(object), store, definition).history();
        Set<EventId> roots = new HashSet<>();
        history.events().stream()
                .filter(stored -> stored.event().objects().contains(object))
                .forEach(stored -> roots.add(history.root(stored).id()));
        List<Judgement> about = history.judgements(Position.END, Reading.LEGAL).reversed().stream()
                .filter(judgement ->
                        roots.contains(history.root(judgement.stored()).id()))
                .toList();
        InvalidValue.require(
                about.size() <= MAX_DEEDS,
                "more than %d events are about this object: read them page by page".formatted(MAX_DEEDS));
        Map<Position, List<Change>> steps =
                timeline(object, history, Reading.LEGAL).steps();
        return about.stream()
                .map(judgement -> {
                    StoredEvent stored = judgement.stored();
                    List<Change> changes = fields(steps.getOrDefault(stored.position(), List.of()));
                    return new Deed(
                            Deed.Act.of(stored.event()),
                            stored,
                            history.root(stored),
                            Basis.of(stored.event()),
                            judgement,
                            changes);
                })
                .toList();
    }

    /// The events that pass a filter, in the order of the log or the other way round.
    ///
    /// @param known what counts as stored
    /// @param after exclusive, in the direction of reading: of the page before
    /// @param limit at most [EventPages#MAX_PAGE]
    public EventPage events(
            EventFilter filter, KnownAt known, boolean newestFirst, Optional<Position> after, int limit) {
        return new EventPages(store).read(filter, position(known), newestFirst, after, limit);
    }

    /// What is known of some objects at a formal moment: their history may go on behind it.
    private record Known(History history, Position position) {}

    private Known known(KnownAt known, List<ObjectId> objects) {
        // First the moment, then what was known at it: resolving it may wait for an append that belongs to it.
        Optional<Position> asked = known instanceof KnownAt.Now ? Optional.empty() : Optional.of(position(known));
        Boundary boundary = Boundary.of(objects, store, definition);
        return new Known(boundary.history(), asked.orElse(boundary.position()));
    }

    /// The position that a formal moment stands for.
    ///
    /// @throws NotKnownYet when it has not come yet
    public Position position(KnownAt known) {
        return switch (known) {
            case KnownAt.Now _ -> store.head();
            case KnownAt.Moment(Instant instant) -> {
                if (instant.isAfter(clock.instant()) && !isStored(instant)) {
                    throw new NotKnownYet(
                            "%s is in the future; what will be known then is not known yet".formatted(instant));
                }
                yield store.positionAt(instant);
            }
            case KnownAt.Upto(Position position) -> {
                Position head = store.head();
                if (position.isAfter(head)) {
                    throw new NotKnownYet("the log has come to position %s, not yet to %s".formatted(head, position));
                }
                yield position;
            }
        };
    }

    /// Whether the log has come to the instant already: its clock may be ahead of ours.
    private boolean isStored(Instant instant) {
        try (Stream<StoredEvent> last = store.read(Query.all(), ReadOptions.BACKWARD.limit(1))) {
            return last.anyMatch(stored -> !stored.createdAt().isBefore(instant));
        }
    }
}
