package f6.web.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Comes for the events of subscriptions to one zone, by its public API.
public final class SubscriptionClient {
    /// Longer than a request that waits for events.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI all;

    /// @param node the node's address, such as `http://127.0.0.1:8606`
    public SubscriptionClient(URI node, String zone) {
        this.all = node.resolve("/v1/" + zone + "/subscriptions");
    }

    /// An event that was leased, as a CloudEvent.
    public record Pulled(Map<String, @Nullable Object> event) {
        public String id() {
            return String.valueOf(event.get("id"));
        }

        /// A list of texts in the event, by its name there.
        public List<String> texts(String name) {
            return ZoneClient.object(event.get("data")).get(name) instanceof List<?> items
                    ? items.stream().map(item -> String.valueOf((Object) item)).toList()
                    : List.of();
        }
    }

    /// Makes a subscription to be pulled, if it is not there.
    ///
    /// @param expression in CEL
    /// @param after the position behind which it begins
    public void makePull(String token, String name, List<String> types, String expression, long after) {
        HttpResponse<String> there = send(token, "GET", "/" + name, Optional.empty());
        if (there.statusCode() == 404) {
            HttpResponse<String> made = send(
                    token,
                    "POST",
                    "",
                    Optional.of(Map.of(
                            "name",
                            name,
                            "filter",
                            Map.of("types", types, "expression", expression),
                            "start",
                            Map.of("position", after),
                            "delivery",
                            Map.of("way", "pull"))));
            // Another of us may just have been faster: then it is there now.
            if (made.statusCode() != 201) {
                var _ = answer(send(token, "GET", "/" + name, Optional.empty()), made);
            }
        } else {
            var _ = answer(there, there);
        }
    }

    /// Leases events.
    public List<Pulled> pull(String token, String name, int events, int leaseSeconds, int waitSeconds) {
        Map<String, @Nullable Object> answer = post(
                token,
                "/" + name + "/pull",
                Map.of("events", events, "leaseSeconds", leaseSeconds, "waitSeconds", waitSeconds));
        return answer.get("events") instanceof List<?> leased
                ? leased.stream()
                        .map(one -> new Pulled(
                                ZoneClient.object(ZoneClient.object(one).get("event"))))
                        .toList()
                : List.of();
    }

    public void acknowledge(String token, String name, List<String> ids) {
        var _ = post(token, "/" + name + "/ack", Map.of("ids", ids));
    }

    private Map<String, @Nullable Object> post(String token, String path, Map<String, ?> body) {
        HttpResponse<String> response = send(token, "POST", path, Optional.of(body));
        return answer(response, response);
    }

    /// @param blamed what to tell of when there is no good answer
    private Map<String, @Nullable Object> answer(HttpResponse<String> response, HttpResponse<String> blamed) {
        try {
            if (response.statusCode() == 200) {
                return ZoneClient.object(JSON.readValue(response.body(), Map.class));
            }
            Object detail =
                    ZoneClient.object(JSON.readValue(blamed.body(), Map.class)).get("detail");
            throw new ClientFailure(
                    "%s answered %d: %s".formatted(all, blamed.statusCode(), detail), blamed.statusCode(), null);
        } catch (JacksonException e) {
            throw new ClientFailure(
                    "what answers at %s (with status %d, not in JSON) is no node of F6"
                            .formatted(all, response.statusCode()),
                    response.statusCode(),
                    e);
        }
    }

    private HttpResponse<String> send(String token, String method, String path, Optional<Map<String, ?>> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.map(members -> HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(members)))
                                .orElseGet(HttpRequest.BodyPublishers::noBody))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ClientFailure("no answer from %s: %s".formatted(all, e), 0, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted while waiting for " + all, 0, e);
        }
    }
}
