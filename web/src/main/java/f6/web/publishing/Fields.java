package f6.web.publishing;

import f6.publishing.view.Views;
import java.util.List;

/// Which fields of editions a request wants.
final class Fields {
    private Fields() {}

    /// All that are shown, unless some are asked for.
    static List<String> of(Parameters parameters) {
        return of(parameters, Views.FIELDS);
    }

    /// @param shown those that can be asked for
    static List<String> of(Parameters parameters, List<String> shown) {
        List<String> fields = parameters.list("fields");
        if (fields.isEmpty()) {
            return Views.FIELDS;
        }
        List<String> unknown =
                fields.stream().filter(field -> !shown.contains(field)).toList();
        if (!unknown.isEmpty()) {
            throw Rejected.of(400, "Invalid column name(s): " + sentence(unknown));
        }
        return fields.stream().distinct().toList();
    }

    /// `a`, `a and b`, `a, b, and c`.
    static String sentence(List<String> words) {
        return switch (words.size()) {
            case 0 -> "";
            case 1 -> words.getFirst();
            case 2 -> words.getFirst() + " and " + words.getLast();
            default -> String.join(", ", words.subList(0, words.size() - 1)) + ", and " + words.getLast();
        };
    }
}
