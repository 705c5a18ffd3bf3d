package f6.zone.definition;

import f6.eventstore.event.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON Pointer (RFC 6901) to a member of an object, at any depth.
public record Pointer(List<String> steps) {
    static Pointer of(String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw new InvalidValue("'%s' is not a JSON Pointer: write it as /name or /name/name".formatted(text));
        }
        return new Pointer(Arrays.stream(text.substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /// What the pointer points at, or null if that is not there.
    public @Nullable Object in(Map<String, ? extends @Nullable Object> object) {
        Object place = object;
        for (String step : steps) {
            place = place instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return place;
    }

    /// The schema of what it points at in an object schema, or null if that is not there.
    @Nullable
    Map<String, @Nullable Object> inSchema(JsonSchemas schemas, Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> place = schemas.resolve(schema);
        for (String step : steps) {
            Map<String, @Nullable Object> properties = JsonSchemas.object(place.get("properties"));
            if (!properties.containsKey(step)) {
                return null;
            }
            place = schemas.resolve(JsonSchemas.object(properties.get(step)));
        }
        return place;
    }

    @Override
    public String toString() {
        return "/"
                + String.join(
                        "/",
                        steps.stream()
                                .map(step -> step.replace("~", "~0").replace("/", "~1"))
                                .toList());
    }
}
