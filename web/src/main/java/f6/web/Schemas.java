package f6.web;

import f6.zone.definition.EventDefinition;
import f6.zone.definition.JsonSchemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON Schemas of a definition as others may read them: their types where the reader finds them, and closed
/// as the engine reads them.
///
/// @param typesAt what stands before the name of a type in a reference, such as `#/$defs/`
record Schemas(JsonSchemas schemas, String typesAt) {
    private static final String REFERENCE = "#/types/";
    static final Map<String, Object> TEXT = Map.of("type", "string");
    static final Map<String, Object> ID = Map.of("type", "string", "format", "uuid");
    static final Map<String, Object> DAY = Map.of("type", "string", "format", "date");
    static final Map<String, Object> INSTANT = Map.of("type", "string", "format", "date-time");
    static final Map<String, Object> FLAG = Map.of("type", "boolean");
    static final Map<String, Object> POSITION = Map.of("type", "integer", "format", "int64", "minimum", 0);

    /// What the body of a command that records an event of a type has as `input`.
    Map<String, Object> input(EventDefinition type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", ID);
        properties.put("version", Map.of("type", "string", "const", type.version()));
        properties.put("occurredAt", INSTANT);
        properties.put("references", Map.of("type", "array", "items", ID));
        properties.put("data", rebased(type.schema()));
        return object(properties, List.of("id", "data"));
    }

    Map<String, Object> types() {
        Map<String, Object> types = new LinkedHashMap<>();
        schemas.types().forEach((name, schema) -> types.put(name, rebased(schema)));
        return types;
    }

    static Map<String, Object> object(Map<String, ?> properties, List<String> required) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }

    static Map<String, Object> listOf(Map<String, ?> items) {
        return Map.of("type", "array", "items", items);
    }

    Map<String, Object> rebased(Map<String, @Nullable Object> schema) {
        Map<String, Object> rebased = new LinkedHashMap<>();
        schema.forEach((name, value) -> {
            if (value != null) {
                rebased.put(name, name.equals("$ref") ? at(value) : part(value));
            }
        });
        if (rebased.get("properties") instanceof Map && "object".equals(rebased.get("type"))) {
            rebased.putIfAbsent("additionalProperties", false);
        }
        return rebased;
    }

    private Object at(Object reference) {
        String text = String.valueOf(reference);
        return text.startsWith(REFERENCE) ? typesAt + text.substring(REFERENCE.length()) : text;
    }

    private Object part(Object value) {
        return switch (value) {
            case Map<?, ?> map -> rebased(JsonSchemas.object(map));
            case List<?> list -> list.stream().map(this::part).toList();
            default -> value;
        };
    }
}
