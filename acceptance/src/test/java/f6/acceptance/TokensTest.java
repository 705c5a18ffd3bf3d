package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which tokens of an issuer open a node. The issuer is a real one over HTTP, and the node a process of its own.
class TokensTest {
    private static final String ZONE = StartedNode.HOME + "/examples/zonnendaal/burgerlijke-stand.yaml";
    private static final TokenIssuer ISSUER = new TokenIssuer(0, "first");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SUBJECT = UUID.randomUUID().toString();
    private static StartedNode node;

    @BeforeAll
    static void start() {
        node = StartedNode.serve(StartedNode.freshFolder(), "--issuer", ISSUER.address(), "--zone", ZONE);
    }

    @AfterAll
    static void stop() {
        node.close();
        ISSUER.close();
    }

    private static HttpResponse<String> ask(StartedNode node, String token) {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int status(String token) {
        return ask(node, token).statusCode();
    }

    private static JWTClaimsSet.Builder claims() {
        return ISSUER.claims("ambtenaar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "at+jwt", "just ended", "for others as well"})
    void a_token_of_the_issuer_for_this_node_opens_it(String kind) {
        String token = switch (kind) {
            case "at+jwt" -> TokenIssuer.signed(claims(), ISSUER.key(), "at+jwt");
            case "just ended" -> ISSUER.token(claims().expirationTime(TokenIssuer.fromNow(-10)));
            case "for others as well" -> ISSUER.token(claims().audience(List.of("others", "f6")));
            default -> ISSUER.token(claims());
        };

        assertThat(status(token)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for another",
                "for nobody",
                "of another issuer",
                "ended",
                "without end",
                "not yet begun",
                "unsigned",
                "signed with the public key as a secret",
                "by a foreign key of the same name",
                "by a foreign key",
                "of another type",
                "of no source type",
                "of no source",
                "too long"
            })
    void any_other_token_is_refused(String kind) throws Exception {
        ECKey foreign = TokenIssuer.key(ISSUER.key().getKeyID());
        String token = switch (kind) {
            case "for another" -> ISSUER.token(claims().audience("others"));
            case "for nobody" -> ISSUER.token(claims().audience((String) null));
            case "of another issuer" -> ISSUER.token(claims().issuer("https://issuer.example"));
            case "ended" -> ISSUER.token(claims().expirationTime(TokenIssuer.fromNow(-60)));
            case "without end" -> ISSUER.token(claims().expirationTime(null));
            case "not yet begun" -> ISSUER.token(claims().notBeforeTime(TokenIssuer.fromNow(60)));
            case "unsigned" -> new PlainJWT(claims().build()).serialize();
            case "signed with the public key as a secret" -> confused();
            case "by a foreign key of the same name" -> TokenIssuer.signed(claims(), foreign, null);
            case "by a foreign key" -> TokenIssuer.signed(claims(), TokenIssuer.key("elsewhere"), null);
            case "of another type" -> TokenIssuer.signed(claims(), ISSUER.key(), "logout+jwt");
            case "of no source type" -> ISSUER.token(claims().claim("source_type", null));
            case "of no source" -> ISSUER.token(claims().subject("somebody"));
            default -> ISSUER.token(claims().claim("more", "x".repeat(20_000)));
        };
        HttpResponse<String> response = ask(node, token);

        if (kind.equals("too long")) {
            assertThat(response.statusCode()).isBetween(400, 431);
            return;
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json;charset=UTF-8");
        assertThat(response.body()).doesNotContain("\tat ").doesNotContain("nimbus");
    }

    private static String confused() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ISSUER.key().getKeyID())
                        .build(),
                claims().build());
        token.sign(new MACSigner(ISSUER.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    @Test
    void a_key_that_the_issuer_has_changed_is_taken_and_the_old_one_is_not() {
        try (TokenIssuer issuer = new TokenIssuer();
                StartedNode other =
                        StartedNode.serve(StartedNode.freshFolder(), "--issuer", issuer.address(), "--zone", ZONE)) {
            String old = issuer.token(issuer.claims("ambtenaar"));
            assertThat(ask(other, old).statusCode()).isEqualTo(200);

            issuer.rotate();

            assertThat(ask(other, issuer.token(issuer.claims("ambtenaar"))).statusCode())
                    .isEqualTo(200);
            assertThat(ask(other, old).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/feed/tail", "/subscriptions/mine/events"})
    void a_stream_ends_with_its_token(String path) throws Exception {
        HttpRequest made = of("/subscriptions", ISSUER.token(claims().subject(SUBJECT)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"mine\", \"delivery\": {\"way\": \"sse\"}}"))
                .build();
        assertThat(HTTP.send(made, BodyHandlers.ofString()).statusCode()).isIn(201, 409);
        String token = ISSUER.token(claims().subject(SUBJECT).expirationTime(TokenIssuer.fromNow(2)));

        HttpResponse<String> whole =
                HTTP.send(of(path, token).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
    }

    private static HttpRequest.Builder of(String path, String token) {
        return HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand" + path))
                .header("Authorization", "Bearer " + token);
    }

    @Test
    void an_issuer_that_is_not_there_yet_is_waited_for() {
        TokenIssuer first = new TokenIssuer();
        int port = first.port();
        JWTClaimsSet.Builder claims = first.claims("ambtenaar");
        first.close();
        try (StartedNode waiting =
                StartedNode.serve(StartedNode.freshFolder(), "--issuer", "http://127.0.0.1:" + port, "--zone", ZONE)) {
            assertThat(StartedNode.errors(waiting.data()))
                    .contains("the issuer http://127.0.0.1:%d does not answer".formatted(port));
            HttpResponse<String> early = ask(waiting, first.token(claims));
            assertThat(early.statusCode()).as(early.body()).isEqualTo(503);
            assertThat(early.body()).contains("the issuer of tokens does not answer");

            try (TokenIssuer there = new TokenIssuer(port, "late")) {
                Instant end = Instant.now().plusSeconds(30);
                int status = 0;
                while (status != 200 && Instant.now().isBefore(end)) {
                    status = ask(waiting, there.token(claims)).statusCode();
                }
                assertThat(status).isEqualTo(200);
            }
        }
    }

    @Test
    void an_issuer_that_says_to_be_another_is_not_used() throws Exception {
        try (TokenIssuer issuer = new TokenIssuer()) {
            Path data = StartedNode.freshFolder();
            Process refused = StartedNode.f6(
                    data,
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    data.toString(),
                    "--zone",
                    ZONE,
                    "--issuer",
                    issuer.address() + "/");

            assertThat(refused.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.exitValue()).isEqualTo(2);
            assertThat(StartedNode.errors(data)).contains("says that it is the issuer '" + issuer.address() + "'");
        }
    }
}
