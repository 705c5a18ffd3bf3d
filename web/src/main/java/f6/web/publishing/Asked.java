package f6.web.publishing;

import f6.publishing.command.By;
import f6.publishing.document.DocumentKey;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/// A request, read as publishing applications write it.
record Asked(ServerRequest request) {
    /// Pages of several megabytes are published; in an event there is room for what is made of them too.
    static final int MAX_BYTES = 8_000_000;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int MAX_NAME = 255;

    UUID contentId() {
        return UUID.fromString(request.pathVariable("id"));
    }

    /// What stands behind the address of an endpoint: a path, with its slash.
    String basePath() {
        String path = request.pathVariable("path");
        return path.startsWith("/") ? path : "/" + path;
    }

    Parameters parameters() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try {
            request.servletRequest().getParameterMap().forEach((name, given) -> values.put(name, List.of(given)));
        } catch (IllegalStateException e) {
            // What the container cannot decode.
            throw Rejected.of(BAD_REQUEST, "Invalid query parameters");
        }
        return new Parameters(values);
    }

    /// The parameters of the address, and over them the members of the body.
    Parameters parametersWithBody() throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>(parameters().values());
        String type =
                Optional.ofNullable(request.servletRequest().getContentType()).orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            body().forEach((name, value) -> {
                switch (value) {
                    case null -> {}
                    case List<?> list ->
                        values.put(
                                name + "[]", list.stream().map(String::valueOf).toList());
                    default -> values.put(name, List.of(String.valueOf(value)));
                }
            });
        }
        return new Parameters(values);
    }

    /// The document that is asked for, in the language that is asked for.
    DocumentKey document() {
        return new DocumentKey(
                contentId(),
                parameters().text("locale").filter(locale -> !locale.isBlank()).orElse(DocumentKey.DEFAULT_LOCALE));
    }

    /// The body as a JSON object.
    Map<String, @Nullable Object> body() throws IOException {
        byte[] body = request.servletRequest().getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw Rejected.of(TOO_LARGE, "the body is larger than %d bytes".formatted(MAX_BYTES));
        }
        return SentJson.object(body);
    }

    /// Who asks, and in which request.
    By by() {
        return new By(header("X-Govuk-Authenticated-User"), header("Govuk-Request-Id"));
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.servletRequest().getHeader(name))
                .filter(value -> !value.isBlank())
                .map(value -> value.length() > MAX_NAME ? value.substring(0, MAX_NAME) : value);
    }

    /// The address of the request, as it was sent.
    String url() {
        HttpServletRequest sent = request.servletRequest();
        String query = sent.getQueryString();
        return sent.getRequestURL() + (query == null ? "" : "?" + query);
    }
}
