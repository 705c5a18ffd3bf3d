package f6.web.publishing;

import f6.publishing.command.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.web.servlet.function.ServerResponse;

/// What a request is answered.
///
/// @param body to be written as JSON
record Answered(int status, Body body) {
    private static final int OK = 200;

    /// Writes itself, so that a long one need not be held.
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Answered json(int status, Object body) {
        // Written whole before the first byte leaves: what cannot be written becomes an error, not half an answer.
        byte[] text = SentJson.MAPPER.writeValueAsBytes(body);
        return new Answered(status, out -> out.write(text));
    }

    static Answered ok(Object body) {
        return json(OK, body);
    }

    static Answered of(Refused refused) {
        return json(refused.code(), refused.body());
    }

    ServerResponse response() {
        return ServerResponse.status(status).build((request, response) -> {
            write(request, response);
            return null;
        });
    }

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        ContentTypeAsWritten.set(request, response, "application/json; charset=utf-8");
        body.writeTo(response.getOutputStream());
    }
}
