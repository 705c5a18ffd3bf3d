package f6.zone.definition;

import java.util.Set;
import java.util.regex.Pattern;

/// What a definition may call its types, kinds of object, fields, events, roles and views.
final class Names {
    private static final int MAX_LENGTH = 100;
    /// What GraphQL takes for a name (GraphQL October 2021 §2.1.9), less the names it keeps for itself.
    private static final Pattern NAME = Pattern.compile("(?!__)[_A-Za-z][_0-9A-Za-z]*");
    /// What an answer says beside the fields of a view.
    private static final Set<String> RESERVED_FIELDS =
            Set.of("id", "geldigOp", "position", "formal", "pending", "anomalies", "exists");

    /// The API's own types and questions.
    private static final Set<String> RESERVED = Set.of(
            "Query",
            "Mutation",
            "Subscription",
            "Event",
            "Recorded",
            "Basis",
            "Decision",
            "EventKind",
            "Timeline",
            "Rectangle",
            "Diff",
            "ObjectChanges",
            "Change",
            "Explanation",
            "Link",
            "Deed",
            "Act",
            "Reliance",
            "Effect",
            "Read",
            "Preview",
            "PreviewedEvent",
            "Date",
            "DateTime",
            "JSON",
            "Long",
            "BigDecimal",
            "String",
            "Int",
            "Float",
            "Boolean",
            "ID",
            "event",
            "events",
            "EventPage",
            "eventPage",
            "Found",
            "Condition",
            "search",
            "timeline",
            "diff",
            "explain",
            "history",
            "impact",
            "previewValidate",
            "previewCorrect");
    /// What the previews of recording are called, each by its type of event.
    private static final String PREVIEW_OF_RECORDING = "previewRecord";

    private Names() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether a field of a state may be called so.
    static boolean isField(String name) {
        return isName(name) && !RESERVED_FIELDS.contains(name);
    }

    /// Whether a part of the definition may be called so; if not, its place is told why.
    static boolean check(String name, Yaml yaml) {
        if (!isName(name) || name.length() > MAX_LENGTH) {
            yaml.problem(
                    "has a name that APIs cannot use: begin with a letter, go on with letters, digits and _; at most "
                            + MAX_LENGTH + " characters");
            return false;
        }
        if (RESERVED.contains(name) || name.startsWith(PREVIEW_OF_RECORDING)) {
            yaml.problem("has a name that the API uses itself: choose another");
            return false;
        }
        return true;
    }
}
