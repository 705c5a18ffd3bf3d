package f6.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses what no handler could read: a content type that is none, or a query string that is none. No handler
/// takes forms.
final class WellFormedRequest extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type != null && !type.isEmpty() && !isTaken(type)) {
            Problems.write(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the content type is none that is taken here: use application/json");
            return;
        }
        if (!hasParameters(request)) {
            Problems.write(
                    response,
                    HttpStatus.BAD_REQUEST,
                    "the query string is not as it must be: write name=value&name=value, percent-encoded in UTF-8");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isTaken(String text) {
        try {
            MediaType type = MediaType.parseMediaType(text);
            return type.isConcrete()
                    && !type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)
                    && !type.getType().equals("multipart");
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /// Of the query string alone: bodies are no forms here.
    private static boolean hasParameters(HttpServletRequest request) {
        try {
            Map<String, String[]> _ = request.getParameterMap();
            return true;
        } catch (InvalidParameterException e) {
            return false;
        }
    }
}
