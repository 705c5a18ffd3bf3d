package f6.web;

import java.util.List;
import java.util.Map;

/// What a search asks, as JSON Schema.
final class Conditions {
    static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "array",
            "minItems",
            1,
            "maxItems",
            Arguments.MAX_CONDITIONS,
            "items",
            Schemas.object(
                    Map.of(
                            "field", Schemas.TEXT,
                            "contains", Map.of("description", "Its value, an item of its list, or some members."),
                            "present", Schemas.FLAG),
                    List.of("field")));

    private Conditions() {}
}
