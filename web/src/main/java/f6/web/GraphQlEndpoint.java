package f6.web;

import f6.eventstore.event.Source;
import f6.zone.Zone;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `POST /v1/{zone}/graphql` (GraphQL over HTTP), and the schema as text at `GET /v1/{zone}/graphql/schema`.
final class GraphQlEndpoint {
    /// Deeper than any view goes, and than an introspection query.
    private static final int MAX_DEPTH = 20;

    private record Served(GraphQLSchema schema, GraphQlHttpHandler handler) {}

    private final Access access;
    private final Map<String, Served> zones = new LinkedHashMap<>();

    GraphQlEndpoint(Zones zones, Accountability accountability) {
        this.access = new Access(zones);
        zones.byName().forEach((name, zone) -> this.zones.put(name, serve(zone, accountability)));
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST("/v1/{zone}/graphql", request -> {
                    Served served = served(request);
                    requireObject(request);
                    return served.handler().handleRequest(request);
                })
                .route(RequestPredicates.path("/v1/{zone}/graphql"), request -> {
                    throw Problems.of(HttpStatus.METHOD_NOT_ALLOWED, "send a POST");
                })
                .GET(
                        "/v1/{zone}/graphql/schema",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_PLAIN)
                                .body(new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                                                .includeDirectiveDefinitions(false))
                                        .print(served(request).schema())))
                .build();
    }

    /// Spring GraphQL does not expect the body `null`. The body is buffered, so it can be read again.
    private static void requireObject(ServerRequest request) throws IOException {
        String body = new String(request.servletRequest().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (body.strip().equals("null")) {
            throw Problems.of(
                    HttpStatus.BAD_REQUEST, "the body is not as it must be: send a JSON object with a member 'query'");
        }
    }

    private Served served(ServerRequest request) {
        return Objects.requireNonNull(
                zones.get(access.zone(request).definition().name()));
    }

    private static Served serve(Zone zone, Accountability accountability) {
        GraphQLSchema schema = ZoneSchema.of(zone);
        RememberedDocuments documents = new RememberedDocuments();
        GraphQlSource source = GraphQlSource.builder(schema)
                .configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents))
                .exceptionResolvers(List.of(GraphQlErrors.resolver()))
                .instrumentation(List.of(
                        new VariablesCheck(),
                        new MaxQueryDepthInstrumentation(MAX_DEPTH),
                        new MaxQueryComplexityInstrumentation(Costs.MAX, Costs::of)))
                .build();
        WebGraphQlHandler handler = WebGraphQlHandler.builder(new DefaultExecutionGraphQlService(source))
                .interceptor((request, chain) -> {
                    Source asking = Access.source();
                    Accountability.Reads reads = accountability.begin(request.getHeaders());
                    request.configureExecutionInput((input, builder) -> builder.graphQLContext(context -> {
                                context.put(Source.class, asking);
                                context.put(Accountability.Reads.class, reads);
                            })
                            .build());
                    return chain.next(request).doOnNext(_ -> accountability.settle(reads));
                })
                .build();
        return new Served(schema, new GraphQlHttpHandler(handler, StrictJson.converter()));
    }
}
