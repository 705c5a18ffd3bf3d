package f6.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what a node answers with what a story expects of it: values by path (`naam.geslachtsnaam`,
/// `bewoners.0`).
///
/// @param log what the expectations name
record Expected(StoryLog log) {
    /// The story goes another way than it should.
    static final class WrongAnswer extends RuntimeException {
        WrongAnswer(String message) {
            super(message);
        }
    }

    /// @param what is checked, for the message
    /// @return the values found, in words
    List<String> check(String what, Map<String, @Nullable Object> expected, @Nullable Object found) {
        List<String> shown = new ArrayList<>();
        expected.forEach((path, value) -> {
            Object wanted = log.resolved(value);
            Object there = at(found, path);
            if (!String.valueOf(wanted).equals(String.valueOf(there))) {
                throw new WrongAnswer("%s: expected %s to be %s, got %s".formatted(what, path, wanted, there));
            }
            shown.add(there == null ? path + ": none" : log.named(there));
        });
        return shown;
    }

    /// Checks that there are just these, in this order.
    void checkAll(
            String what, List<Map<String, @Nullable Object>> expected, List<Map<String, @Nullable Object>> found) {
        if (expected.size() != found.size()) {
            throw new WrongAnswer("%s: expected %d, got %d: %s".formatted(what, expected.size(), found.size(), found));
        }
        for (int i = 0; i < expected.size(); i++) {
            Map<String, @Nullable Object> row = found.get(i);
            for (String path : expected.get(i).keySet()) {
                if (!row.containsKey(path.split("\\.", 2)[0])) {
                    throw new UsageFailure("the story expects '%s' of '%s': use one of %s"
                            .formatted(path, what, String.join(", ", row.keySet())));
                }
            }
            List<String> _ = check("%s: number %d".formatted(what, i + 1), expected.get(i), row);
        }
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object place = value;
        for (String step : path.split("\\.", -1)) {
            place = switch (place) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list
                when step.matches("\\d{1,4}") && Integer.parseInt(step) < list.size() ->
                    list.get(Integer.parseInt(step));
                case null, default -> null;
            };
        }
        return place;
    }
}
