package f6.app;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The keys that an OpenID Connect issuer says are its own. They are read when a token comes, kept for a while,
/// and read again when a token names a key that is not among them; so an issuer may change its keys while we run,
/// and may be out of reach when we start.
final class IssuerKeys implements JWKSource<SecurityContext> {
    /// A key that the issuer has withdrawn is trusted no longer than this, even if no token with another one
    /// comes.
    static final Duration KEPT = Duration.ofMinutes(5);
    /// Tokens with keys that nobody knows make us ask the issuer no more than twice in this time.
    static final Duration ASKED_EVERY = Duration.ofSeconds(5);
    /// How long an issuer that did not answer is left alone.
    static final Duration RETRIED_EVERY = Duration.ofSeconds(2);

    private static final int TIMEOUT_MILLIS = 2_000;
    /// Of an answer: an issuer has a handful of keys.
    private static final int MAX_BYTES = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String issuer;
    private final DefaultResourceRetriever web =
            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
    private volatile @Nullable JWKSource<SecurityContext> found;
    private volatile Runnable readAgain = () -> {};
    private @Nullable RemoteKeySourceException failure;
    private long failedAt;

    private IssuerKeys(String issuer) {
        this.issuer = issuer;
    }

    /// @throws UsageFailure when the address is none that can be trusted
    static IssuerKeys of(String issuer) {
        String wrong = wrong(issuer);
        if (!wrong.isEmpty()) {
            throw new UsageFailure("cannot use the issuer %s: %s".formatted(issuer, wrong));
        }
        return new IssuerKeys(issuer);
    }

    /// Who can change what comes over the wire can have any token trusted.
    private static String wrong(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null) {
                return "it is no address such as https://issuer.example";
            }
            boolean safe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && NodeSettings.isLoopback(uri.getHost()));
            return safe ? "" : "its keys come over https, or from this machine";
        } catch (URISyntaxException e) {
            return "it is no address such as https://issuer.example";
        }
    }

    /// @param told each time that the issuer has said what its keys are
    void whenReadAgain(Runnable told) {
        readAgain = told;
    }

    /// Tells at a start whether the issuer is there.
    ///
    /// @throws UsageFailure when what it answers cannot be used
    void tryOnce() {
        try {
            var _ = source();
        } catch (KeySourceException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw new UsageFailure(String.valueOf(e.getMessage()), e);
            }
            LOG.warn("{}: no token is trusted until it answers; it is asked again whenever one comes", e.getMessage());
        }
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return source().get(selector, context);
        } catch (RateLimitReachedException e) {
            return List.of(); // a token with a key that the issuer did not have a moment ago
        }
    }

    private JWKSource<SecurityContext> source() throws KeySourceException {
        JWKSource<SecurityContext> known = found;
        return known == null ? discovered() : known;
    }

    private synchronized JWKSource<SecurityContext> discovered() throws KeySourceException {
        if (found != null) {
            return found;
        }
        if (failure != null && System.nanoTime() - failedAt < RETRIED_EVERY.toNanos()) {
            throw failure;
        }
        try {
            JWKSource<SecurityContext> source = discover();
            if (failure != null) {
                LOG.warn("the issuer {} answers again", issuer);
            }
            found = source;
            return source;
        } catch (IOException e) {
            failure = new RemoteKeySourceException(
                    "the issuer %s does not answer (%s)".formatted(issuer, e.getMessage()), e);
        } catch (JacksonException | IllegalStateException e) {
            failure = new RemoteKeySourceException("cannot use the issuer %s: %s".formatted(issuer, e.getMessage()), e);
        }
        failedAt = System.nanoTime();
        throw failure;
    }

    /// OpenID Connect Discovery 1.0 §4.
    private JWKSource<SecurityContext> discover() throws IOException {
        String address = issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration";
        JsonNode said =
                JSON.readTree(web.retrieveResource(URI.create(address).toURL()).getContent());
        if (!said.path("issuer").asString("").equals(issuer)) {
            throw new IllegalStateException("%s says that it is the issuer '%.200s'"
                    .formatted(address, said.path("issuer").asString("")));
        }
        String keys = said.path("jwks_uri").asString("");
        if (!wrong(keys).isEmpty()) {
            throw new IllegalStateException("its jwks_uri is '%.200s': %s".formatted(keys, wrong(keys)));
        }
        try {
            return JWKSourceBuilder.create(URI.create(keys).toURL(), web)
                    .cache(KEPT.toMillis(), TIMEOUT_MILLIS * 2L, event -> {
                        if (event instanceof CachingJWKSetSource.RefreshCompletedEvent) {
                            readAgain.run();
                        }
                    })
                    .refreshAheadCache(false)
                    .rateLimited(ASKED_EVERY.toMillis())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("its jwks_uri is '%.200s'".formatted(keys), e);
        }
    }
}
