package f6.web;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Possible;
import f6.zone.definition.Authority;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What may be sent to a zone, as templates of HAL-FORMS: each property is a member of the body. One that is an
/// object has its JSON Schema as `schema`, which is ours; one that is decided already has its `value` and is
/// `readOnly`.
///
/// @param authority of who asks: what he may not do has no form
record Forms(ZoneDefinition definition, Authority authority) {
    /// One for each type of event that the source may claim.
    Map<String, Object> records(Predicate<EventDefinition> about) {
        Map<String, Object> forms = new LinkedHashMap<>();
        Schemas schemas = new Schemas(definition.schemas(), "#/$defs/");
        definition.events().values().stream()
                .filter(type -> authority.claim().covers(type.type()))
                .filter(about)
                .forEach(type -> {
                    String name = type.type().name();
                    Map<String, Object> input = schemas.input(type);
                    input.put("$defs", schemas.types());
                    forms.put(
                            "record" + name,
                            form(
                                    "Claim that this happened: " + name,
                                    "/commands",
                                    List.of(
                                            fixed("command", "record"),
                                            fixed("type", name),
                                            property("input", true, Map.of("schema", input)))));
                });
        return forms;
    }

    /// Those that would work on an event now.
    Map<String, Object> on(StoredEvent event, Possible possible) {
        Map<String, Object> forms = new LinkedHashMap<>();
        if (possible.validate()) {
            forms.put(
                    "validate",
                    form(
                            "Accept or reject it",
                            "/commands",
                            List.of(
                                    fixed("command", "validate"),
                                    newId(),
                                    fixed("eventId", event.id().toString()),
                                    fixed("seen", possible.head().toString()),
                                    property("decision", true, Map.of("options", Map.of("inline", decisions()))),
                                    property("effectiveFrom", false, Map.of("type", "date")),
                                    property("occurredAt", false, Map.of("type", "datetime")))));
        }
        if (possible.amend() || possible.retract()) {
            List<Map<String, Object>> properties = new ArrayList<>(List.of(
                    fixed("command", "correct"),
                    newId(),
                    fixed("eventId", event.id().toString()),
                    fixed("seen", possible.head().toString())));
            if (possible.amend()) {
                properties.add(property("amend", false, Map.of("schema", Map.of("type", "object"))));
                properties.add(property("amendOccurredAt", false, Map.of("type", "datetime")));
            }
            if (possible.retract()) {
                properties.add(property("retract", false, Map.of("type", "checkbox")));
            }
            properties.add(property("occurredAt", false, Map.of("type", "datetime")));
            forms.put("correct", form("Correct it", "/commands", properties));
        }
        return forms;
    }

    Map<String, Object> search(View view) {
        return form(
                "Search objects by what " + view.name() + " shows",
                "/views/%s/search".formatted(view.name()),
                List.of(
                        property("where", true, Map.of("schema", Conditions.SCHEMA)),
                        property("geldigOp", false, Map.of("type", "date")),
                        property("beschikbaarOp", false, Map.of("type", "datetime")),
                        property("position", false, Map.of("type", "number")),
                        property("formal", false, Map.of("schema", Map.of("type", "object"))),
                        property("after", false, Map.of()),
                        property("limit", false, Map.of("type", "number"))));
    }

    private static List<String> decisions() {
        return Arrays.stream(Validation.Decision.values()).map(Enum::name).toList();
    }

    private static Map<String, Object> newId() {
        return property("id", true, Map.of("prompt", "An id of your making, a UUID: sent twice it is done once"));
    }

    private Map<String, Object> form(String title, String path, List<Map<String, Object>> properties) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("title", title);
        form.put("method", "POST");
        form.put("target", "/v1/" + definition.name() + path);
        form.put("contentType", Represented.JSON);
        form.put("properties", properties);
        return form;
    }

    private static Map<String, Object> fixed(String name, String value) {
        return property(name, true, Map.of("value", value, "readOnly", true));
    }

    private static Map<String, Object> property(String name, boolean required, Map<String, ?> more) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("name", name);
        if (required) {
            property.put("required", true);
        }
        property.putAll(more);
        return property;
    }
}
