package f6.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;

/// Errors of the web layer as problem details (RFC 9457), without a word on our insides.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return ResponseEntity.of(unreadable(e)).build();
    }

    @ExceptionHandler(ServerWebInputException.class)
    ResponseEntity<Object> noRequest(ServerWebInputException e) {
        return ResponseEntity.of(unreadable(e)).build();
    }

    private static ProblemDetail unreadable(Throwable e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the body is not as it must be: " + why(e));
    }

    private static String why(@Nullable Throwable e) {
        return switch (e) {
            case null -> "send a JSON object with a member 'query'";
            case StreamReadException json -> json.getOriginalMessage();
            default -> why(e.getCause());
        };
    }

    @ExceptionHandler(Exception.class)
    ProblemDetail unexpected(Exception e) {
        return Problems.detail(Failure.of(e));
    }
}
