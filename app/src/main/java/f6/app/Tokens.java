package f6.app;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Whose tokens a node trusts.
final class Tokens {
    private Tokens() {}

    /// @param issuer empty in development: then those that the folder's own key has signed
    static JwtDecoder decoder(Optional<String> issuer, Path data) {
        if (issuer.isEmpty()) {
            JwtDecoder decoder = DevIssuer.of(data).decoder();
            DevIssuer.noteStart(data);
            return decoder;
        }
        try {
            NimbusJwtDecoder decoder = JwtDecoders.fromIssuerLocation(issuer.get());
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    JwtValidators.createDefaultWithIssuer(issuer.get()), DevIssuer.audience(NodeSettings.AUDIENCE)));
            return decoder;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageFailure(
                    "cannot use the issuer %s: %s. It must answer at /.well-known/openid-configuration"
                            .formatted(issuer.get(), e.getMessage()),
                    e);
        }
    }
}
