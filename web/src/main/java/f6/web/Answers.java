package f6.web;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Change;
import f6.eventstore.timeline.Explanation;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Rectangle;
import f6.zone.Zone;
import f6.zone.command.Preview;
import f6.zone.definition.DecisionBasis;
import f6.zone.impact.Reliance;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.EventPage;
import f6.zone.view.ObjectChanges;
import f6.zone.view.ViewAnswer;
import f6.zone.view.ViewExplanation;
import f6.zone.view.ViewTimeline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a zone answers, as the types of the API have it: the one translation behind GraphQL and REST.
///
/// @param zone that answers
/// @param timeZone in which moments of the material axis are days
record Answers(String zone, ZoneId timeZone) {
    static Answers of(Zone zone) {
        return new Answers(zone.definition().name(), zone.definition().timeZone());
    }

    /// The moment of an answer, as it is named and can be asked about again.
    private void putMoment(Map<String, @Nullable Object> fields, Position position) {
        fields.put("position", position.value());
        fields.put("formal", FormalVector.of(zone, position).json());
    }

    Map<String, @Nullable Object> view(ViewAnswer answer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        new TreeMap<>(answer.fields()).forEach((field, value) -> fields.put(field, ordered(value)));
        fields.put("id", answer.object().toString());
        fields.put("geldigOp", answer.geldigOp());
        putMoment(fields, answer.position());
        fields.put("pending", answer.pending());
        fields.put("anomalies", answer.anomalies());
        return fields;
    }

    /// @param heads the head of each event's chain
    static Map<String, @Nullable Object> event(StoredEvent stored, Function<StoredEvent, EventId> heads) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("position", stored.position().value());
        fields.put("createdAt", stored.createdAt());
        fields.putAll(event(stored.event()));
        fields.put("head", heads.apply(stored).toString());
        return fields;
    }

    private static Map<String, @Nullable Object> event(Event event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", event.id().toString());
        fields.put("occurredAt", event.occurredAt());
        fields.put("objectIds", event.objects().stream().map(ObjectId::toString).toList());
        fields.put("eventType", event.type().name());
        fields.put("eventVersion", event.version());
        fields.put("eventKind", event.kind());
        fields.put("eventSourceId", event.source().id().toString());
        fields.put("eventSourceType", event.source().type());
        fields.put(
                "eventReference",
                event.references().stream().map(EventId::toString).toList());
        fields.put("eventData", event.data().members());
        return fields;
    }

    static Map<String, @Nullable Object> recorded(
            StoredEvent event, Optional<Basis> basis, Function<StoredEvent, EventId> heads) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", event(event, heads));
        fields.put("basis", basis.orElse(null));
        return fields;
    }

    /// @param limit of the page: one that is full may have more behind it
    Map<String, @Nullable Object> found(KeptTimelines.Found found, int limit) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putMoment(fields, found.position());
        List<String> ids = found.objects().stream().map(ObjectId::toString).toList();
        fields.put("ids", ids);
        fields.put("next", ids.size() < limit ? null : ids.getLast());
        return fields;
    }

    /// @param heads the head of each event's chain
    Map<String, @Nullable Object> page(EventPage page, Function<StoredEvent, EventId> heads) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putMoment(fields, page.position());
        fields.put(
                "events",
                page.events().stream().map(stored -> event(stored, heads)).toList());
        fields.put("next", page.next().map(Position::value).orElse(null));
        return fields;
    }

    Map<String, @Nullable Object> timeline(String view, ViewTimeline timeline) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", timeline.object().toString());
        fields.put("view", view);
        putMoment(fields, timeline.position());
        fields.put(
                "rectangles",
                timeline.rectangles().stream()
                        .map(rectangle -> rectangle(rectangle, timeline.events()))
                        .toList());
        return fields;
    }

    private Map<String, @Nullable Object> rectangle(Rectangle rectangle, Map<Position, StoredEvent> events) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("field", rectangle.attribute());
        fields.put("value", ordered(rectangle.value().orElse(null)));
        putPeriod(fields, rectangle.from(), rectangle.until());
        // Where nothing was known yet, no event made it so.
        Optional<StoredEvent> since = Optional.ofNullable(events.get(rectangle.since()));
        Optional<StoredEvent> superseded = Optional.ofNullable(events.get(rectangle.superseded()));
        fields.put("since", rectangle.since().value());
        fields.put("sinceTime", since.map(StoredEvent::createdAt).orElse(null));
        fields.put(
                "superseded",
                rectangle.superseded().equals(Position.END)
                        ? null
                        : rectangle.superseded().value());
        fields.put("supersededTime", superseded.map(StoredEvent::createdAt).orElse(null));
        fields.put("cause", rectangle.cause().map(EventId::toString).orElse(null));
        fields.put("madeKnownBy", since.map(event -> event.id().toString()).orElse(null));
        return fields;
    }

    private void putPeriod(Map<String, @Nullable Object> fields, MaterialTime from, MaterialTime until) {
        Instant first = from.equals(MaterialTime.UNKNOWN) ? null : from.instant();
        Instant last = until.equals(MaterialTime.END) ? null : until.instant();
        fields.put("from", day(first));
        fields.put("fromTime", first);
        fields.put("until", day(last));
        fields.put("untilTime", last);
    }

    private @Nullable LocalDate day(@Nullable Instant instant) {
        return instant == null ? null : LocalDate.ofInstant(instant, timeZone);
    }

    Map<String, @Nullable Object> explanation(ViewExplanation explained, Function<StoredEvent, EventId> heads) {
        Explanation explanation = explained.explanation();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putMoment(fields, explained.position());
        fields.put("rectangle", rectangle(explanation.rectangle(), explained.events()));
        fields.put(
                "chain",
                explanation.chain().stream().map(link -> link(link, heads)).toList());
        return fields;
    }

    private Map<String, @Nullable Object> link(Judgement judgement, Function<StoredEvent, EventId> heads) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", event(judgement.stored(), heads));
        putStanding(fields, judgement);
        fields.put("verdict", judgement.verdict().orElse(null));
        fields.put(
                "effectiveFrom",
                judgement.effectiveFrom().map(from -> day(from.instant())).orElse(null));
        fields.put("anomaly", judgement.anomaly().orElse(null));
        return fields;
    }

    private static void putStanding(Map<String, @Nullable Object> fields, Judgement judgement) {
        fields.put("inForce", judgement.inForce());
        fields.put("retracted", judgement.retracted());
        fields.put("pending", judgement.pending());
    }

    Map<String, @Nullable Object> diff(Diff diff) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("from", diff.before().value());
        fields.put("to", diff.after().value());
        fields.put("fromFormal", FormalVector.of(zone, diff.before()).json());
        fields.put("toFormal", FormalVector.of(zone, diff.after()).json());
        fields.put("objects", objects(diff.objects()));
        return fields;
    }

    private List<Map<String, @Nullable Object>> objects(List<ObjectChanges> objects) {
        return objects.stream()
                .map(one -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("id", one.object().toString());
                    fields.put("changes", changes(one.changes()));
                    return fields;
                })
                .toList();
    }

    /// A value with the members of its objects by name: the same question is answered by the same bytes, whether
    /// its answer was folded from the log (which keeps the sender's order) or kept (which has its own).
    private static @Nullable Object ordered(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                members.forEach((name, member) -> sorted.put(String.valueOf((Object) name), ordered(member)));
                yield sorted;
            }
            case List<?> values -> values.stream().map(Answers::ordered).toList();
            case null, default -> value;
        };
    }

    private List<Map<String, @Nullable Object>> changes(List<Change> changes) {
        return changes.stream()
                .map(change -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("field", change.attribute());
                    putPeriod(fields, change.from(), change.until());
                    fields.put("before", ordered(change.before().orElse(null)));
                    fields.put("after", ordered(change.after().orElse(null)));
                    fields.put("cause", change.cause().map(EventId::toString).orElse(null));
                    return fields;
                })
                .toList();
    }

    List<Map<String, @Nullable Object>> history(List<Deed> deeds, Function<StoredEvent, EventId> heads) {
        return deeds.stream()
                .map(deed -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("act", deed.act());
                    fields.put("event", event(deed.event(), heads));
                    fields.put("rootId", deed.root().id().toString());
                    fields.put("basis", deed.basis().orElse(null));
                    putStanding(fields, deed.standing());
                    fields.put("changes", changes(deed.changes()));
                    return fields;
                })
                .toList();
    }

    static List<Map<String, @Nullable Object>> impact(List<Reliance> found, Function<StoredEvent, EventId> heads) {
        return found.stream()
                .map(reliance -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("decision", event(reliance.decision(), heads));
                    fields.put("inForce", reliance.inForce());
                    fields.put("effect", reliance.effect());
                    fields.put(
                            "touched",
                            reliance.touched().stream().map(Answers::touched).toList());
                    fields.put(
                            "through", reliance.through().map(EventId::toString).orElse(null));
                    fields.put("before", ordered(reliance.before().orElse(null)));
                    fields.put("after", ordered(reliance.after().orElse(null)));
                    return fields;
                })
                .toList();
    }

    private static Map<String, Object> touched(DecisionBasis.Read read) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("object", read.object().toString());
        fields.put("field", read.field());
        fields.put("absent", read.absent());
        return fields;
    }

    /// @param whole whether it says what would be otherwise of others: null in its place if not
    Map<String, @Nullable Object> preview(
            Preview.Foreseen foreseen, boolean whole, Function<StoredEvent, EventId> heads) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", event(foreseen.event()));
        fields.put("basis", foreseen.basis().orElse(null));
        fields.put("changes", whole ? objects(foreseen.changes()) : null);
        fields.put("impact", whole ? impact(foreseen.impact(), heads) : null);
        fields.put("token", foreseen.token().toString());
        return fields;
    }
}
