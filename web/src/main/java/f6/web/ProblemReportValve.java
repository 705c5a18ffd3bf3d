package f6.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/// What the server refuses before a request comes to us (a path that is none, a method that nobody has) is a
/// problem like all others.
final class ProblemReportValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        // A method that no resource has is the caller's mistake, not ours.
        HttpStatus status = response.getStatus() == HttpStatus.NOT_IMPLEMENTED.value()
                ? HttpStatus.METHOD_NOT_ALLOWED
                : HttpStatus.valueOf(response.getStatus());
        try {
            response.setStatus(status.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
                        .formatted(status.getReasonPhrase(), status.value()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a refusal was not told: {}", e.getMessage());
        }
    }
}
