package f6.web;

import f6.zone.command.Batch;
import f6.zone.definition.ZoneDefinition;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The schemas of the OpenAPI document: those of every zone from the types of GraphQL, which the answers share,
/// those of one zone from its definition, named `zone.Name`.
final class OpenApiSchemas {
    /// What the rules take for the name of a date.
    private static final Pattern DATE_NAME = Pattern.compile("date|datum|.*(\\w+D|_[dD])(ate|atum).*");

    private final Map<String, Object> schemas = new TreeMap<>();

    private OpenApiSchemas() {}

    static Map<String, Object> of(List<ZoneDefinition> zones) {
        OpenApiSchemas all = new OpenApiSchemas();
        all.common();
        ApiTypes types = new ApiTypes();
        List.of(
                        types.recorded,
                        types.timeline,
                        types.found,
                        types.eventPage,
                        types.diff,
                        types.explanation,
                        types.deed,
                        types.reliance,
                        types.preview)
                .forEach(all::object);
        all.commands(zones);
        all.states(zones);
        return all.schemas;
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", OpenApiDocument.SCHEMAS + name);
    }

    private void common() {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", Map.of("type", "string", "format", "uri-reference"));
        problem.put("title", Schemas.TEXT);
        problem.put("status", Map.of("type", "integer"));
        problem.put("detail", Schemas.TEXT);
        problem.put("instance", Map.of("type", "string", "format", "uri-reference"));
        problem.put("code", Schemas.TEXT);
        problem.put("head", Schemas.ID);
        problem.put("index", Map.of("type", "integer", "description", "Of the command of a batch, from 0."));
        problem.put(
                "violations",
                Schemas.listOf(
                        Map.of("type", "object", "properties", Map.of("path", Schemas.TEXT, "message", Schemas.TEXT))));
        schemas.put("Problem", Map.of("type", "object", "properties", problem));
        schemas.put(
                "FormalVector",
                Map.of(
                        "type",
                        "object",
                        "description",
                        "By zone: up to and including which position its log was read.",
                        "additionalProperties",
                        Schemas.POSITION));
        schemas.put(
                "Hal",
                Map.of(
                        "type",
                        "object",
                        "description",
                        "The same with links, embedded resources and forms (HAL, HAL-FORMS).",
                        "properties",
                        Map.of(
                                "_links", Map.of("type", "object"),
                                "_embedded", Map.of("type", "object"),
                                "_templates", Map.of("type", "object"))));
        schemas.put(
                "RecordedBatch",
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("recorded", Schemas.listOf(ref("Recorded"))),
                        "required",
                        List.of("recorded")));
    }

    private void object(GraphQLObjectType type) {
        if (schemas.containsKey(type.getName())) {
            return;
        }
        schemas.put(type.getName(), Map.of()); // it may be part of itself
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            boolean vector = field.getName().equals("formal") || field.getName().endsWith("Formal");
            properties.put(field.getName(), vector ? ref("FormalVector") : schema(field.getType()));
            required.add(field.getName());
        }
        schemas.put(type.getName(), Map.of("type", "object", "properties", properties, "required", required));
    }

    private Map<String, Object> schema(GraphQLType type) {
        if (type instanceof GraphQLNonNull present) {
            return present(present.getWrappedType());
        }
        Map<String, Object> present = present(type);
        return present.isEmpty() ? present : Map.of("anyOf", List.of(present, Map.of("type", "null")));
    }

    private Map<String, Object> present(GraphQLType type) {
        return switch (type) {
            case GraphQLList list -> Schemas.listOf(schema(list.getWrappedType()));
            case GraphQLObjectType object -> {
                object(object);
                yield ref(object.getName());
            }
            case GraphQLEnumType choice ->
                Map.of(
                        "type",
                        "string",
                        "enum",
                        choice.getValues().stream().map(one -> one.getName()).toList());
            case GraphQLScalarType scalar -> scalar(scalar.getName());
            default -> Map.of();
        };
    }

    private static Map<String, Object> scalar(String name) {
        return switch (name) {
            case "ID" -> Schemas.ID;
            case "String" -> Schemas.TEXT;
            case "Boolean" -> Schemas.FLAG;
            case "Long" -> Schemas.POSITION;
            case "Date" -> Schemas.DAY;
            case "DateTime" -> Schemas.INSTANT;
            default -> Map.of();
        };
    }

    private void commands(List<ZoneDefinition> zones) {
        List<Map<String, Object>> commands = new ArrayList<>(List.of(ref("Validate"), ref("Correct")));
        Map<String, Object> validate = onChain("validate");
        validate.put("decision", Map.of("type", "string", "enum", List.of("ACCEPT", "REJECT")));
        validate.put("effectiveFrom", Schemas.DAY);
        schemas.put("Validate", Schemas.object(validate, List.of("command", "id", "eventId", "seen", "decision")));
        Map<String, Object> correct = onChain("correct");
        correct.put("amend", Map.of("type", "object"));
        correct.put("amendOccurredAt", Schemas.INSTANT);
        correct.put("retract", Schemas.FLAG);
        schemas.put("Correct", Schemas.object(correct, List.of("command", "id", "eventId", "seen")));
        for (ZoneDefinition zone : zones) {
            String prefix = zone.name() + ".";
            Schemas own = new Schemas(zone.schemas(), OpenApiDocument.SCHEMAS + prefix);
            own.types().forEach((name, type) -> schemas.put(prefix + name, dated(name, type)));
            zone.events().forEach((name, type) -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                properties.put("command", Map.of("type", "string", "const", "record"));
                properties.put("type", Map.of("type", "string", "const", name));
                properties.put("input", dated("", own.input(type)));
                properties.put("previewToken", Schemas.TEXT);
                schemas.put(prefix + "Record" + name, Schemas.object(properties, List.of("command", "type", "input")));
                commands.add(ref(prefix + "Record" + name));
            });
        }
        schemas.put("Command", Map.of("anyOf", commands));
        schemas.put(
                "Batch",
                Schemas.object(
                        Map.of(
                                "commands",
                                Map.of(
                                        "type",
                                        "array",
                                        "items",
                                        ref("Command"),
                                        "minItems",
                                        1,
                                        "maxItems",
                                        Batch.MAX_COMMANDS)),
                        List.of("commands")));
    }

    private static Map<String, Object> onChain(String command) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("command", Map.of("type", "string", "const", command));
        properties.put("id", Schemas.ID);
        properties.put("eventId", Schemas.ID);
        properties.put("seen", Schemas.ID);
        properties.put("occurredAt", Schemas.INSTANT);
        properties.put("previewToken", Schemas.TEXT);
        return properties;
    }

    private void states(List<ZoneDefinition> zones) {
        List<Map<String, Object>> states = new ArrayList<>();
        for (ZoneDefinition zone : zones) {
            String prefix = zone.name() + ".";
            Schemas own = new Schemas(zone.schemas(), OpenApiDocument.SCHEMAS + prefix);
            zone.views().values().forEach(view -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                zone.fields(view).forEach((name, schema) -> properties.put(name, own.rebased(schema)));
                properties.put("id", Schemas.ID);
                properties.put("geldigOp", Schemas.DAY);
                properties.put("position", Schemas.POSITION);
                properties.put("formal", ref("FormalVector"));
                properties.put("pending", Schemas.FLAG);
                properties.put("anomalies", Schemas.listOf(Schemas.TEXT));
                String name = prefix + GraphQlTypes.capitalised(view.name()) + "View";
                schemas.put(
                        name,
                        dated(
                                "",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        properties,
                                        "required",
                                        List.of("id", "geldigOp", "position", "formal", "pending", "anomalies"))));
                states.add(ref(name));
            });
        }
        schemas.put("State", states.isEmpty() ? Map.of("type", "object") : Map.of("anyOf", states));
    }

    /// With a format for whatever is called a date: the incomplete ones of the civil registry have one of their
    /// own.
    private static Object dated(String name, Object part) {
        return switch (part) {
            case Map<?, ?> map -> {
                Map<String, Object> dated = new LinkedHashMap<>();
                map.forEach((key, value) -> dated.put(String.valueOf(key), dated(String.valueOf(key), value)));
                boolean isSchema = dated.containsKey("type") || dated.containsKey("$ref");
                if (isSchema && DATE_NAME.matcher(name).matches() && !dated.containsKey("format")) {
                    Object reference = dated.remove("$ref");
                    if (reference != null) {
                        dated.put("allOf", List.of(Map.of("$ref", reference)));
                    }
                    dated.put("format", "incomplete-date");
                }
                yield dated;
            }
            case List<?> list -> list.stream().map(one -> dated("", one)).toList();
            default -> part;
        };
    }
}
