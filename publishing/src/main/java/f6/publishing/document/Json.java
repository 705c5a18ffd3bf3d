package f6.publishing.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads parts of JSON trees that anyone may have sent: what has another shape is not there.
public final class Json {
    private Json() {}

    /// An object, or an empty one.
    public static Map<String, @Nullable Object> object(@Nullable Object json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> members) {
            members.forEach((name, value) -> object.put(String.valueOf((Object) name), value));
        }
        return object;
    }

    /// The objects of a list.
    public static List<Map<String, @Nullable Object>> objects(@Nullable Object json) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (Object item : list(json)) {
            if (item instanceof Map<?, ?>) {
                objects.add(object(item));
            }
        }
        return objects;
    }

    /// A list, or an empty one.
    public static List<? extends @Nullable Object> list(@Nullable Object json) {
        return json instanceof List<?> items ? items : List.of();
    }

    /// A text with something in it.
    public static Optional<String> text(@Nullable Object json) {
        return json instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /// Links by type, each target once. What is no UUID is left out.
    public static Map<String, List<UUID>> links(@Nullable Object json) {
        Map<String, List<UUID>> links = new LinkedHashMap<>();
        object(json)
                .forEach((type, targets) -> links.put(
                        type,
                        list(targets).stream()
                                .flatMap(target -> uuid(target).stream())
                                .distinct()
                                .toList()));
        return links;
    }

    /// A UUID as text.
    public static Optional<UUID> uuid(@Nullable Object json) {
        try {
            return json instanceof String text && text.length() == 36
                    ? Optional.of(UUID.fromString(text))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
