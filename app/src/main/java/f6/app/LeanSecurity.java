package f6.app;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/// What Spring Security asks of each header by regular expressions, by going over its characters once: the same
/// answers, at a tenth of a request less.
final class LeanSecurity {
    private static final String SCHEME = "bearer ";
    private static final int DELETE = 0x7f;

    private LeanSecurity() {}

    static void register(GenericApplicationContext beans) {
        beans.registerBean(BearerTokenResolver.class, () -> LeanSecurity::token);
        beans.registerBean(HttpFirewall.class, LeanSecurity::firewall);
    }

    private static StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(LeanSecurity::isText);
        firewall.setAllowedHeaderValues(LeanSecurity::isText);
        return firewall;
    }

    /// Whether all characters are assigned ones, and none is a control.
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); ) {
            int at = text.codePointAt(i);
            boolean plain = at >= ' ' && at < DELETE;
            if (!plain && (Character.isISOControl(at) || !Character.isDefined(at))) {
                return false;
            }
            i += Character.charCount(at);
        }
        return true;
    }

    /// The token of the header (RFC 6750 §2.1); there is no other place for one here.
    ///
    /// @return null when none is given
    static @Nullable String token(HttpServletRequest request) {
        String header = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (header.length() < SCHEME.length()
                || !header.substring(0, SCHEME.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(SCHEME)) {
            if (header.toLowerCase(Locale.ROOT).startsWith(SCHEME.strip())) {
                throw malformed();
            }
            return null;
        }
        String token = header.substring(SCHEME.length());
        if (!isToken(token)) {
            throw malformed();
        }
        return token;
    }

    private static boolean isToken(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char at = text.charAt(i);
            boolean letter = (at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z') || (at >= '0' && at <= '9');
            if (!letter && "-._~+/".indexOf(at) < 0) {
                return false;
            }
        }
        return end > 0;
    }

    private static OAuth2AuthenticationException malformed() {
        return new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("Bearer token is malformed"));
    }
}
