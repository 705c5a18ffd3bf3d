package f6.web;

import f6.zone.definition.JsonSchemas;
import graphql.Scalars;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// GraphQL types for JSON Schemas: objects become types named after their place, or after the type of the
/// definition that they refer to; what GraphQL cannot say (a choice of shapes, an open object) becomes the scalar
/// `JSON`.
final class GraphQlTypes {
    private static final Pattern NAME = Pattern.compile("[_A-Za-z][_0-9A-Za-z]*");
    private static final String REFERENCE = "#/types/";
    private static final long MAX_INT = Integer.MAX_VALUE;

    private final JsonSchemas schemas;
    private final Map<String, GraphQLType> made = new LinkedHashMap<>();

    GraphQlTypes(JsonSchemas schemas) {
        this.schemas = schemas;
    }

    /// @param name for the type, if the schema does not refer to one that has a name
    GraphQLInputType input(String name, Map<String, @Nullable Object> schema) {
        return (GraphQLInputType) type(name, schema, true);
    }

    GraphQLOutputType output(String name, Map<String, @Nullable Object> schema) {
        return (GraphQLOutputType) type(name, schema, false);
    }

    private GraphQLType type(String name, Map<String, @Nullable Object> schema, boolean input) {
        if (schema.get("$ref") instanceof String reference && reference.startsWith(REFERENCE)) {
            return type(reference.substring(REFERENCE.length()), schemas.resolve(schema), input);
        }
        if (schema.get("enum") instanceof List<?> values && values.stream().allMatch(GraphQlTypes::isName)) {
            return enumeration(name, values);
        }
        if (schema.containsKey("const")) {
            return schema.get("const") instanceof Boolean ? Scalars.GraphQLBoolean : ExtendedScalars.Json;
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "string" -> "uuid".equals(schema.get("format")) ? Scalars.GraphQLID : Scalars.GraphQLString;
            case "integer" -> integer(schema);
            case "number" -> ExtendedScalars.GraphQLBigDecimal;
            case "boolean" -> Scalars.GraphQLBoolean;
            case "array" ->
                new GraphQLList(new GraphQLNonNull(type(name, JsonSchemas.object(schema.get("items")), input)));
            case "object" -> object(name, schema, input);
            default -> ExtendedScalars.Json;
        };
    }

    private static GraphQLScalarType integer(Map<String, @Nullable Object> schema) {
        boolean small = schema.get("maximum") instanceof Number most
                && schema.get("minimum") instanceof Number least
                && most.longValue() <= MAX_INT
                && least.longValue() >= -MAX_INT;
        return small ? Scalars.GraphQLInt : ExtendedScalars.GraphQLLong;
    }

    private static boolean isName(@Nullable Object value) {
        return value instanceof String text
                && NAME.matcher(text).matches()
                && !List.of("true", "false", "null").contains(text);
    }

    private GraphQLType enumeration(String name, List<?> values) {
        return remember(name, () -> {
            GraphQLEnumType.Builder type = GraphQLEnumType.newEnum().name(name);
            values.forEach(value -> type.value(String.valueOf(value), value));
            return type.build();
        });
    }

    private GraphQLType object(String name, Map<String, @Nullable Object> schema, boolean input) {
        Map<String, @Nullable Object> properties = JsonSchemas.object(schema.get("properties"));
        if (properties.isEmpty() || !properties.keySet().stream().allMatch(GraphQlTypes::isName)) {
            return ExtendedScalars.Json;
        }
        List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
        return input ? inputObject(name, properties, required) : outputObject(name, properties);
    }

    private GraphQLType inputObject(String name, Map<String, @Nullable Object> properties, List<?> required) {
        return remember(name + "Input", () -> {
            GraphQLInputObjectType.Builder type =
                    GraphQLInputObjectType.newInputObject().name(name + "Input");
            properties.forEach((property, schema) -> {
                GraphQLInputType plain = input(name + capitalised(property), JsonSchemas.object(schema));
                type.field(field ->
                        field.name(property).type(required.contains(property) ? new GraphQLNonNull(plain) : plain));
            });
            return type.build();
        });
    }

    private GraphQLType outputObject(String name, Map<String, @Nullable Object> properties) {
        return remember(name, () -> {
            GraphQLObjectType.Builder type = GraphQLObjectType.newObject().name(name);
            properties.forEach((property, schema) -> type.field(field ->
                    field.name(property).type(output(name + capitalised(property), JsonSchemas.object(schema)))));
            return type.build();
        });
    }

    private GraphQLType remember(String name, Supplier<GraphQLType> maker) {
        GraphQLType known = made.get(name);
        if (known == null) {
            known = maker.get();
            made.put(name, known);
        }
        return known;
    }

    static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
