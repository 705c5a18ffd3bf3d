package f6.app;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Whose tokens a node trusts, and what must be in them.
final class Tokens {
    /// What signs a token: with a private key that only its issuer has, as long as NIST SP 800-131A asks.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    /// How far the clocks of an issuer and of a node may differ.
    static final Duration SKEW = Duration.ofSeconds(30);

    private Tokens() {}

    /// The same, remembered for a while, though no longer than the issuer keeps its keys.
    static JwtDecoder remembered(Optional<String> issuer, Path data) {
        if (issuer.isEmpty()) {
            return new RememberedTokens(decoder(issuer, data));
        }
        IssuerKeys keys = IssuerKeys.of(issuer.get());
        keys.tryOnce();
        RememberedTokens remembered = new RememberedTokens(decoder(keys, ALGORITHMS, issuer.get()));
        keys.whenReadAgain(remembered::forget);
        return remembered;
    }

    /// @param issuer empty in development: then those that the folder's own key has signed
    static JwtDecoder decoder(Optional<String> issuer, Path data) {
        if (issuer.isEmpty()) {
            JwtDecoder decoder = DevIssuer.of(data).decoder();
            DevIssuer.noteStart(data);
            return decoder;
        }
        IssuerKeys keys = IssuerKeys.of(issuer.get());
        keys.tryOnce();
        return decoder(keys, ALGORITHMS, issuer.get());
    }

    /// Takes tokens that one of the keys has signed, by one of the algorithms: of this issuer, for this kind of
    /// node, and of now.
    static JwtDecoder decoder(JWKSource<SecurityContext> keys, Set<JWSAlgorithm> algorithms, String issuer) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        // Access tokens say of themselves what they are (RFC 9068 §2.1), or that they are JWTs, or nothing.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // by the validators below
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(SKEW),
                new JwtClaimValidator<>(JwtClaimNames.EXP, ends -> ends != null),
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, named -> named != null && named.contains(NodeSettings.AUDIENCE))));
        return decoder;
    }
}
