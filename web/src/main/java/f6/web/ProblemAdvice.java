package f6.web;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Errors of the web layer as problem details (RFC 9457), without a word on our insides.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(ServerWebInputException.class)
    ProblemDetail unreadable(ServerWebInputException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root instanceof HttpMessageNotReadableException || root instanceof ServerWebInputException
                ? "not a GraphQL request"
                : String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the body is not as it must be: " + why);
    }

    @ExceptionHandler(Exception.class)
    ProblemDetail unexpected(Exception e) {
        UUID incident = UUID.randomUUID();
        LOG.error("incident {}", incident, e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "something went wrong here (incident %s)".formatted(incident));
    }
}
