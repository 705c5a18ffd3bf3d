package f6.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where the servlet container sends what nobody else could answer.
@RestController
final class Errors implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus resolved = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        HttpStatus status = resolved == null ? HttpStatus.NOT_FOUND : resolved;
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, status.getReasonPhrase()))
                .build();
    }
}
