package f6.web;

import f6.zone.Zone;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// The description of the API, open to all: it says what can be asked, not what would be answered.
final class OpenApiEndpoint implements ApiPart {
    private final ApiRoutes routes = new ApiRoutes();

    /// @param parts whose operations it lists beside its own, asked for with each request
    OpenApiEndpoint(Zones zones, Supplier<Stream<ApiPart>> parts) {
        var _ = routes.on(
                Operation.get("/v1/openapi.json", "getOpenApi", "This document")
                        .openToAll()
                        .answers(200, "OpenAPI 3.1.", Map.of("type", "object"), Operation.JSON),
                request -> {
                    List<Operation> operations = parts.get()
                            .flatMap(part -> part.operations().stream())
                            .toList();
                    Map<String, Object> document = OpenApiDocument.of(
                            zones.byName().values().stream()
                                    .map(Zone::definition)
                                    .toList(),
                            operations);
                    // So that a page of another origin may show it (Dutch API Design Rules, /core/publish-openapi).
                    return ServerResponse.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                            .build((asked, written) -> {
                                written.getOutputStream().write(StrictJson.SORTED.writeValueAsBytes(document));
                                return null;
                            });
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
}
