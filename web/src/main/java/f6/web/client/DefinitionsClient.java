package f6.web.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A client of the definitions of a zone. Answers are as the API has them; what is refused is a [ClientFailure]
/// that says why.
public final class DefinitionsClient {
    /// A check folds all objects of a zone.
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI node;
    private final String place;
    private final String token;

    /// @param node the node's address, such as `http://127.0.0.1:8606`
    public DefinitionsClient(URI node, String zone, String token) {
        this.node = node;
        this.place = "/v1/" + zone + "/definitions";
        this.token = token;
    }

    /// All that were proposed, and which one rules.
    public Map<String, @Nullable Object> list() {
        return send("GET", "", "");
    }

    /// @param text the YAML
    public Map<String, @Nullable Object> propose(String text) {
        return send("POST", "", text);
    }

    /// One, with its text.
    public Map<String, @Nullable Object> find(String id) {
        return send("GET", "/" + id, "");
    }

    /// Which stored events fit it no longer.
    public Map<String, @Nullable Object> check(String id) {
        return send("GET", "/" + id + "/check", "");
    }

    /// How it differs from another; from the one that rules if that is null.
    public List<Map<String, @Nullable Object>> diff(String id, @Nullable String against) {
        String query = against == null ? "" : "?against=" + against;
        return objects(send("GET", "/" + id + "/diff" + query, "").get("diff"));
    }

    /// Makes it rule.
    public Map<String, @Nullable Object> activate(String id) {
        return send("POST", "/" + id + "/activation", "");
    }

    /// Makes the one rule that did before.
    public Map<String, @Nullable Object> rollBack() {
        return send("POST", "/rollback", "");
    }

    private Map<String, @Nullable Object> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(node.resolve(place + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/yaml")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Map<String, @Nullable Object> answer = ZoneClient.object(JSON.readValue(response.body(), Map.class));
            if (response.statusCode() >= 300) {
                throw new ClientFailure(why(answer), response.statusCode(), null);
            }
            return answer;
        } catch (ConnectException e) {
            throw new ClientFailure(
                    "no node answers at %s: is it started, and is the address right?".formatted(node), 0, e);
        } catch (IOException | JacksonException e) {
            throw new ClientFailure("no answer from %s%s: %s".formatted(node, place, e), 0, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted while waiting for " + node, 0, e);
        }
    }

    /// All that a problem says: mistakes of a definition with their places, events that do not fit with theirs.
    private static String why(Map<String, @Nullable Object> problem) {
        StringBuilder why = new StringBuilder(String.valueOf(problem.get("detail")));
        objects(problem.get("problems"))
                .forEach(one -> why.append(
                        "%n  line %s: %s: %s".formatted(one.get("line"), one.get("path"), one.get("message"))));
        why.append(unfit(ZoneClient.object(problem.get("check"))));
        return why.toString();
    }

    /// The events that a check names, one a line.
    public static String unfit(Map<String, @Nullable Object> check) {
        return objects(check.get("first")).stream()
                .map(one -> "%n  position %s: %s".formatted(one.get("position"), one.get("why")))
                .collect(Collectors.joining());
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object json) {
        return json instanceof List<?> list
                ? list.stream()
                        .map(item -> (Map<String, @Nullable Object>) new LinkedHashMap<>(ZoneClient.object(item)))
                        .toList()
                : List.of();
    }
}
