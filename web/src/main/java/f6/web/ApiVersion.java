package f6.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Says in each answer which version of the API gave it (Dutch API Design Rules, /core/version-header). Refuses
/// who cannot be answered at all.
final class ApiVersion extends OncePerRequestFilter {
    /// The first number is the one in the addresses; the second grows with what is new, the third with what is
    /// mended.
    static final String NUMBER = "1.0.0";

    static final String HEADER = "API-Version";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HEADER, NUMBER);
        try {
            var _ = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        } catch (InvalidMediaTypeException e) {
            // Nothing that is said later could be: not even that it is not there.
            Problems.write(response, HttpStatus.NOT_ACCEPTABLE, "the header Accept names no media types");
            return;
        }
        chain.doFilter(request, response);
    }
}
