package f6.web.publishing.content;

import f6.publishing.document.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the endpoints of a content store share: paths as they stand in addresses, and JSON.
final class Exchange {
    /// More than the largest item: some are of several megabytes.
    private static final int MAX_BYTES = 20_000_000;

    private static final int TOO_LARGE = 413;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final MediaType JSON_UTF8 = new MediaType("application", "json", StandardCharsets.UTF_8);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Exchange() {}

    static void on(
            RouterFunctions.Builder routes,
            RequestPredicate method,
            String address,
            HandlerFunction<ServerResponse> handler) {
        routes.route(method.and(RequestPredicates.path(address + "/**")), handler);
    }

    /// What comes behind an address, not decoded: the path that is meant. `/` when nothing does.
    static String pathBelow(String address, ServerRequest request) {
        String path = request.servletRequest().getRequestURI().substring(address.length());
        return path.isEmpty() ? "/" : path;
    }

    static ServerResponse json(int status, Object body) {
        return ServerResponse.status(status).contentType(JSON_UTF8).body(JSON.writeValueAsBytes(body));
    }

    /// A body already begun, with headers.
    static ServerResponse json(ServerResponse.BodyBuilder begun, Object body) {
        return begun.contentType(JSON_UTF8).body(JSON.writeValueAsBytes(body));
    }

    static ServerResponse notFound() {
        return ServerResponse.status(NOT_FOUND).build();
    }

    static ServerResponse flaws(Map<String, List<String>> flaws) {
        return json(422, Map.of("errors", flaws));
    }

    /// What to do with the object that a request sends.
    interface Work {
        ServerResponse with(Map<String, @Nullable Object> body);
    }

    /// Answers 400 in its place when it is no JSON object, 413 when it is too large.
    static ServerResponse body(ServerRequest request, Work work) throws IOException {
        byte[] sent = request.servletRequest().getInputStream().readNBytes(MAX_BYTES + 1);
        if (sent.length > MAX_BYTES) {
            return ServerResponse.status(TOO_LARGE).build();
        }
        Optional<Map<String, @Nullable Object>> object = object(sent);
        return object.isEmpty() ? ServerResponse.status(BAD_REQUEST).build() : work.with(object.get());
    }

    private static Optional<Map<String, @Nullable Object>> object(byte[] text) {
        try {
            return JSON.readValue(text, Object.class) instanceof Map<?, ?> object
                    ? Optional.of(Json.object(object))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
