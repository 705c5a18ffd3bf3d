package f6.acceptance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The matching rules of the Pact specification v2 for bodies: what an answer must hold. It may hold more
/// members.
record PactRules(List<Rule> rules) {
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[(\\d+|\\*)]|\\['([^']+)']");

    /// @param steps of the path, from the body on; `*` for any
    private record Rule(List<String> steps, JsonNode how) {
        boolean matches(List<String> path) {
            if (steps.size() > path.size()) {
                return false;
            }
            for (int i = 0; i < steps.size(); i++) {
                if (!steps.get(i).equals("*") && !steps.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        long exactSteps() {
            return steps.stream().filter(step -> !step.equals("*")).count();
        }
    }

    static PactRules of(JsonNode rules) {
        List<Rule> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> rule : rules.properties()) {
            if (rule.getKey().startsWith("$.body")) {
                List<String> steps = STEP.matcher(rule.getKey().substring("$.body".length()))
                        .results()
                        .map(step -> step.group(1) != null
                                ? step.group(1)
                                : step.group(2) != null ? step.group(2) : step.group(3))
                        .toList();
                all.add(new Rule(steps, rule.getValue()));
            }
        }
        return new PactRules(all);
    }

    List<String> mismatches(JsonNode expected, JsonNode actual) {
        List<String> wrong = new ArrayList<>();
        compare(wrong, List.of(), expected, actual);
        return wrong;
    }

    /// The rule of a place: its own, or that of the nearest place around it.
    private Optional<Rule> rule(List<String> path) {
        return rules.stream()
                .filter(rule -> rule.matches(path))
                .max(Comparator.comparingInt((Rule rule) -> rule.steps().size()).thenComparingLong(Rule::exactSteps));
    }

    private void compare(List<String> wrong, List<String> path, JsonNode expected, JsonNode actual) {
        Optional<Rule> rule = rule(path);
        boolean own = rule.filter(there -> there.steps().size() == path.size()).isPresent();
        JsonNode how = rule.map(Rule::how).orElse(StartedPlatform.JSON.createObjectNode());
        if (own && how.has("regex")) {
            if (!Pattern.compile(how.path("regex").asString())
                    .matcher(actual.asString(""))
                    .find()) {
                wrong.add("%s: %s does not match %s".formatted(path, actual, how.path("regex")));
            }
        } else if (expected.isObject() && actual.isObject()) {
            for (Map.Entry<String, JsonNode> member : expected.properties()) {
                if (actual.has(member.getKey())) {
                    compare(wrong, with(path, member.getKey()), member.getValue(), actual.path(member.getKey()));
                } else {
                    wrong.add("%s: no member %s".formatted(path, member.getKey()));
                }
            }
        } else if (expected.isArray() && actual.isArray()) {
            compareItems(
                    wrong,
                    path,
                    expected,
                    actual,
                    rule.isPresent(),
                    how.path("min").asInt(0));
        } else if (rule.isPresent()) {
            if (!kind(expected).equals(kind(actual))) {
                wrong.add("%s: %s is not of the type of %s".formatted(path, actual, expected));
            }
        } else if (!equal(expected, actual)) {
            wrong.add("%s: %s instead of %s".formatted(path, actual, expected));
        }
    }

    private void compareItems(
            List<String> wrong, List<String> path, JsonNode expected, JsonNode actual, boolean byType, int least) {
        if (byType ? actual.size() < least : actual.size() != expected.size()) {
            wrong.add("%s: %d items instead of %s%d"
                    .formatted(path, actual.size(), byType ? "at least " : "", byType ? least : expected.size()));
            return;
        }
        for (int i = 0; i < actual.size() && !expected.isEmpty(); i++) {
            compare(
                    wrong,
                    with(path, String.valueOf(i)),
                    expected.get(Math.min(i, expected.size() - 1)),
                    actual.get(i));
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static JsonNodeType kind(JsonNode node) {
        return node.getNodeType();
    }

    private static boolean equal(JsonNode expected, JsonNode actual) {
        return (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }
}
