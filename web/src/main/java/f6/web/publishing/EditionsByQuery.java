package f6.web.publishing;

import f6.publishing.view.Views;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.scalars.ExtendedScalars;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Live editions by GraphQL, without their links. It is open to all, as the original's is, so drafts are not
/// there.
final class EditionsByQuery {
    /// More than all fields of some editions.
    private static final int MAX_COMPLEXITY = 500;

    private static final GraphQLScalarType JSON = ExtendedScalars.Json;
    private static final String PLAIN = "String";
    private static final Map<String, String> TYPES = Map.of(
            "auth_bypass_ids", "",
            "details", "JSON",
            "links", "",
            "lock_version", "Int",
            "redirects", "JSON",
            "routes", "JSON",
            "state_history", "JSON",
            "unpublishing", "JSON",
            "user_facing_version", "Int");

    private final Views views;
    private final GraphQL graphQl;

    EditionsByQuery(Views views) {
        this.views = views;
        this.graphQl = GraphQL.newGraphQL(new SchemaGenerator()
                        .makeExecutableSchema(
                                new SchemaParser().parse(schema()),
                                RuntimeWiring.newRuntimeWiring()
                                        .scalar(JSON)
                                        .type("Query", type -> type.dataFetcher("edition", this::edition))
                                        .type(
                                                "EditionTypeOrSubtype",
                                                type -> type.typeResolver(found ->
                                                        found.getSchema().getObjectType("Edition")))
                                        .build()))
                .instrumentation(new MaxQueryComplexityInstrumentation(MAX_COMPLEXITY))
                .build();
    }

    private static String schema() {
        StringBuilder fields = new StringBuilder();
        for (String field : Views.FIELDS) {
            String type = TYPES.getOrDefault(field, PLAIN);
            if (!type.isEmpty()) {
                fields.append("  %s: %s%n".formatted(field, type));
            }
        }
        return """
                scalar JSON
                type Query {
                  "What readers meet at a path."
                  edition(basePath: String, base_path: String, contentStore: String = "live"): EditionTypeOrSubtype
                }
                union EditionTypeOrSubtype = Edition
                type Edition {
                %s}
                """.formatted(fields);
    }

    void routes(Routes routes) {
        routes.post("/graphql", this::answer);
    }

    private Answered answer(Asked asked) throws IOException {
        Map<String, @Nullable Object> sent = asked.body();
        if (!(sent.get("query") instanceof String query) || query.isBlank()) {
            throw Rejected.missing("query");
        }
        ExecutionInput.Builder input = ExecutionInput.newExecutionInput(query);
        if (sent.get("variables") instanceof Map<?, ?> variables) {
            input.variables(f6.publishing.document.Json.object(variables));
        }
        if (sent.get("operationName") instanceof String operation) {
            input.operationName(operation);
        }
        return Answered.ok(graphQl.execute(input.build()).toSpecification());
    }

    private @Nullable Object edition(DataFetchingEnvironment asked) {
        Optional<String> path = Optional.ofNullable(asked.<String>getArgument("basePath"))
                .or(() -> Optional.ofNullable(asked.getArgument("base_path")));
        return "live".equals(asked.getArgument("contentStore"))
                ? path.flatMap(views::liveAt).orElse(null)
                : null;
    }
}
