package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Many subscriptions on one node, in all three ways: each gets all its events.
class ManySubscriptionsTest {
    private static final int EVENTS = 20;
    /// Of ten, how many are webhooks, the others are streams and pulled in equal parts.
    private static final int WEBHOOKS_OF_TEN = 8;

    private static final Duration AT_MOST = Duration.ofMinutes(6);

    @Test
    void each_gets_all_its_events() throws Exception {
        int count = Effort.SUBSCRIPTIONS.count();
        try (StartedNode node = StartedNode.start(StartedNode.freshFolder(), "--allow-webhooks-to", "127.0.0.1/32");
                Hooks hooks = new Hooks()) {
            Api registry = new Api(node, "burgerlijke-stand", "ambtenaar");
            Births births = new Births(registry);
            HttpClient http = HttpClient.newHttpClient(); // its streams end with the node
            Map<String, Set<String>> streamed = new ConcurrentHashMap<>();
            for (int i = 0; i < count; i++) {
                make(registry, i, hooks);
                if (way(i).equals("sse")) {
                    stream(http, node, "m-" + i, streamed);
                }
            }
            Instant began = Instant.now();
            Set<String> children =
                    IntStream.range(0, EVENTS).mapToObj(i -> births.claimed()).collect(Collectors.toSet());
            for (int i = 0; i < count; i++) {
                String name = "m-" + i;
                switch (way(i)) {
                    case "webhook" ->
                        Births.until(AT_MOST, () -> hooks.at("/" + name).size() >= EVENTS);
                    case "sse" ->
                        Births.until(
                                AT_MOST,
                                () -> streamed.getOrDefault(name, Set.of()).size() >= EVENTS);
                    default -> assertThat(pulled(registry, name)).isEqualTo(children);
                }
            }
            Effort.report("%d subscriptions on one node: %d events to each within %s"
                    .formatted(count, EVENTS, Duration.between(began, Instant.now())));
            for (int i = 0; i < count; i++) {
                if (way(i).equals("webhook")) {
                    assertThat(hooks.at("/m-" + i).stream()
                                    .map(got -> got.event().at("/subject").asString())
                                    .toList())
                            .containsExactlyInAnyOrderElementsOf(children);
                }
            }
            assertThat(streamed.values()).allSatisfy(got -> assertThat(got).isEqualTo(children));
        }
    }

    private static String way(int i) {
        return i % 10 < WEBHOOKS_OF_TEN ? "webhook" : i % 10 == WEBHOOKS_OF_TEN ? "sse" : "pull";
    }

    private static void make(Api registry, int i, Hooks hooks) {
        Map<String, String> delivery = way(i).equals("webhook")
                ? Map.of("way", "webhook", "target", hooks.address("/m-" + i))
                : Map.of("way", way(i));
        var _ = registry.post(
                        "/subscriptions",
                        Map.of("name", "m-" + i, "filter", Map.of("types", List.of("Geboorte")), "delivery", delivery))
                .ok(201);
    }

    private static void stream(HttpClient http, StartedNode node, String name, Map<String, Set<String>> streamed) {
        HttpRequest request = HttpRequest.newBuilder(
                        node.address().resolve("/v1/burgerlijke-stand/subscriptions/" + name + "/events"))
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .build();
        Set<String> got = ConcurrentHashMap.newKeySet();
        streamed.put(name, got);
        var _ = Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        got.add(Api.JSON
                                .readTree(line.substring("data: ".length()))
                                .at("/subject")
                                .asString());
                    }
                }
            } catch (IOException e) {
                // the node has ended
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Set<String> pulled(Api registry, String name) {
        Set<String> got = new HashSet<>();
        Instant end = Instant.now().plus(AT_MOST);
        while (got.size() < EVENTS && Instant.now().isBefore(end)) {
            JsonNode events = registry.post("/subscriptions/" + name + "/pull", Map.of("events", 100, "waitSeconds", 5))
                    .ok(200)
                    .at("/events");
            List<String> ids = events.valueStream()
                    .map(one -> one.at("/event/id").asString())
                    .toList();
            events.valueStream().forEach(one -> got.add(one.at("/event/subject").asString()));
            if (!ids.isEmpty()) {
                var _ = registry.post("/subscriptions/" + name + "/ack", Map.of("ids", ids))
                        .ok(200);
            }
        }
        return got;
    }
}
