package f6.web;

import graphql.analysis.FieldComplexityEnvironment;
import java.util.Map;

/// What a GraphQL request may cost: values in the answer, and work to find them.
final class Costs {
    /// An introspection query costs some 250.
    static final int MAX = 20_000;

    /// Each question and command reads the log, however little of its answer is wanted.
    private static final int QUESTION = 20;
    /// One that reads the objects of many events.
    private static final int OVER_ALL_OBJECTS = 2_000;

    private static final int MANY = 100;
    private static final int SOME = 10;
    /// How many are reckoned of a list that takes no `limit`, by type and field.
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            Map.entry("Timeline.rectangles", MANY),
            Map.entry("Diff.objects", MANY),
            Map.entry("Query.history", MANY),
            Map.entry("Query.impact", MANY),
            Map.entry("ObjectChanges.changes", SOME),
            Map.entry("Deed.changes", SOME),
            Map.entry("Explanation.chain", SOME),
            Map.entry("Reliance.touched", SOME),
            Map.entry("Preview.changes", SOME),
            Map.entry("Preview.impact", SOME));

    private static final String DIFF = "diff";
    private static final String OBJECT = "id";
    private static final String LIMIT = "limit";

    private Costs() {}

    /// Whether what a field costs depends on an argument of it.
    static boolean counts(String field, String argument) {
        return argument.equals(LIMIT) || (field.equals(DIFF) && argument.equals(OBJECT));
    }

    static int of(FieldComplexityEnvironment field, int children) {
        String parent = field.getParentType().getName();
        String name = field.getFieldDefinition().getName();
        return 1 + work(parent, name, field.getArguments()) + children * length(parent, name, field.getArguments());
    }

    private static int work(String parent, String name, Map<String, Object> arguments) {
        if ((!parent.equals("Query") && !parent.equals("Mutation")) || name.startsWith("__")) {
            return 0;
        }
        return name.equals(DIFF) && arguments.get(OBJECT) == null ? OVER_ALL_OBJECTS : QUESTION;
    }

    private static int length(String parent, String name, Map<String, Object> arguments) {
        return arguments.get(LIMIT) instanceof Integer limit && limit > 1
                ? limit
                : LENGTHS.getOrDefault(parent + "." + name, 1);
    }
}
