package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `f6 publishing`, as it is started by hand.
class PublishingCommandTest {
    private static final String EXAMPLE = "/v2/content/5a3c1f0e-0000-4000-8000-000000000001";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> said = new ArrayList<>();
    private @Nullable Process process;

    /// Until it says that it is up.
    private URI start(Path data, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("publishing", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(options));
        Process started = StartedNode.f6(data, arguments.toArray(String[]::new));
        process = started;
        BufferedReader output = started.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("f6: health: ")) {
                return URI.create(line.substring("f6: health: ".length()).strip())
                        .resolve("/");
            }
        }
        throw new AssertionError("did not start: " + said + StartedNode.errors(data));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        }
    }

    private HttpResponse<String> get(URI address, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (token != null) {
            var _ = request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// What a content store has at an address, when it has it: soon after it was published.
    private String arrived(URI address) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        HttpResponse<String> response = get(address, null);
        while (response.statusCode() != 200 && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            response = get(address, null);
        }
        return response.body();
    }

    @Test
    void a_platform_begins_with_example_content_and_says_where_it_is() throws Exception {
        Path data = StartedNode.freshFolder();
        URI address = start(data);

        assertThat(said).anyMatch(line -> line.startsWith("f6: example: /moving-to-zonnendaal"));
        assertThat(said).contains("f6: api:    " + address.resolve("/v2/content"));
        assertThat(get(address.resolve(EXAMPLE), null).body()).contains("Moving to Zonnendaal");
        assertThat(arrived(address.resolve("/content-store/content/moving-to-zonnendaal")))
                .contains("Moving to Zonnendaal");
        assertThat(arrived(address.resolve("/draft-content-store/content/waste-collection")))
                .contains("from next year");
        stop();
        said.clear();
        URI again = start(data);
        assertThat(said).noneMatch(line -> line.startsWith("f6: example: "));
        assertThat(get(again.resolve(EXAMPLE + "/events"), null).body())
                .contains("PutContent")
                .contains("Publish");
    }

    @Test
    void with_an_issuer_only_its_tokens_open_the_platform() throws Exception {
        try (TokenIssuer issuer = new TokenIssuer();
                TokenIssuer other = new TokenIssuer()) {
            URI address = start(StartedNode.freshFolder(), "--issuer", issuer.address());
            URI content = address.resolve(EXAMPLE);

            assertThat(get(content, issuer.token("f6", 1_000)).statusCode()).isEqualTo(200);
            HttpResponse<String> without = get(content, null);
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).isEqualTo("{\"message\":\"No bearer token was provided\"}");
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_request\"");
            for (String wrong : List.of(
                    "nonsense", issuer.token("another", 1_000), issuer.token("f6", -500), other.token("f6", 1_000))) {
                HttpResponse<String> refused = get(content, wrong);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.body()).isEqualTo("{\"message\":\"Bearer token does not appear to be valid\"}");
            }
            assertThat(get(address.resolve("/healthcheck/live"), null).statusCode())
                    .isEqualTo(200);
            assertThat(get(address.resolve("/v2/nonsense"), null).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void without_an_issuer_only_this_machine_is_served() throws Exception {
        Path data = StartedNode.freshFolder();
        Process refused = StartedNode.f6(data, "publishing", "--address", "0.0.0.0", "--data", data.toString());

        assertThat(refused.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(2);
        assertThat(StartedNode.errors(data)).contains("--issuer");
    }
}
