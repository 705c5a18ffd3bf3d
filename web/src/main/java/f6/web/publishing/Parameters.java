package f6.web.publishing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parameters of a request: `name=value`, and lists as `name[]=value` repeated. Empty ones are not there.
record Parameters(Map<String, List<String>> values) {
    private static final Pattern UUIDS = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    private static final int BAD_REQUEST = 400;

    /// @throws Rejected when there is a NUL, which no database keeps
    Parameters {
        boolean sound = values.entrySet().stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), entry.getValue().stream()))
                .noneMatch(text -> text.indexOf('\0') >= 0);
        if (!sound) {
            throw Rejected.of(BAD_REQUEST, "Invalid query parameters: string contains null byte");
        }
    }

    /// Of one that is given several times the last counts.
    Optional<String> text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast()).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> Rejected.missing(name));
    }

    /// Those of a list, or of a single value as a list of one.
    List<String> list(String name) {
        List<String> all = new ArrayList<>(values.getOrDefault(name + "[]", List.of()));
        text(name).ifPresent(all::add);
        all.removeIf(String::isEmpty);
        return all;
    }

    boolean has(String name) {
        return values.containsKey(name) || values.containsKey(name + "[]");
    }

    Set<String> set(String name) {
        return new LinkedHashSet<>(list(name));
    }

    List<String> requiredList(String name) {
        List<String> all = list(name);
        if (all.isEmpty()) {
            throw Rejected.missing(name);
        }
        return all;
    }

    /// Brought into bounds. What is no number is not there.
    int number(String name, int standard, int least, int most) {
        return text(name)
                .filter(value -> WHOLE.matcher(value).matches())
                .map(value -> Math.clamp(Long.parseLong(value), least, most))
                .orElse(standard);
    }

    boolean flag(String name, boolean standard) {
        return text(name)
                .map(value -> !Set.of("false", "f", "0", "off").contains(value.toLowerCase(java.util.Locale.ROOT)))
                .orElse(standard);
    }

    /// A moment in ISO 8601; a day is its beginning in UTC.
    Optional<Instant> moment(String name) {
        return text(name).map(value -> {
            try {
                return value.length() == "2000-01-01".length()
                        ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
            } catch (DateTimeException e) {
                throw Rejected.invalid(name, "is not a moment in ISO 8601");
            }
        });
    }

    /// Those of a list that are UUIDs; others name nothing.
    Set<UUID> uuids(String name) {
        Set<UUID> uuids = new LinkedHashSet<>();
        list(name).forEach(value -> uuid(value).ifPresent(uuids::add));
        return uuids;
    }

    static Optional<UUID> uuid(String text) {
        return UUIDS.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /// The names that begin with some text, in order.
    Set<String> namesWith(String prefix) {
        Set<String> names = new TreeSet<>();
        values.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
        return names;
    }
}
