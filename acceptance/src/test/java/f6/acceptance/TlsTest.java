package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import f6.acceptance.Certificates.Held;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A node over TLS that lets in clients with a certificate, and tokens that are bound to it.
class TlsTest {
    private static final Certificates AUTHORITY = new Certificates("Zonnendaal");
    private static final Held OWN = AUTHORITY.issue("own");
    private static final Held ANOTHER = AUTHORITY.issue("another");
    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static StartedNode node;

    @BeforeAll
    static void start() {
        Path secrets = StartedNode.freshFolder();
        Held server = AUTHORITY.issue("node");
        node = StartedNode.serve(
                StartedNode.freshFolder(),
                "--zone",
                StartedNode.HOME + "/examples/zonnendaal/burgerlijke-stand.yaml",
                "--issuer",
                ISSUER.address(),
                "--tls-certificate",
                server.writeCertificate(secrets.resolve("node.pem")).toString(),
                "--tls-key",
                server.writeKey(secrets.resolve("node-key.pem")).toString(),
                "--client-ca",
                AUTHORITY
                        .authority()
                        .writeCertificate(secrets.resolve("ca.pem"))
                        .toString());
    }

    @AfterAll
    static void stop() {
        node.close();
        ISSUER.close();
    }

    private static HttpResponse<String> ask(Certificates trusted, @Nullable Held shown, JWTClaimsSet.Builder claims)
            throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(trusted.client(shown)).build()) {
            return http.send(
                    HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand/graphql"))
                            .header("Authorization", "Bearer " + ISSUER.token(claims))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static JWTClaimsSet.Builder boundTo(Held certificate) {
        return ISSUER.claims("ambtenaar").claim("cnf", Map.of("x5t#S256", certificate.thumbprint()));
    }

    @Test
    void a_token_opens_the_node_to_the_client_that_it_is_bound_to() throws Exception {
        assertThat(node.address().getScheme()).isEqualTo("https");

        HttpResponse<String> response = ask(AUTHORITY, OWN, boundTo(OWN));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    }

    @Test
    void a_stolen_token_opens_nothing() throws Exception {
        HttpResponse<String> stolen = ask(AUTHORITY, ANOTHER, boundTo(OWN));
        assertThat(stolen.statusCode()).isEqualTo(401);
        assertThat(stolen.body()).contains("bound to another certificate");

        HttpResponse<String> unbound = ask(AUTHORITY, OWN, ISSUER.claims("ambtenaar"));
        assertThat(unbound.statusCode()).isEqualTo(401);
        assertThat(unbound.body()).contains("bound to no certificate");

        HttpResponse<String> otherwise =
                ask(AUTHORITY, OWN, ISSUER.claims("ambtenaar").claim("cnf", Map.of("kid", OWN.thumbprint())));
        assertThat(otherwise.statusCode()).isEqualTo(401);
        assertThat(otherwise.body()).contains("bound to something else");

        // Spring itself refuses those that want a proof of possession (RFC 9449).
        HttpResponse<String> proven =
                ask(AUTHORITY, OWN, ISSUER.claims("ambtenaar").claim("cnf", Map.of("jkt", OWN.thumbprint())));
        assertThat(proven.statusCode()).isEqualTo(401);
        assertThat(proven.body()).contains("Invalid bearer token");
    }

    @Test
    void without_a_certificate_that_is_vouched_for_there_is_no_connection() {
        assertThatThrownBy(() -> ask(AUTHORITY, null, boundTo(OWN))).isInstanceOf(IOException.class);
        Held stranger = new Certificates("elsewhere").issue("stranger");
        assertThatThrownBy(() -> ask(AUTHORITY, stranger, boundTo(stranger))).isInstanceOf(IOException.class);
    }

    @Test
    void a_client_that_trusts_others_only_does_not_connect() {
        assertThatThrownBy(() -> ask(new Certificates("elsewhere"), OWN, boundTo(OWN)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void without_tls_nothing_is_said() throws Exception {
        URI plain = URI.create(
                "http://127.0.0.1:%d/actuator/health".formatted(node.address().getPort()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void files_that_are_no_certificates_are_named() throws Exception {
        Path data = StartedNode.freshFolder();
        Path certificate = OWN.writeCertificate(StartedNode.freshFolder().resolve("good.pem"));
        for (String[] options : new String[][] {
            {"--tls-certificate", certificate.toString()},
            {"--client-ca", certificate.toString()},
            {"--tls-certificate", "nergens.pem", "--tls-key", "nergens.pem"},
            {"--tls-certificate", certificate.toString(), "--tls-key", certificate.toString()}
        }) {
            String[] words = new String[options.length + 4];
            System.arraycopy(new String[] {"serve", "--dev", "--data", data.toString()}, 0, words, 0, 4);
            System.arraycopy(options, 0, words, 4, options.length);
            Process refused = StartedNode.f6(data, words);
            assertThat(refused.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.exitValue()).isEqualTo(2);
        }
        assertThat(StartedNode.errors(data))
                .contains("--tls-certificate and --tls-key go together")
                .contains("--client-ca needs --tls-certificate")
                .contains("nergens.pem is not a certificate in PEM that can be read")
                .contains("good.pem is not a private key in PEM that can be read");
    }
}
