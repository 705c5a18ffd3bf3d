package f6.zone.definition;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import f6.eventstore.event.EventData;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schemas (draft 2020-12, formats asserted) of one definition, which may refer to its `types` as
/// `#/types/Name`. An object schema that lists properties allows no others unless it says so.
public final class JsonSchemas {
    /// Incomplete dates in the forms of [f6.eventstore.timeline.PartialDate], for every definition.
    private static final String DATE = """
            {"type": "object",
             "properties": {
               "type": {"enum": ["Datum", "JaarMaandDatum", "JaarDatum", "DatumOnbekend"]},
               "datum": {"type": "string", "format": "date"},
               "jaar": {"type": "integer", "minimum": 1, "maximum": 9999},
               "maand": {"type": "integer", "minimum": 1, "maximum": 12},
               "onbekend": {"const": true}},
             "required": ["type"],
             "additionalProperties": false,
             "allOf": [
               {"if": {"properties": {"type": {"const": "Datum"}}},
                "then": {"required": ["datum"], "maxProperties": 2}},
               {"if": {"properties": {"type": {"const": "JaarMaandDatum"}}},
                "then": {"required": ["jaar", "maand"], "maxProperties": 3}},
               {"if": {"properties": {"type": {"const": "JaarDatum"}}},
                "then": {"required": ["jaar"], "maxProperties": 2}},
               {"if": {"properties": {"type": {"const": "DatumOnbekend"}}},
                "then": {"required": ["onbekend"], "maxProperties": 2}}]}
            """;

    public static final String DATE_TYPE = "Datum";
    static final String REFERENCE = "#/types/";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaLocation META_SCHEMA = SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ROOT)
                    .build()));
    private final Map<String, Map<String, @Nullable Object>> types;

    JsonSchemas(Map<String, Map<String, @Nullable Object>> types) {
        this.types = new LinkedHashMap<>(types);
        this.types.put(DATE_TYPE, object(JSON.readValue(DATE, Map.class)));
    }

    /// The named types, by name.
    public Map<String, Map<String, @Nullable Object>> types() {
        return types;
    }

    /// The schema itself, or the type it refers to.
    public Map<String, @Nullable Object> resolve(Map<String, @Nullable Object> schema) {
        return schema.get("$ref") instanceof String reference && reference.startsWith(REFERENCE)
                ? types.getOrDefault(reference.substring(REFERENCE.length()), Map.of())
                : schema;
    }

    /// What is wrong with a schema itself: by JSON Pointer in it, the message.
    Map<String, String> problems(Map<String, @Nullable Object> schema) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (Error error : registry.getSchema(META_SCHEMA).validate(JSON.valueToTree(schema))) {
            problems.putIfAbsent(error.getInstanceLocation().toString(), error.getMessage());
        }
        danglingReferences(schema, "", problems);
        return problems;
    }

    private void danglingReferences(@Nullable Object schema, String path, Map<String, String> problems) {
        switch (schema) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    if ("$ref".equals(name) && value instanceof String reference && !isKnown(reference)) {
                        problems.put(
                                path + "/$ref",
                                "refers to '%s', which is not there: refer to one of the types (%s) as %sName"
                                        .formatted(reference, String.join(", ", types.keySet()), REFERENCE));
                    }
                    danglingReferences(value, path + "/" + name, problems);
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    danglingReferences(list.get(i), path + "/" + i, problems);
                }
            }
            case null, default -> {}
        }
    }

    /// Whether a type is part of what it refers to.
    boolean refersToItself(String name) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> unread = new ArrayDeque<>(references(types.get(name)));
        while (!unread.isEmpty()) {
            String next = unread.remove();
            if (reached.add(next)) {
                unread.addAll(references(types.get(next)));
            }
        }
        return reached.contains(name);
    }

    private static Set<String> references(@Nullable Object schema) {
        Set<String> references = new LinkedHashSet<>();
        switch (schema) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    if ("$ref".equals(name) && value instanceof String text && text.startsWith(REFERENCE)) {
                        references.add(text.substring(REFERENCE.length()));
                    }
                    references.addAll(references(value));
                });
            case List<?> list -> list.forEach(item -> references.addAll(references(item)));
            case null, default -> {}
        }
        return references;
    }

    private boolean isKnown(String reference) {
        return reference.startsWith(REFERENCE) && types.containsKey(reference.substring(REFERENCE.length()));
    }

    /// Compiles a schema that has no [#problems].
    DataSchema compile(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(object(closed(schema)));
        Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
        types.forEach((name, type) -> definitions.put(name, closed(type)));
        whole.put("$defs", definitions);
        Schema compiled = registry.getSchema(
                JSON.valueToTree(whole).toString().replace("\"" + REFERENCE, "\"#/$defs/"), InputFormat.JSON);
        compiled.initializeValidators();
        return data -> compiled.validate(tree(data)).stream()
                .map(error -> new DataSchema.Violation(place(error), error.getMessage()))
                .distinct()
                .toList();
    }

    private static JsonNode tree(EventData data) {
        return JSON.valueToTree(data.members());
    }

    private static String place(Error error) {
        String path = error.getInstanceLocation().toString();
        String property = error.getProperty();
        return property == null ? path : path + "/" + property;
    }

    private static @Nullable Object closed(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> closed = new LinkedHashMap<>();
                map.forEach((name, value) -> closed.put(String.valueOf(name), closed(value)));
                if (closed.get("properties") instanceof Map && "object".equals(closed.get("type"))) {
                    closed.putIfAbsent("additionalProperties", false);
                }
                yield closed;
            }
            case List<?> list -> list.stream().map(JsonSchemas::closed).toList();
            case null, default -> schema;
        };
    }

    /// A JSON object, or an empty one in place of anything else.
    public static Map<String, @Nullable Object> object(@Nullable Object json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> object.put(String.valueOf(name), value));
        }
        return object;
    }
}
