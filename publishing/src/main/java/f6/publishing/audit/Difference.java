package f6.publishing.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What differs between two JSON objects.
public final class Difference {
    private Difference() {}

    /// Each place that differs, in order: `path` as a JSON Pointer, `from` and `to`. What is not there on one
    /// side has no member for it. Lists are compared as a whole.
    public static List<Map<String, @Nullable Object>> between(
            Map<String, ? extends @Nullable Object> from, Map<String, ? extends @Nullable Object> to) {
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        collect(changes, "", from, to);
        return changes;
    }

    private static void collect(
            List<Map<String, @Nullable Object>> changes, String path, Map<?, ?> from, Map<?, ?> to) {
        TreeSet<String> names = new TreeSet<>();
        from.keySet().forEach(name -> names.add(String.valueOf((Object) name)));
        to.keySet().forEach(name -> names.add(String.valueOf((Object) name)));
        for (String name : names) {
            String place = path + "/" + name.replace("~", "~0").replace("/", "~1");
            Object before = from.get(name);
            Object after = to.get(name);
            if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
                collect(changes, place, left, right);
            } else if (!Objects.equals(before, after) || from.containsKey(name) != to.containsKey(name)) {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("path", place);
                if (from.containsKey(name)) {
                    change.put("from", before);
                }
                if (to.containsKey(name)) {
                    change.put("to", after);
                }
                changes.add(change);
            }
        }
    }
}
