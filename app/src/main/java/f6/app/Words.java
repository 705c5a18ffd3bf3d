package f6.app;

import static f6.web.client.ZoneClient.object;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON of the API as a person would write it.
final class Words {
    private static final String NOTHING = "nothing";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Words() {}

    /// A value on one line: `voornamen Pieter, geslachtsnaam Berg`.
    static String value(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Map<?, ?> map -> members(object(map));
            case List<?> list when list.isEmpty() -> "an empty list";
            case List<?> list -> list.stream().map(Words::part).collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }

    private static String members(Map<String, @Nullable Object> map) {
        return switch (String.valueOf(map.get("type"))) {
            case "Datum" -> String.valueOf(map.get("datum"));
            case "JaarMaandDatum" -> "%s-%02d".formatted(map.get("jaar"), number(map.get("maand")));
            case "JaarDatum" -> String.valueOf(map.get("jaar"));
            case "DatumOnbekend" -> "a day unknown";
            default ->
                map.entrySet().stream()
                        .filter(member -> member.getValue() != null)
                        .map(member -> member.getKey() + " " + part(member.getValue()))
                        .collect(Collectors.joining(", "));
        };
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String part(@Nullable Object value) {
        String text = value(value);
        return value instanceof Map && text.contains(" ") ? "(" + text + ")" : text;
    }

    /// What is otherwise between two values: of objects and lists only the parts that are.
    static String change(@Nullable Object before, @Nullable Object after) {
        if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is && !isDate(was) && !isDate(is)) {
            return members(object(was), object(is));
        }
        if (before instanceof List<?> was && after instanceof List<?> is) {
            List<String> parts = new ArrayList<>();
            is.stream().filter(item -> !was.contains(item)).forEach(item -> parts.add("+ " + part(item)));
            was.stream().filter(item -> !is.contains(item)).forEach(item -> parts.add("- " + part(item)));
            if (!parts.isEmpty()) {
                return String.join(", ", parts);
            }
        }
        return "%s -> %s".formatted(value(before), value(after));
    }

    private static boolean isDate(Map<?, ?> map) {
        return String.valueOf(map.get("type")).contains("Datum");
    }

    private static String members(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !String.valueOf(before.get(name)).equals(String.valueOf(after.get(name))))
                .map(name -> name + " " + change(before.get(name), after.get(name)))
                .collect(Collectors.joining(", "));
    }

    /// A change of a field, of the API: `naam from 2001-09-05: Smit -> Visser`.
    static String change(Map<String, @Nullable Object> change) {
        return "%s %s: %s"
                .formatted(
                        change.get("field"),
                        period(change.get("from"), change.get("until")),
                        change(change.get("before"), change.get("after")));
    }

    private static String period(@Nullable Object from, @Nullable Object until) {
        String start = from == null ? "always" : "from " + from;
        return until == null ? start : start + " until " + until;
    }

    /// The first day of a period of the API.
    static String start(@Nullable Object from) {
        return from == null ? "ever" : String.valueOf(from);
    }

    /// The first day after it.
    static String end(@Nullable Object until) {
        return until == null ? "-" : String.valueOf(until);
    }

    /// An instant of the API to the minute, in UTC.
    static String minute(@Nullable Object instant) {
        try {
            return MINUTE.format(Instant.parse(String.valueOf(instant)));
        } catch (DateTimeParseException e) {
            return String.valueOf(instant);
        }
    }

    /// How an event of the API stands now.
    static String standing(Map<String, @Nullable Object> event) {
        if (Boolean.TRUE.equals(event.get("retracted"))) {
            return "retracted";
        }
        if (Boolean.TRUE.equals(event.get("pending"))) {
            return "waits";
        }
        return Boolean.TRUE.equals(event.get("inForce")) ? "in force" : "no force";
    }
}
