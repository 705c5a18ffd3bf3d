package f6.publishing.schema;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What does not fit a schema, in the words of the validator that clients of publishing-api know (Ruby's
/// `json-schema`).
final class SchemaProblem {
    private static final Pattern CHOICE = Pattern.compile("/(allOf|anyOf|oneOf|not)(/|$)");

    private SchemaProblem() {}

    static Map<String, Object> unknownSchema(String name) {
        return problem("", "#/schema_name", "Schema could not be found: %s".formatted(name), "Schema");
    }

    /// Of all that is wrong within a choice, clients are told of the choice; of members that may not be there, at
    /// once.
    ///
    /// @param id of the schema
    static List<Map<String, Object>> of(List<Error> errors, String id) {
        Map<String, List<String>> additional = new LinkedHashMap<>();
        errors.stream()
                .filter(error -> error.getKeyword().equals("additionalProperties"))
                .forEach(error -> additional
                        .computeIfAbsent(fragment(error), _ -> new ArrayList<>())
                        .add("\"" + error.getProperty() + "\""));
        Set<Map<String, Object>> problems = new LinkedHashSet<>();
        errors.forEach(error -> problems.add(problem(error, id, additional)));
        return List.copyOf(problems);
    }

    private static String fragment(Error error) {
        return "#/" + strip(error.getInstanceLocation().toString());
    }

    private static Map<String, Object> problem(Error error, String id, Map<String, List<String>> additional) {
        String schema = id + "#";
        String evaluated = error.getEvaluationPath().toString();
        Matcher choice = CHOICE.matcher(evaluated);
        String fragment = fragment(error);
        if (choice.find()) {
            // The choice is made where the instance was when its keyword was met: as deep less the properties below it.
            String below = evaluated.substring(choice.end());
            String of = above(fragment, below).equals(fragment) ? " of type " + type(error.getInstanceNode()) : "";
            return problem(
                    id,
                    above(fragment, below),
                    message(
                            "The property '%s'" + of + " %s",
                            above(fragment, below),
                            switch (choice.group(1)) {
                                case "allOf" -> "did not match all of the required schemas";
                                case "oneOf" -> "did not match any of the required schemas";
                                case "not" -> "matched the disallowed schema";
                                default -> "did not match one or more of the required schemas";
                            },
                            schema),
                    name(choice.group(1)));
        }
        return problem(id, fragment, words(error, fragment, schema, additional), name(error.getKeyword()));
    }

    private static String strip(String pointer) {
        return pointer.startsWith("/") ? pointer.substring(1) : pointer;
    }

    /// Leaves off what was descended into below a keyword.
    private static String above(String fragment, String below) {
        long steps = Arrays.stream(below.split("/"))
                .filter(step -> step.equals("properties") || step.equals("items"))
                .count();
        String above = fragment;
        for (long i = 0; i < steps && above.lastIndexOf('/') > 1; i++) {
            above = above.substring(0, above.lastIndexOf('/'));
        }
        return above;
    }

    private static String words(Error error, String fragment, String schema, Map<String, List<String>> additional) {
        JsonNode value = error.getInstanceNode();
        JsonNode rule = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" ->
                message(
                        "The property '%s' did not contain a required property of '%s'",
                        fragment, String.valueOf(error.getProperty()), schema);
            case "additionalProperties" ->
                message(
                        "The property '%s' contains additional properties [%s] outside of the schema when none are"
                                + " allowed",
                        fragment, String.join(", ", additional.getOrDefault(fragment, List.of())), schema);
            case "type" ->
                message(
                        "The property '%s' of type " + type(value) + " did not match the following type: %s",
                        fragment,
                        plain(rule),
                        schema);
            case "enum" ->
                message(
                        "The property '%s' value " + value + " did not match one of the following values: %s",
                        fragment,
                        rule == null
                                ? ""
                                : rule.valueStream().map(SchemaProblem::plain).collect(Collectors.joining(", ")),
                        schema);
            case "pattern" ->
                message(
                        "The property '%s' value " + value + " did not match the regex '%s'",
                        fragment,
                        plain(rule),
                        schema);
            default -> message("The property '%s': %s", fragment, error.getMessage(), schema);
        };
    }

    private static String plain(JsonNode node) {
        return node != null && node.isString() ? node.asString() : String.valueOf(node);
    }

    private static String type(JsonNode value) {
        if (value == null) {
            return "null";
        }
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String message(String words, String fragment, String what, String schema) {
        int place = words.indexOf("%s");
        String begun = words.substring(0, place) + fragment + words.substring(place + 2);
        int next = begun.lastIndexOf("%s");
        return begun.substring(0, next) + what + begun.substring(next + 2) + " in schema " + schema;
    }

    private static String name(String keyword) {
        return keyword.equals("type") ? "TypeV4" : Character.toUpperCase(keyword.charAt(0)) + keyword.substring(1);
    }

    private static Map<String, Object> problem(String id, String fragment, String message, String attribute) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("schema", address(id));
        problem.put("fragment", fragment);
        problem.put("message", message);
        problem.put("failed_attribute", attribute);
        return problem;
    }

    /// The parts of an address, as clients are sent it.
    private static Map<String, @Nullable Object> address(String id) {
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        for (String part : List.of("scheme", "user", "password", "host", "port")) {
            address.put(part, null);
        }
        address.put("path", id);
        address.put("query", null);
        address.put("fragment", "");
        return address;
    }
}
