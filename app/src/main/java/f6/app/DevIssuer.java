package f6.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import f6.eventstore.event.Source;
import f6.postgres.Folders;
import f6.web.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Issues tokens for development: for ready users, signed with a key that lies in the node's folder and never
/// leaves it.
final class DevIssuer {
    static final Map<String, Source> USERS = users();
    private static final String ISSUER = "f6-dev";
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final String KEY_FILE = "dev-issuer.json";

    private final ECKey key;

    private DevIssuer(ECKey key) {
        this.key = key;
    }

    private static Map<String, Source> users() {
        Map<String, Source> users = new LinkedHashMap<>();
        users.put("burger", new Source(UUID.fromString("00000000-0000-4000-8000-00000000b001"), "burger"));
        users.put("ouder", new Source(UUID.fromString("00000000-0000-4000-8000-00000000b002"), "ouder"));
        users.put("ambtenaar", new Source(UUID.fromString("00000000-0000-4000-8000-00000000b003"), "ambtenaar"));
        users.put("beheerder", new Source(UUID.fromString("00000000-0000-4000-8000-00000000b004"), "beheerder"));
        users.put("auditor", new Source(UUID.fromString("00000000-0000-4000-8000-00000000b005"), "auditor"));
        return users;
    }

    static Source user(String name) {
        Source user = USERS.get(name);
        if (user == null) {
            throw new UsageFailure(
                    "there is no user '%s': use one of %s".formatted(name, String.join(", ", USERS.keySet())));
        }
        return user;
    }

    static Path keyFile(Path folder) {
        return folder.resolve(KEY_FILE);
    }

    /// The issuer of a folder, with a new key if it has none.
    static DevIssuer of(Path folder) {
        Path file = keyFile(folder);
        try {
            if (!Files.exists(file)) {
                Folders.own(folder);
                Folders.writePrivate(
                        file,
                        new ECKeyGenerator(Curve.P_256)
                                .keyID(UUID.randomUUID().toString())
                                .generate()
                                .toJSONString());
            }
            return new DevIssuer(ECKey.parse(Files.readString(file)));
        } catch (IOException | JOSEException | ParseException e) {
            throw new UsageFailure(
                    "cannot use the key in %s (%s): delete it to have a new one made".formatted(file, e.getMessage()),
                    e);
        }
    }

    /// Leaves word of a start: the age of the key tells `f6 token` which node was started last.
    static void noteStart(Path folder) {
        try {
            Files.setLastModifiedTime(keyFile(folder), FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UsageFailure("cannot write to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    String token(Source source) {
        return token(source, Optional.empty());
    }

    /// @param certificate of the client that it is for alone (RFC 8705 §3.1)
    String token(Source source, Optional<X509Certificate> certificate) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(NodeSettings.AUDIENCE)
                .subject(source.id().toString())
                .claim(Sources.TYPE_CLAIM, source.type())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim(
                        "cnf",
                        certificate
                                .map(bound -> Map.of(
                                        "x5t#S256",
                                        X509CertUtils.computeSHA256Thumbprint(bound)
                                                .toString()))
                                .orElse(null))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a fresh key does not sign", e);
        }
        return token.serialize();
    }

    JwtDecoder decoder() {
        return Tokens.decoder(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), Set.of(JWSAlgorithm.ES256), ISSUER);
    }
}
