package f6.web;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.TypeFromAST;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a request's variables with their types before they are used, and names the path of all that is wrong;
/// graphql-java itself says only which variable, and stops at the first.
final class VariablesCheck {
    private static final int MAX_ERRORS = 20;

    private VariablesCheck() {}

    /// @return what is wrong with the variables of a request, up to [#MAX_ERRORS]; empty when nothing is
    static List<GraphQLError> errors(GraphQLSchema schema, Document document, ExecutionInput request) {
        Map<String, Object> values = request.getRawVariables().toMap();
        List<String> wrong = new ArrayList<>();
        String asked = request.getOperationName();
        document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(operation -> asked == null || asked.isBlank() || asked.equals(operation.getName()))
                .flatMap(operation -> operation.getVariableDefinitions().stream())
                .forEach(variable -> check(schema, variable, values, wrong));
        return wrong.stream().limit(MAX_ERRORS).map(VariablesCheck::error).toList();
    }

    private static GraphQLError error(String message) {
        return GraphqlErrorBuilder.newError()
                .message("%s", message)
                .errorType(ErrorType.ValidationError)
                .extensions(Map.of("code", "INVALID", "status", 400))
                .build();
    }

    private static void check(
            GraphQLSchema schema, VariableDefinition variable, Map<String, Object> values, List<String> wrong) {
        GraphQLType type = TypeFromAST.getTypeFromAST(schema, variable.getType());
        if (type != null && (values.containsKey(variable.getName()) || variable.getDefaultValue() == null)) {
            check(type, values.get(variable.getName()), "/" + variable.getName(), wrong);
        }
    }

    private static void check(GraphQLType type, @Nullable Object value, String path, List<String> wrong) {
        switch (type) {
            case GraphQLNonNull required -> {
                if (value == null) {
                    wrong.add(path + ": is missing");
                } else {
                    check(required.getWrappedType(), value, path, wrong);
                }
            }
            case GraphQLType _ when value == null -> {}
            case GraphQLList list -> {
                if (value instanceof List<?> items) {
                    for (int i = 0; i < items.size(); i++) {
                        check(list.getWrappedType(), items.get(i), path + "/" + i, wrong);
                    }
                } else {
                    check(list.getWrappedType(), value, path, wrong); // one stands for a list of one
                }
            }
            case GraphQLInputObjectType object -> object(object, value, path, wrong);
            case GraphQLEnumType choice -> {
                if (choice.getValue(String.valueOf(value)) == null) {
                    wrong.add("%s: '%.40s' is not one of %s"
                            .formatted(
                                    path,
                                    value,
                                    choice.getValues().stream()
                                            .map(one -> one.getName())
                                            .toList()));
                }
            }
            case GraphQLScalarType scalar -> {
                boolean single = !(value instanceof Map) && !(value instanceof List);
                if (!single && !scalar.getName().equals(ExtendedScalars.Json.getName())) {
                    wrong.add("%s: must be a single value of type %s".formatted(path, scalar.getName()));
                }
            }
            default -> {}
        }
    }

    private static void object(GraphQLInputObjectType type, Object value, String path, List<String> wrong) {
        if (!(value instanceof Map<?, ?> members)) {
            wrong.add("%s: must be an object of type %s".formatted(path, type.getName()));
            return;
        }
        for (Object name : members.keySet()) {
            if (type.getField(String.valueOf(name)) == null) {
                wrong.add("%s/%.60s: is not known; use one of %s"
                        .formatted(
                                path,
                                name,
                                type.getFields().stream()
                                        .map(GraphQLInputObjectField::getName)
                                        .toList()));
            }
        }
        for (GraphQLInputObjectField field : type.getFields()) {
            if (!field.hasSetDefaultValue() || members.containsKey(field.getName())) {
                check(field.getType(), members.get(field.getName()), path + "/" + field.getName(), wrong);
            }
        }
    }
}
