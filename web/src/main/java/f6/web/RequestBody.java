package f6.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.servlet.function.ServerRequest;

/// Reads what was sent: one JSON object, and nothing else.
final class RequestBody {
    private RequestBody() {}

    static Arguments of(ServerRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        return Arguments.of(members(request));
    }

    static Map<String, @Nullable Object> members(ServerRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        requireJson(request);
        return StrictJson.object(request.servletRequest().getInputStream().readAllBytes());
    }

    static void requireJson(ServerRequest request) throws HttpMediaTypeNotSupportedException {
        MediaType type;
        try {
            type = request.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotSupportedException(e.getMessage(), List.of(MediaType.APPLICATION_JSON));
        }
        if (!MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
    }
}
