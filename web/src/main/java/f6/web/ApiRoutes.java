package f6.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/// Routes with their descriptions: what is served cannot be forgotten in the OpenAPI document.
final class ApiRoutes implements ApiPart {
    private final Map<String, Map<HttpMethod, HandlerFunction<ServerResponse>>> handlers = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    ApiRoutes on(Operation operation, HandlerFunction<ServerResponse> handler) {
        operations.add(operation);
        Map<HttpMethod, HandlerFunction<ServerResponse>> methods =
                handlers.computeIfAbsent(operation.path(), path -> new LinkedHashMap<>());
        methods.put(operation.method(), handler);
        if (operation.method().equals(HttpMethod.GET)) {
            methods.put(HttpMethod.HEAD, handler);
        }
        return this;
    }

    /// What a handler noted that it read is on record before its answer goes out.
    private static HandlerFunction<ServerResponse> settled(HandlerFunction<ServerResponse> handler) {
        return request -> {
            ServerResponse response = handler.handle(request);
            if (request.attributes().containsKey(Accountability.READS)) {
                Accountability.readsOf(request.attributes()).settle();
            }
            return response;
        };
    }

    @Override
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /// The routes; by any other method an address says which it takes.
    @Override
    public RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        handlers.forEach((path, methods) -> {
            methods.forEach((method, handler) ->
                    routes.route(RequestPredicates.method(method).and(RequestPredicates.path(path)), settled(handler)));
            routes.route(RequestPredicates.path(path), request -> {
                throw new HttpRequestMethodNotSupportedException(
                        request.method().name(),
                        new TreeSet<>(
                                methods.keySet().stream().map(HttpMethod::name).toList()));
            });
        });
        return routes.build();
    }
}
