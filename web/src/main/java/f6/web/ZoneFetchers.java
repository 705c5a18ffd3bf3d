package f6.web;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.ViewAnswer;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Translates GraphQL's arguments to the zone's commands and questions, and what comes of them to GraphQL's values.
final class ZoneFetchers {
    private final Zone zone;

    ZoneFetchers(Zone zone) {
        this.zone = zone;
    }

    DataFetcher<?> view(View view) {
        return call -> zone.questions()
                .state(
                        view.name(),
                        objectId(call, "id"),
                        Optional.ofNullable(call.<LocalDate>getArgument("geldigOp")),
                        known(call, "beschikbaarOp"),
                        reading(call))
                .map(ZoneFetchers::answer)
                .orElse(null);
    }

    private static KnownAt known(DataFetchingEnvironment call, String argument) {
        Instant instant = call.getArgument(argument);
        return instant == null ? KnownAt.NOW : KnownAt.moment(instant);
    }

    private static Reading reading(DataFetchingEnvironment call) {
        return Boolean.TRUE.equals(call.getArgument("asserted")) ? Reading.ASSERTED : Reading.LEGAL;
    }

    private static Map<String, @Nullable Object> answer(ViewAnswer answer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(answer.fields());
        fields.put("id", answer.object().toString());
        fields.put("geldigOp", answer.geldigOp());
        fields.put("position", answer.position().value());
        fields.put("pending", answer.pending());
        fields.put("anomalies", answer.anomalies());
        return fields;
    }

    @Nullable
    Object event(DataFetchingEnvironment call) {
        return zone.event(eventId(call, "id"))
                .map(stored -> event(stored, heads(call, "head", stored.event().objects())))
                .orElse(null);
    }

    Object events(DataFetchingEnvironment call) {
        boolean newestFirst = Boolean.TRUE.equals(call.getArgument("newestFirst"));
        ReadOptions options = newestFirst ? ReadOptions.BACKWARD : ReadOptions.FORWARD;
        Long after = call.getArgument("after");
        Integer limit = call.getArgument("limit");
        options = options.limit(limit == null ? Zone.MAX_PAGE : limit);
        ObjectId object = objectId(call, "objectId");
        List<StoredEvent> events = zone.events(object, after == null ? options : options.after(new Position(after)));
        Function<StoredEvent, EventId> heads = heads(call, "head", List.of(object));
        return events.stream().map(stored -> event(stored, heads)).toList();
    }

    /// The heads of the chains of these objects, read once and only if asked for.
    private Function<StoredEvent, EventId> heads(DataFetchingEnvironment call, String path, List<ObjectId> objects) {
        return call.getSelectionSet().contains(path) ? zone.heads(objects) : StoredEvent::id;
    }

    DataFetcher<?> record(EventDefinition type) {
        return call -> {
            Map<String, @Nullable Object> input = members(call.getArgument("input"));
            return outcome(
                    call,
                    zone.handle(
                            source(call),
                            new Command.RecordClaim(
                                    parsed("input/id", () -> EventId.of(String.valueOf(input.get("id")))),
                                    type.type().name(),
                                    Optional.ofNullable((String) input.get("version")),
                                    Optional.ofNullable((Instant) input.get("occurredAt")),
                                    references(input.get("references")),
                                    parsed("input/data", () -> new EventData(withoutNulls(input.get("data")))))));
        };
    }

    private static List<EventId> references(@Nullable Object ids) {
        return ids instanceof List<?> list
                ? list.stream()
                        .map(id -> parsed("input/references", () -> EventId.of(String.valueOf(id))))
                        .toList()
                : List.of();
    }

    Object validate(DataFetchingEnvironment call) {
        Validation.Decision decision = call.getArgument("decision");
        return outcome(
                call,
                zone.handle(
                        source(call),
                        new Command.Validate(
                                eventId(call, "id"),
                                eventId(call, "eventId"),
                                eventId(call, "seen"),
                                Objects.requireNonNull(decision),
                                Optional.ofNullable(call.<LocalDate>getArgument("effectiveFrom")),
                                Optional.ofNullable(call.<Instant>getArgument("occurredAt")))));
    }

    Object correct(DataFetchingEnvironment call) {
        Object amend = call.getArgument("amend");
        if (amend != null && !(amend instanceof Map)) {
            throw new InvalidValue("amend: must be an object of members to replace");
        }
        return outcome(
                call,
                zone.handle(
                        source(call),
                        new Command.Correct(
                                eventId(call, "id"),
                                eventId(call, "eventId"),
                                eventId(call, "seen"),
                                Boolean.TRUE.equals(call.getArgument("retract"))
                                        ? Correction.Action.RETRACT
                                        : Correction.Action.AMEND,
                                parsed("amend", () -> new EventData(members(amend))),
                                Optional.ofNullable(call.<Instant>getArgument("amendOccurredAt")),
                                Optional.ofNullable(call.<Instant>getArgument("occurredAt")))));
    }

    private static Source source(DataFetchingEnvironment call) {
        Source source = call.getGraphQlContext().get(Source.class);
        if (source == null) {
            throw new IllegalStateException("a command without a source");
        }
        return source;
    }

    private Object outcome(DataFetchingEnvironment call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded recorded -> {
                Map<String, @Nullable Object> answer = new LinkedHashMap<>();
                StoredEvent stored = recorded.event();
                answer.put(
                        "event",
                        event(stored, heads(call, "event/head", stored.event().objects())));
                answer.put("basis", recorded.basis().orElse(null));
                yield answer;
            }
            case Outcome.Refused refused ->
                DataFetcherResult.newResult().error(GraphQlErrors.of(refused)).build();
            case Outcome.Conflict conflict ->
                DataFetcherResult.newResult().error(GraphQlErrors.of(conflict)).build();
        };
    }

    private static Map<String, Object> event(StoredEvent stored, Function<StoredEvent, EventId> heads) {
        var event = stored.event();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", event.id().toString());
        fields.put("position", stored.position().value());
        fields.put("createdAt", stored.createdAt());
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
        fields.put("head", heads.apply(stored).toString());
        return fields;
    }

    private static EventId eventId(DataFetchingEnvironment call, String argument) {
        return parsed(argument, () -> EventId.of(String.valueOf(call.<Object>getArgument(argument))));
    }

    private static ObjectId objectId(DataFetchingEnvironment call, String argument) {
        return parsed(argument, () -> ObjectId.of(String.valueOf(call.<Object>getArgument(argument))));
    }

    private static <T> T parsed(String place, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (InvalidValue e) {
            throw new InvalidValue("/%s: %s".formatted(place, e.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> members(@Nullable Object object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }

    /// In input types, a member given as null is one that is left out.
    private static Map<String, @Nullable Object> withoutNulls(@Nullable Object object) {
        Map<String, @Nullable Object> members = members(object);
        members.values().removeIf(value -> value == null);
        members.replaceAll((name, value) -> partWithoutNulls(value));
        return members;
    }

    private static @Nullable Object partWithoutNulls(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> withoutNulls(map);
            case List<?> list ->
                list.stream().map(ZoneFetchers::partWithoutNulls).toList();
            case null, default -> value;
        };
    }
}
