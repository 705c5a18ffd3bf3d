package f6.web.publishing;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Lets a response name its type letter by letter: recorded clients compare `application/json; charset=utf-8`
/// as text, and Tomcat would leave out the space.
public final class ContentTypeAsWritten extends ValveBase {
    private static final String SETTER = ContentTypeAsWritten.class.getName();

    public ContentTypeAsWritten() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(
                SETTER, (Consumer<String>) type -> response.getCoyoteResponse().setContentTypeNoCharset(type));
        getNext().invoke(request, response);
    }

    /// Sets the type of a response that is not on its way yet.
    public static void set(HttpServletRequest request, HttpServletResponse response, String type) {
        if (request.getAttribute(SETTER) instanceof Consumer<?> setter) {
            accept(setter, type);
        } else {
            response.setContentType(type);
        }
    }

    @SuppressWarnings("unchecked")
    private static void accept(Consumer<?> setter, String type) {
        ((Consumer<String>) setter).accept(type);
    }
}
