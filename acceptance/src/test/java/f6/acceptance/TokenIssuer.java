package f6.acceptance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An OpenID Connect issuer: says which key is its own, and signs tokens with it.
final class TokenIssuer implements AutoCloseable {
    private volatile ECKey key;
    private final HttpServer server;

    TokenIssuer() {
        this(0, "test");
    }

    /// @param port 0 for any free one
    /// @param keyId the name of its key, which others may use too
    TokenIssuer(int port, String keyId) {
        key = key(keyId);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/keys\"}".formatted(address()));
        answer("/keys", () -> new JWKSet(key.toPublicJWK()).toString());
        server.start();
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// Puts another key in the place of the one it has.
    void rotate() {
        key = key(UUID.randomUUID().toString());
    }

    ECKey key() {
        return key;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(String path, Supplier<String> json) {
        var _ = server.createContext(path, exchange -> {
            byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    String address() {
        return "http://127.0.0.1:%d".formatted(port());
    }

    /// @param audience whom the token is meant for
    /// @param lifetime in seconds from now
    String token(String audience, int lifetime) {
        return token(claims("publisher").audience(audience).expirationTime(fromNow(lifetime)));
    }

    /// Of a source of a type, good for now.
    JWTClaimsSet.Builder claims(String sourceType) {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .audience("f6")
                .subject(UUID.randomUUID().toString())
                .claim("source_type", sourceType)
                .issueTime(fromNow(-1_000))
                .expirationTime(fromNow(1_000));
    }

    static Date fromNow(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    String token(JWTClaimsSet.Builder claims) {
        return signed(claims, key, null);
    }

    static String signed(JWTClaimsSet.Builder claims, ECKey by, @Nullable String type) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID());
        if (type != null) {
            header.type(new JOSEObjectType(type));
        }
        SignedJWT token = new SignedJWT(header.build(), claims.build());
        try {
            token.sign(new ECDSASigner(by));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
