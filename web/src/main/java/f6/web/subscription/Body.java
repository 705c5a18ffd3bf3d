package f6.web.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Subscriptions.Start;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The members of a body, or of an object in it. What is wrong is named by its place, as a JSON Pointer.
///
/// @param place of the object; empty for the body itself
record Body(String place, Map<String, @Nullable Object> members) {
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");

    static Body of(Map<String, @Nullable Object> members, Set<String> known) {
        return new Body("", members).only(known);
    }

    private Body only(Set<String> known) {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                throw wrong(name, "is not known here; use one of " + new TreeSet<>(known));
            }
        }
        return this;
    }

    InvalidValue wrong(String name, String what) {
        return new InvalidValue("%s/%.60s: %s".formatted(place, name, what));
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    private <T> Optional<T> read(String name, Function<Object, T> reader) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value));
        } catch (InvalidValue e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    private static String asText(Object value) {
        if (!(value instanceof String text)) {
            throw new InvalidValue("must be text");
        }
        boolean storable = text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        InvalidValue.require(storable, "has characters that cannot be stored");
        return text;
    }

    Optional<String> text(String name) {
        return read(name, Body::asText);
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    /// @param least and most, inclusive
    int number(String name, int otherwise, int least, int most) {
        return read(name, value -> {
                    boolean fits = value instanceof Number number
                            && new BigDecimal(number.toString())
                                            .stripTrailingZeros()
                                            .scale()
                                    <= 0
                            && number.doubleValue() >= least
                            && number.doubleValue() <= most;
                    InvalidValue.require(fits, "must be a whole number from %d to %d".formatted(least, most));
                    return ((Number) value).intValue();
                })
                .orElse(otherwise);
    }

    static Position asPosition(Object value) {
        String text = value instanceof Number || value instanceof String ? String.valueOf(value) : "";
        InvalidValue.require(POSITION.matcher(text).matches(), "must be a position: a whole number");
        return new Position(Long.parseLong(text));
    }

    Optional<Position> position(String name) {
        return read(name, Body::asPosition);
    }

    private Optional<Instant> instant(String name) {
        return read(name, value -> {
            try {
                return OffsetDateTime.parse(asText(value)).toInstant();
            } catch (DateTimeException e) {
                throw new InvalidValue("must be an instant such as 2026-01-31T12:00:00Z");
            }
        });
    }

    URI address(String name) {
        return read(name, value -> {
                    try {
                        return new URI(asText(value));
                    } catch (URISyntaxException e) {
                        throw new InvalidValue("is no address: write one as https://host/path");
                    }
                })
                .orElseThrow(() -> wrong(name, "is missing"));
    }

    private List<String> texts(String name) {
        return read(name, value -> {
                    if (!(value instanceof List<?> items)) {
                        throw new InvalidValue("must be a list of texts");
                    }
                    List<String> texts = new ArrayList<>();
                    for (Object item : items) {
                        InvalidValue.require(item != null, "must be a list of texts");
                        texts.add(asText(item));
                    }
                    return texts;
                })
                .orElse(List.of());
    }

    Set<EventId> ids(String name) {
        List<String> ids = texts(name);
        return read(name, any -> ids.stream().map(EventId::of).collect(Collectors.toCollection(LinkedHashSet::new)))
                .orElseThrow(() -> wrong(name, "is missing"));
    }

    Optional<Body> object(String name, Set<String> known) {
        return read(name, value -> {
                    if (!(value instanceof Map<?, ?> map)) {
                        throw new InvalidValue("must be an object");
                    }
                    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
                    map.forEach((member, inner) -> byName.put(String.valueOf((Object) member), inner));
                    return byName;
                })
                .map(map -> new Body(place + "/" + name, map).only(known));
    }

    /// @param declared the event types of the zone
    Filter filter(Set<String> declared) {
        List<String> types = texts("types");
        List<String> objects = texts("objects");
        Set<EventType> named = read(
                        "types",
                        any -> types.stream()
                                .map(type -> {
                                    InvalidValue.require(
                                            declared.contains(type),
                                            "'%.60s' is no event type of this zone: use one of %s"
                                                    .formatted(type, String.join(", ", declared)));
                                    return new EventType(type);
                                })
                                .collect(Collectors.toSet()))
                .orElse(Set.of());
        Set<ObjectId> about = read(
                        "objects", any -> objects.stream().map(ObjectId::of).collect(Collectors.toSet()))
                .orElse(Set.of());
        Optional<String> expression = text("expression");
        return read("expression", any -> Filter.of(named, about, expression))
                .orElseGet(() -> Filter.of(named, about, Optional.empty()));
    }

    /// Where to begin: a position or a moment, or neither.
    Optional<Start> start() {
        Optional<Start> after = position("position").map(Start.After::new);
        Optional<Start> since = instant("moment").map(Start.Since::new);
        if (after.isPresent() && since.isPresent()) {
            throw wrong("moment", "says the same as position: give one of the two");
        }
        return after.or(() -> since);
    }
}
