package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Source;
import f6.zone.Zone;
import f6.zone.definition.ZoneDefinition;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.introspection.Introspection;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `POST /v1/{zone}/graphql` (GraphQL over HTTP), and the schema as text at `GET /v1/{zone}/graphql/schema`. By
/// GET no request is taken: what is asked may be personal, and has no place in an address.
final class GraphQlEndpoint implements ApiPart {
    /// Deeper than any view goes, and than an introspection query.
    private static final int MAX_DEPTH = 20;

    /// @param definition that the schema was made of
    private record Served(ZoneDefinition definition, GraphQLSchema schema, GraphQlHttpHandler handler) {
        /// A definition is read once; to compare two as values would take longer than to serve a request.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Zone zone) {
            return definition == zone.definition();
        }
    }

    private final Access access;
    private final GraphQlSettings settings;
    private final Map<String, Served> zones = new ConcurrentHashMap<>();
    private final ApiRoutes routes = new ApiRoutes();

    GraphQlEndpoint(Zones zones, GraphQlSettings settings) {
        this.access = new Access(zones);
        this.settings = settings;
        zones.byName().values().forEach(zone -> {
            var _ = served(zone.asDefined());
        });
        var _ = routes.on(Described.graphQl("/v1/{zone}/graphql"), request -> {
            Served served = served(access.zone(request));
            requireGraphQl(request);
            return served.handler().handleRequest(request);
        });
        var _ = routes.on(Described.graphQlSchema("/v1/{zone}/graphql/schema"), request -> {
            Served served = served(access.zone(request));
            if (!settings.introspection()) {
                throw Problems.of(HttpStatus.FORBIDDEN, "this node does not tell its schema: introspection is off");
            }
            return ServerResponse.ok()
                    .contentType(MediaType.TEXT_PLAIN)
                    .body(new SchemaPrinter(
                                    SchemaPrinter.Options.defaultOptions().includeDirectiveDefinitions(false))
                            .print(served.schema()));
        });
    }

    @Override
    public RouterFunction<ServerResponse> routes() {
        return routes.routes();
    }

    @Override
    public List<Operation> operations() {
        return routes.operations();
    }

    /// Whether the parameters are of the types that GraphQL over HTTP has for them. The body is buffered, so it
    /// can be read again.
    private static void requireGraphQl(ServerRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        Arguments body = RequestBody.of(request);
        var _ = body.requiredText("query");
        var _ = body.text("operationName");
        for (String name : List.of("variables", "extensions")) {
            Object value = body.values().get(name);
            if (value != null && !(value instanceof Map)) {
                throw new InvalidValue("/%s: must be an object".formatted(name));
            }
        }
    }

    /// Made anew when the zone has another definition.
    private Served served(Zone zone) {
        return Objects.requireNonNull(zones.compute(
                zone.definition().name(),
                (name, before) -> before != null && before.isOf(zone) ? before : serve(zone)));
    }

    private Served serve(Zone zone) {
        ZoneDefinition definition = zone.definition();
        GraphQLSchema schema = ZoneSchema.of(zone);
        RememberedDocuments documents = new RememberedDocuments(schema);
        GraphQlSource source = GraphQlSource.builder(schema)
                .configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents))
                .exceptionResolvers(List.of(GraphQlErrors.resolver()))
                .instrumentation(List.of(
                        new MaxQueryDepthInstrumentation(MAX_DEPTH),
                        new MaxQueryComplexityInstrumentation(Costs.MAX, Costs::of)))
                .build();
        WebGraphQlHandler handler = WebGraphQlHandler.builder(new DefaultExecutionGraphQlService(source))
                .interceptor((request, chain) -> {
                    Source asking = Access.source();
                    Accountability.Reads reads = Accountability.readsOf(request.getAttributes());
                    request.configureExecutionInput((input, builder) -> builder.graphQLContext(context -> {
                                context.put(Source.class, asking);
                                context.put(Accountability.Reads.class, reads);
                                context.put(Introspection.INTROSPECTION_DISABLED, !settings.introspection());
                            })
                            .build());
                    return chain.next(request).doOnNext(_ -> reads.settle());
                })
                .build();
        return new Served(definition, schema, new GraphQlHttpHandler(handler, StrictJson.converter()));
    }
}
