package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One zone of a node as its users see it: GraphQL and plain addresses, answered in JSON.
final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final StartedNode node;
    private final String zone;
    private final String user;
    private final HttpClient http = HttpClient.newHttpClient();

    Api(StartedNode node, String zone, String user) {
        this.node = node;
        this.zone = zone;
        this.user = user;
    }

    /// An HTTP answer with a body of JSON.
    record Said(int status, String type, JsonNode body) {
        JsonNode ok(int expected) {
            assertThat(status).as(body.toString()).isEqualTo(expected);
            assertThat(type).startsWith("application/json");
            return body;
        }

        /// The problem that it is, by RFC 9457.
        JsonNode problem(int expected) {
            assertThat(status).as(body.toString()).isEqualTo(expected);
            assertThat(type).startsWith("application/problem+json");
            assertThat(body.at("/status").asInt()).isEqualTo(expected);
            assertThat(body.toString())
                    .doesNotContain("\\tat ")
                    .doesNotContain("java.")
                    .doesNotContain("springframework");
            return body;
        }
    }

    Said get(String path) {
        return send("GET", path, null, "application/json");
    }

    Said post(String path, Object body) {
        return send("POST", path, JSON.writeValueAsString(body), "application/json");
    }

    /// @param path behind the zone's address
    Said send(String method, String path, @Nullable String body, String mediaType) {
        URI address = node.address().resolve("/v1/" + zone + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + node.token(user))
                .header("Content-Type", mediaType)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Said(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode graphQl(String query, Map<String, ?> variables) {
        return post("/graphql", Map.of("query", query, "variables", variables)).body();
    }

    /// The data of an answer without errors.
    JsonNode ask(String query, Map<String, ?> variables) {
        JsonNode answer = graphQl(query, variables);
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.at("/data");
    }

    /// The first error of an answer.
    JsonNode error(String query, Map<String, ?> variables) {
        JsonNode answer = graphQl(query, variables);
        assertThat(answer.at("/errors").isEmpty()).as(answer.toString()).isFalse();
        return answer.at("/errors/0");
    }
}
