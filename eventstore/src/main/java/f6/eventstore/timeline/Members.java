package f6.eventstore.timeline;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the members of a validation's or correction's data.
record Members(EventData data) {
    static final String SEEN = "seen";
    static final String DECISION = "decision";
    static final String EFFECTIVE_FROM = "effectiveFrom";
    static final String ACTION = "action";
    static final String AMEND = "amend";
    static final String OCCURRED_AT = "occurredAt";
    static final String BASIS = "basis";

    EventId seen() {
        return EventId.of(text(SEEN).orElseThrow(() -> new InvalidValue(SEEN + " is missing")));
    }

    <E extends Enum<E>> E choice(String member, Class<E> type) {
        E[] choices = type.getEnumConstants();
        return text(member)
                .flatMap(text -> Arrays.stream(choices)
                        .filter(choice -> choice.name().equals(text))
                        .findFirst())
                .orElseThrow(() -> new InvalidValue(member + " is not one of " + Arrays.toString(choices)));
    }

    Optional<LocalDate> day(String member) {
        return parsed(member, LocalDate::parse);
    }

    Optional<Instant> instant(String member) {
        return parsed(member, Instant::parse);
    }

    EventData object(String member) {
        Object value = data.members().get(member);
        if (value == null) {
            return EventData.EMPTY;
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidValue(member + " is not an object");
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.forEach((name, part) -> members.put(String.valueOf(name), part));
        return new EventData(members);
    }

    private <T> Optional<T> parsed(String member, Function<String, T> parser) {
        try {
            return text(member).map(parser);
        } catch (DateTimeException e) {
            throw new InvalidValue(member + " is not a date or time: " + e.getMessage());
        }
    }

    private Optional<String> text(String member) {
        return switch (data.members().get(member)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new InvalidValue(member + " is not a text");
        };
    }
}
