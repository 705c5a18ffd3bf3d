package f6.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.filter.OncePerRequestFilter;

/// A token that is bound to a certificate counts only over a connection with that certificate (RFC 8705 §3): who
/// steals the one lacks the other.
final class CertificateBinding extends OncePerRequestFilter {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String CONFIRMATION = "cnf";
    private static final String THUMBPRINT = "x5t#S256";

    private final boolean required;

    /// @param required whether a token that is not bound counts for nothing
    CertificateBinding(boolean required) {
        this.required = required;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        String wrong = authentication != null && authentication.getPrincipal() instanceof Jwt token
                ? wrong(token, request)
                : "";
        if (wrong.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContextHolder.clearContext();
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        Problems.write(response, HttpStatus.UNAUTHORIZED, wrong);
    }

    private String wrong(Jwt token, HttpServletRequest request) {
        if (!token.hasClaim(CONFIRMATION)) {
            return required ? "the token is bound to no certificate: here it must be (RFC 8705)" : "";
        }
        if (!(token.getClaim(CONFIRMATION) instanceof Map<?, ?> confirmation
                && confirmation.get(THUMBPRINT) instanceof String thumbprint)) {
            return "the token is bound to something else than a certificate";
        }
        if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] shown) || shown.length == 0) {
            return "the token is bound to a certificate: connect with that";
        }
        return MessageDigest.isEqual(
                        thumbprint.getBytes(StandardCharsets.US_ASCII),
                        thumbprint(shown[0]).getBytes(StandardCharsets.US_ASCII))
                ? ""
                : "the token is bound to another certificate than that of the connection";
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e); // every Java has it, and the connection has encoded it before
        }
    }
}
