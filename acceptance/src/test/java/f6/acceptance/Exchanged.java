package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request to a node and its answer, as they went over the line.
record Exchanged(HttpResponse<String> response) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// @param headers none of them is added to
    static Exchanged send(
            StartedNode node, String method, String path, Map<String, String> headers, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.address().resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return new Exchanged(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Exchanged get(StartedNode node, String user, String path, String accept) {
        return send(node, "GET", path, Map.of("Authorization", "Bearer " + node.token(user), "Accept", accept), null);
    }

    static Exchanged post(StartedNode node, String user, String path, Object body) {
        return send(
                node,
                "POST",
                path,
                Map.of(
                        "Authorization",
                        "Bearer " + node.token(user),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/hal+json"),
                Api.JSON.writeValueAsString(body));
    }

    int status() {
        return response.statusCode();
    }

    String text() {
        return response.body();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    JsonNode json() {
        return Api.JSON.readTree(text());
    }

    /// The body of an answer with this status.
    JsonNode is(int expected) {
        assertThat(status()).as(text()).isEqualTo(expected);
        return json();
    }

    /// The body of a problem by RFC 9457, which says nothing of our insides.
    JsonNode problem(int expected) {
        JsonNode problem = is(expected);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        assertThat(header("API-Version")).isEqualTo("1.0.0");
        assertThat(text()).doesNotContain("\\tat ").doesNotContain("java.").doesNotContain("springframework");
        return problem;
    }
}
