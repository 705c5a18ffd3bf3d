package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What a node does not let itself be made to do.
class ProtectionTest {
    private static final String ZONE = "/v1/burgerlijke-stand";
    private static final StartedNode SLOW = StartedNode.start(StartedNode.freshFolder(), "--rate-limit", "3");

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        SLOW.close();
    }

    private HttpResponse<String> send(StartedNode node, String user, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Authorization", "Bearer " + node.token(user));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_source_that_sends_too_much_must_wait_and_others_need_not() {
        String person = ZONE + "/objects/" + UUID.randomUUID() + "/views/persoon";
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            responses.add(send(SLOW, "ambtenaar", person));
        }

        assertThat(responses.getFirst().statusCode()).isEqualTo(404);
        assertThat(responses.getFirst().headers().firstValue("RateLimit-Policy"))
                .hasValue("\"source\";q=3;w=1");
        assertThat(responses.getFirst().headers().firstValue("RateLimit")).hasValue("\"source\";r=2");
        HttpResponse<String> refused = responses.stream()
                .filter(response -> response.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.headers().firstValue("RateLimit")).hasValue("\"source\";r=0;t=1");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json;charset=UTF-8");
        assertThat(send(SLOW, "auditor", person).statusCode()).isEqualTo(404);
        HttpRequest health = HttpRequest.newBuilder(SLOW.address().resolve("/actuator/health"))
                .build();
        for (int i = 0; i < 12; i++) {
            assertThat(send(health).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answers_are_not_kept_framed_guessed_at_or_told_on() {
        for (String path : List.of(ZONE + "/objects/" + UUID.randomUUID() + "/views/persoon", "/v1/nergens/x")) {
            HttpResponse<String> response = send(StartedNode.shared(), "ambtenaar", path);
            assertThat(response.headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("default-src 'none'"));
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
    }

    /// Without these headers a browser shows no page of another site what we answer.
    @Test
    void pages_of_other_sites_get_nothing() {
        StartedNode node = StartedNode.shared();
        HttpResponse<String> asked = send(
                node,
                "ambtenaar",
                ZONE + "/objects/" + UUID.randomUUID() + "/views/persoon",
                "Origin",
                "https://elsewhere.example");
        HttpResponse<String> preflight =
                send(HttpRequest.newBuilder(node.address().resolve(ZONE + "/commands"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .headers("Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST")
                        .build());

        assertThat(preflight.statusCode()).isEqualTo(401);
        for (HttpResponse<String> response : List.of(asked, preflight)) {
            assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    void headers_and_addresses_have_an_end() {
        StartedNode node = StartedNode.shared();
        HttpResponse<String> header = send(node, "ambtenaar", ZONE + "/diff", "X-Long", "x".repeat(20_000));
        HttpResponse<String> address =
                send(HttpRequest.newBuilder(URI.create(node.address() + "v1/x?y=" + "z".repeat(20_000)))
                        .build());

        for (HttpResponse<String> response : List.of(header, address)) {
            assertThat(response.statusCode()).isBetween(400, 431);
            assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Tomcat");
        }
    }
}
