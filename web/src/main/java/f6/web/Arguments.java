package f6.web;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KeptTimelines.Criterion;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.PreviewToken;
import f6.zone.view.EventFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/// The arguments of a question or command by name, be they GraphQL's values, members of JSON, or texts of a query
/// string. What is wrong is named by its place, as a JSON Pointer.
///
/// @param place of all of them, such as `/input`; empty at the top
record Arguments(String place, Map<String, @Nullable Object> values) {
    /// Of one search: more are a program, not a question.
    static final int MAX_CONDITIONS = 10;

    private static final int MAX_ITEMS = 1_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final Pattern SMALL = Pattern.compile("\\d{1,9}");
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");

    static Arguments of(Map<String, ? extends @Nullable Object> values) {
        return new Arguments("", new LinkedHashMap<>(values));
    }

    /// Refuses all that is not known by name.
    Arguments only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw wrong(name, "is not known here; use one of " + new TreeSet<>(known));
            }
        }
        return this;
    }

    InvalidValue wrong(String name, String what) {
        return new InvalidValue("%s/%.60s: %s".formatted(place, name, what));
    }

    /// An argument, turned into what it stands for.
    private <T> Optional<T> read(String name, Function<Object, T> reader) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value));
        } catch (InvalidValue e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    private <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> wrong(name, "is missing"));
    }

    private static String asText(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidValue("must be text");
    }

    Optional<String> text(String name) {
        return read(name, Arguments::asText);
    }

    String requiredText(String name) {
        return required(name, text(name));
    }

    EventId eventId(String name) {
        return required(name, read(name, value -> EventId.of(asText(value))));
    }

    ObjectId objectId(String name) {
        return required(name, optionalObjectId(name));
    }

    Optional<ObjectId> optionalObjectId(String name) {
        return read(name, value -> ObjectId.of(asText(value)));
    }

    Optional<LocalDate> day(String name) {
        return read(
                name,
                value -> value instanceof LocalDate day ? day : parsed(value, TimeScalars.A_DAY, TimeScalars::day));
    }

    Optional<Instant> instant(String name) {
        return read(
                name,
                value -> value instanceof Instant instant
                        ? instant
                        : parsed(value, TimeScalars.AN_INSTANT, TimeScalars::instant));
    }

    private static <T> T parsed(Object value, String what, Function<String, T> parser) {
        try {
            return parser.apply(asText(value));
        } catch (DateTimeException e) {
            throw new InvalidValue("'%.40s' is not %s".formatted(value, what));
        }
    }

    Optional<Position> position(String name) {
        return read(name, value -> {
            if (value instanceof String text && !POSITION.matcher(text).matches()) {
                throw new InvalidValue("'%.40s' is not a position: use a whole number".formatted(text));
            }
            return new Position(value instanceof Number number ? number.longValue() : Long.parseLong(asText(value)));
        });
    }

    private boolean flag(String name) {
        return read(name, value -> switch (String.valueOf(value)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidValue("'%.40s' is not true or false".formatted(value));
                })
                .orElse(false);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean isAsserted() {
        return flag("asserted");
    }

    Reading reading() {
        return isAsserted() ? Reading.ASSERTED : Reading.LEGAL;
    }

    /// A formal moment that is given as an instant, as a position or as a vector.
    private Optional<KnownAt> known(String zone, String time, String position, String vector) {
        List<Optional<KnownAt>> ways = List.of(
                instant(time).map(KnownAt::moment),
                position(position).map(KnownAt::upto),
                read(vector, value -> FormalVector.read(value).in(zone)));
        List<KnownAt> given = ways.stream().flatMap(Optional::stream).toList();
        if (given.size() > 1) {
            throw wrong(position, "says the same as %s and %s: give one of the three".formatted(time, vector));
        }
        return given.stream().findFirst();
    }

    /// The formal moment of a question to a zone.
    KnownAt known(String zone) {
        return known(zone, "beschikbaarOp", "position", "formal").orElse(KnownAt.NOW);
    }

    KnownAt from(String zone) {
        return known(zone, "fromTime", "fromPosition", "fromFormal")
                .orElseThrow(() -> wrong("fromTime", "is missing: give it, or fromPosition or fromFormal"));
    }

    KnownAt to(String zone) {
        return known(zone, "toTime", "toPosition", "toFormal").orElse(KnownAt.NOW);
    }

    boolean newestFirst() {
        return flag("newestFirst");
    }

    /// After which to go on.
    Optional<Position> after() {
        return position("after");
    }

    int pageSize() {
        return limit().orElse(DEFAULT_LIMIT);
    }

    EventFilter eventFilter(String object) {
        return new EventFilter(
                optionalObjectId(object),
                read("type", value -> new EventType(asText(value))),
                read("source", value -> ObjectId.of(asText(value)).value()),
                instant("from"),
                instant("to"));
    }

    private Optional<Integer> limit() {
        return read("limit", value -> {
            if (value instanceof String text && SMALL.matcher(text).matches()) {
                return Integer.parseInt(text);
            }
            if (value instanceof Number number && number.doubleValue() == number.intValue()) {
                return number.intValue();
            }
            throw new InvalidValue("must be a whole number");
        });
    }

    /// What a search asks of fields.
    List<Criterion> where() {
        return required("where", read("where", value -> {
            if (!(value instanceof List<?> conditions) || conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
                throw new InvalidValue("must be a list of 1 to %d conditions".formatted(MAX_CONDITIONS));
            }
            List<Criterion> criteria = new ArrayList<>();
            for (int i = 0; i < conditions.size(); i++) {
                if (!(conditions.get(i) instanceof Map<?, ?> condition)) {
                    throw new InvalidValue("must be a list of objects");
                }
                criteria.add(new Arguments("/where/" + i, byName(condition))
                        .only(Set.of("field", "contains", "present"))
                        .criterion());
            }
            return criteria;
        }));
    }

    KeptTimelines.Found search(Zone zone, String view) {
        return zone.questions()
                .find(
                        view,
                        where(),
                        day("geldigOp"),
                        known(zone.definition().name()),
                        optionalObjectId("after"),
                        pageSize());
    }

    private Criterion criterion() {
        String field = requiredText("field");
        Object contains = values.get("contains");
        if ((contains == null) == (values.get("present") == null)) {
            throw wrong("contains", "give one of contains and present");
        }
        if (contains != null) {
            return new Criterion.Contains(
                    field,
                    Objects.requireNonNull(
                            new EventData(Map.of("value", contains)).members().get("value")));
        }
        return flag("present") ? new Criterion.Present(field) : new Criterion.Absent(field);
    }

    Optional<PreviewToken> previewToken() {
        return read("previewToken", value -> PreviewToken.of(asText(value)));
    }

    /// The parameters of a query string, each once.
    static Arguments parameters(ServerRequest request, Set<String> known) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        request.params().forEach((name, values) -> {
            if (values.size() > 1) {
                throw new InvalidValue("/%.60s: is given %d times".formatted(name, values.size()));
            }
            parameters.put(name, values.getFirst());
        });
        return of(parameters).only(known);
    }

    Optional<Map<String, @Nullable Object>> object(String name) {
        return read(name, Arguments::asObject);
    }

    Arguments members(String name) {
        return new Arguments(place + "/" + name, required(name, object(name)));
    }

    /// A list of objects. A longer one than any command or question takes is refused before its items are looked
    /// at.
    List<Arguments> list(String name) {
        if (!(values.get(name) instanceof List<?> items) || items.size() > MAX_ITEMS) {
            throw wrong(name, "must be a list of at most %d objects".formatted(MAX_ITEMS));
        }
        List<Arguments> list = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Map<?, ?> members)) {
                throw wrong(name + "/" + i, "must be an object");
            }
            list.add(new Arguments("%s/%s/%d".formatted(place, name, i), byName(members)));
        }
        return list;
    }

    Command.RecordClaim recordClaim(String type) {
        return new Command.RecordClaim(
                eventId("id"),
                type,
                text("version"),
                instant("occurredAt"),
                references(),
                required("data", read("data", value -> new EventData(withoutNulls(asObject(value))))));
    }

    private List<EventId> references() {
        return read("references", value -> {
                    if (!(value instanceof List<?> ids)) {
                        throw new InvalidValue("must be a list of event ids");
                    }
                    return ids.stream()
                            .map(id -> EventId.of(String.valueOf((Object) id)))
                            .toList();
                })
                .orElse(List.of());
    }

    Command.Validate validate() {
        return new Command.Validate(
                eventId("id"),
                eventId("eventId"),
                eventId("seen"),
                required("decision", read("decision", Arguments::asDecision)),
                day("effectiveFrom"),
                instant("occurredAt"));
    }

    private static Validation.Decision asDecision(Object value) {
        return value instanceof Validation.Decision decision
                ? decision
                : Arrays.stream(Validation.Decision.values())
                        .filter(choice -> choice.name().equals(value))
                        .findFirst()
                        .orElseThrow(() -> new InvalidValue("'%.40s' is not one of %s"
                                .formatted(value, Arrays.toString(Validation.Decision.values()))));
    }

    Command.Correct correct() {
        return new Command.Correct(
                eventId("id"),
                eventId("eventId"),
                eventId("seen"),
                flag("retract") ? Correction.Action.RETRACT : Correction.Action.AMEND,
                read("amend", value -> new EventData(asObject(value))).orElse(EventData.EMPTY),
                instant("amendOccurredAt"),
                instant("occurredAt"));
    }

    private static Map<String, @Nullable Object> asObject(Object value) {
        if (value instanceof Map<?, ?> members) {
            return byName(members);
        }
        throw new InvalidValue("must be an object");
    }

    private static Map<String, @Nullable Object> byName(Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf((Object) name), value));
        return members;
    }

    /// In data, a member given as null is one that is left out.
    private static Map<String, @Nullable Object> withoutNulls(Map<String, @Nullable Object> members) {
        members.values().removeIf(value -> value == null);
        members.replaceAll((name, value) -> partWithoutNulls(value));
        return members;
    }

    private static @Nullable Object partWithoutNulls(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> withoutNulls(byName(map));
            case List<?> list -> list.stream().map(Arguments::partWithoutNulls).toList();
            case null, default -> value;
        };
    }
}
