package f6.acceptance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Tokens that a node must not trust, by what is wrong with them. Some are signed with its own key.
final class ForgedTokens {
    private static final String ISSUER = "f6-dev";
    private static final String AUDIENCE = "f6";
    private static final String TYPE = "source_type";
    private static final String AUTHORITY = "ambtenaar";

    private ForgedTokens() {}

    static Map<String, String> of(StartedNode node) {
        try {
            ECKey own = ECKey.parse(Files.readString(node.data().resolve("dev-issuer.json")));
            ECKey foreign =
                    new ECKeyGenerator(Curve.P_256).keyID(own.getKeyID()).generate();
            String valid = node.token(AUTHORITY);
            String[] parts = valid.split("\\.", -1);
            Map<String, String> tokens = new LinkedHashMap<>();
            tokens.put(
                    "expired",
                    signed(own, claims().expirationTime(Date.from(Instant.now().minusSeconds(3_600)))));
            tokens.put(
                    "not yet",
                    signed(own, claims().notBeforeTime(Date.from(Instant.now().plusSeconds(3_600)))));
            tokens.put("other audience", signed(own, claims().audience("g7")));
            tokens.put("no audience", signed(own, claims().audience((String) null)));
            tokens.put("other issuer", signed(own, claims().issuer("https://example.org")));
            tokens.put("no subject", signed(own, claims().subject(null)));
            tokens.put("subject no uuid", signed(own, claims().subject("jan; DROP TABLE event")));
            tokens.put("no type", signed(own, claims().claim(TYPE, null)));
            tokens.put("type no text", signed(own, claims().claim(TYPE, Map.of("a", 1))));
            tokens.put("foreign key", signed(foreign, claims()));
            tokens.put("unsigned", new PlainJWT(claims().build()).serialize());
            tokens.put("no signature", parts[0] + "." + parts[1] + ".");
            tokens.put("two parts", parts[0] + "." + parts[1]);
            tokens.put("other claims", parts[0] + "." + text("{\"sub\":\"x\"}") + "." + parts[2]);
            tokens.put("signed with the public key", mac(own));
            tokens.put("garbage", "abc.def.ghi");
            tokens.put("empty", "");
            tokens.put("long", "a".repeat(5_000));
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(UUID.randomUUID().toString())
                .claim(TYPE, AUTHORITY)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(3_600)));
    }

    private static String signed(ECKey key, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims.build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /// Who takes the key for a shared secret is deceived by this.
    private static String mac(ECKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims().build());
        token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    private static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
