package f6.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

/// Errors outside GraphQL, as RFC 9457 has them.
public final class Problems {
    /// Where the names of kinds of problem begin: names, that lead nowhere (RFC 2606 §2).
    static final String TYPES = "https://f6.example/problems/";
    /// As the Dutch API strategy's module on time travel names them.
    private static final Map<String, URI> TYPE_OF_CODE = Map.of(
            Failure.NOT_FOUND, URI.create(TYPES + "BestaatNiet"),
            Failure.NOT_KNOWN_YET, URI.create(TYPES + "ToekomstNietOndersteund"));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Problems() {}

    public static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static ErrorResponseException of(Failure failure) {
        return new ErrorResponseException(HttpStatusCode.valueOf(failure.status()), detail(failure), null);
    }

    static ProblemDetail detail(Failure failure) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(failure.status()), failure.message());
        URI type = TYPE_OF_CODE.get(failure.code());
        if (type != null) {
            detail.setType(type);
        }
        detail.setProperty("code", failure.code());
        failure.more().forEach(detail::setProperty);
        return detail;
    }

    static void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(JSON.writeValueAsString(problem));
    }
}
