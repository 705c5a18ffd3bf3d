package f6.zone.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How one definition differs from another, in the terms of a definition: event types, fields, rules, views,
/// authorities.
public final class DefinitionDiff {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// Of what was there before and is there now, in characters: enough to recognise it.
    private static final int MAX_SHOWN = 500;

    private DefinitionDiff() {}

    public enum What {
        ADDED,
        CHANGED,
        REMOVED
    }

    /// @param part what it is, in words: `event Geboorte: field plaats`
    /// @param before as JSON, cut short if it is long; empty when it was added
    /// @param after the same; empty when it was removed
    public record Difference(What what, String part, String before, String after) {
        @Override
        public String toString() {
            return switch (what) {
                case ADDED -> "+ " + part;
                case REMOVED -> "- " + part;
                case CHANGED -> "~ %s: %s -> %s".formatted(part, before, after);
            };
        }
    }

    /// @param before a definition without mistakes
    /// @param after another
    /// @return in the order of the document
    public static List<Difference> between(String before, String after) {
        Map<String, @Nullable Object> old = parts(before);
        Map<String, @Nullable Object> now = parts(after);
        Set<String> all = new LinkedHashSet<>(old.keySet());
        all.addAll(now.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String part : all) {
            String was = old.containsKey(part) ? text(old.get(part)) : "";
            String is = now.containsKey(part) ? text(now.get(part)) : "";
            if (!was.equals(is)) {
                What what = was.isEmpty() ? What.ADDED : is.isEmpty() ? What.REMOVED : What.CHANGED;
                differences.add(new Difference(what, part, shown(was), shown(is)));
            }
        }
        return differences;
    }

    private static String text(@Nullable Object value) {
        return JSON.writeValueAsString(value);
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    /// The parts of a definition by what they are called, each with all that is said of it and is no part of its
    /// own.
    private static Map<String, @Nullable Object> parts(String text) {
        Map<String, @Nullable Object> document = JsonSchemas.object(
                Yaml.parse("definition", text, new ArrayList<>()).plain());
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        document.forEach((name, value) -> {
            switch (name) {
                case "types" -> named(parts, "type ", value);
                case "objects" -> JsonSchemas.object(value).forEach((kind, object) -> object(parts, kind, object));
                case "authorities" -> named(parts, "authority ", value);
                case "events" -> JsonSchemas.object(value).forEach((type, event) -> event(parts, type, event));
                case "views" -> named(parts, "view ", value);
                default -> parts.put(name, value);
            }
        });
        return parts;
    }

    private static void named(Map<String, @Nullable Object> parts, String prefix, @Nullable Object members) {
        JsonSchemas.object(members).forEach((name, value) -> parts.put(prefix + name, value));
    }

    private static void object(Map<String, @Nullable Object> parts, String kind, @Nullable Object value) {
        String prefix = "object " + kind;
        Map<String, @Nullable Object> object = JsonSchemas.object(value);
        parts.put(prefix, Map.of());
        named(parts, prefix + ": field ", object.get("state"));
        if (object.containsKey("birth")) {
            parts.put(prefix + ": birth", object.get("birth"));
        }
    }

    private static void event(Map<String, @Nullable Object> parts, String type, @Nullable Object value) {
        String prefix = "event " + type;
        Map<String, @Nullable Object> event = JsonSchemas.object(value);
        parts.put(prefix, Map.of());
        event.forEach((member, part) -> {
            switch (member) {
                case "data" -> data(parts, prefix, part);
                case "roles" -> named(parts, prefix + ": role ", part);
                case "require" -> rules(parts, prefix, part);
                case "effect" ->
                    JsonSchemas.object(part)
                            .forEach((role, verbs) -> JsonSchemas.object(verbs)
                                    .forEach((verb, fields) ->
                                            named(parts, "%s: effect %s %s ".formatted(prefix, role, verb), fields)));
                case "upcast" -> upcasts(parts, prefix, part);
                default -> parts.put(prefix + ": " + member, part);
            }
        });
    }

    private static void data(Map<String, @Nullable Object> parts, String prefix, @Nullable Object schema) {
        Map<String, @Nullable Object> rest = JsonSchemas.object(schema);
        named(parts, prefix + ": field ", rest.remove("properties"));
        parts.put(prefix + ": data", rest);
    }

    /// A rule is known by what it says: its place among the others means nothing.
    private static void rules(Map<String, @Nullable Object> parts, String prefix, @Nullable Object list) {
        if (list instanceof List<?> rules) {
            for (Object item : rules) {
                Map<String, @Nullable Object> rule = JsonSchemas.object(item);
                parts.put("%s: rule %s".formatted(prefix, rule.remove("rule")), rule);
            }
        }
    }

    private static void upcasts(Map<String, @Nullable Object> parts, String prefix, @Nullable Object list) {
        if (list instanceof List<?> steps) {
            for (Object item : steps) {
                Map<String, @Nullable Object> step = JsonSchemas.object(item);
                parts.put("%s: upcast from %s".formatted(prefix, step.remove("from")), step);
            }
        }
    }
}
