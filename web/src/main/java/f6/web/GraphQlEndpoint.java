package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Source;
import f6.zone.Zone;
import f6.zone.definition.ZoneDefinition;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.introspection.Introspection;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
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

    /// GraphQL over HTTP, §Media Types.
    private static final MediaType RESPONSE = new MediaType("application", "graphql-response+json");

    /// @param definition that the schema was made of
    private record Served(ZoneDefinition definition, GraphQLSchema schema, GraphQL graphQl) {
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
            return answer(request, served.graphQl().execute(asked(request)));
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

    /// @throws InvalidValue when the parameters are not of the types that GraphQL over HTTP has for them
    private ExecutionInput asked(ServerRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        Arguments body = RequestBody.of(request);
        return ExecutionInput.newExecutionInput(body.requiredText("query"))
                .operationName(body.text("operationName").orElse(null))
                .variables(body.object("variables").orElse(Map.of()))
                .extensions(body.object("extensions").orElse(Map.of()))
                .graphQLContext(Map.of(
                        Source.class,
                        Access.source(),
                        Accountability.Reads.class,
                        Accountability.readsOf(request.attributes()),
                        Introspection.INTROSPECTION_DISABLED,
                        !settings.introspection()))
                .build();
    }

    /// In the media type of GraphQL, a request that could not be executed at all is a bad one; in plain JSON,
    /// which older clients know, the answer itself says so (GraphQL over HTTP, §Status Codes).
    private static ServerResponse answer(ServerRequest request, ExecutionResult result) {
        boolean plain = isPlain(request);
        boolean bad = !plain && !result.isDataPresent();
        return ServerResponse.status(bad ? HttpStatus.BAD_REQUEST : HttpStatus.OK)
                .contentType(plain ? MediaType.APPLICATION_JSON : RESPONSE)
                .build((_, response) -> {
                    response.getOutputStream().write(StrictJson.MAPPER.writeValueAsBytes(result.toSpecification()));
                    return null;
                });
    }

    /// Whether the request names plain JSON before GraphQL's own media type, or neither. That it names media types
    /// was seen to by [ApiVersion]; most name only plain JSON, or any.
    private static boolean isPlain(ServerRequest request) {
        boolean isNamed = request.headers().header(HttpHeaders.ACCEPT).stream()
                .anyMatch(types -> types.toLowerCase(Locale.ROOT).contains(RESPONSE.getSubtype()));
        return !isNamed
                || request.headers().accept().stream()
                        .filter(type -> type.equalsTypeAndSubtype(RESPONSE)
                                || type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
                        .findFirst()
                        .map(type -> !type.equalsTypeAndSubtype(RESPONSE))
                        .orElse(true);
    }

    /// Made anew when the zone has another definition.
    private Served served(Zone zone) {
        String name = zone.definition().name();
        Served served = zones.get(name);
        if (served != null && served.isOf(zone)) {
            return served;
        }
        return Objects.requireNonNull(
                zones.compute(name, (_, before) -> before != null && before.isOf(zone) ? before : serve(zone)));
    }

    private static Served serve(Zone zone) {
        GraphQLSchema schema = ZoneSchema.of(zone);
        return new Served(
                zone.definition(),
                schema,
                GraphQL.newGraphQL(schema)
                        .preparsedDocumentProvider(new RememberedDocuments(schema))
                        .instrumentation(new CostBound(MAX_DEPTH))
                        .defaultDataFetcherExceptionHandler(GraphQlErrors.handler())
                        .build());
    }
}
