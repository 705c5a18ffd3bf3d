package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Subscriptions as their owners use them, over HTTP.
class SubscriptionApiTest {
    private static StartedNode node;
    private static Hooks hooks = new Hooks();

    private final Api registry = new Api(node, "burgerlijke-stand", "ambtenaar");
    private final Births births = new Births(registry);
    private final String name = "s-" + UUID.randomUUID();
    private final String path = "/subscriptions/" + name;

    @BeforeAll
    static void start() {
        node = StartedNode.start(
                StartedNode.freshFolder(),
                "--allow-webhooks-to",
                "127.0.0.1/32",
                "--webhook-attempts",
                "3",
                "--webhook-pause",
                "100ms");
    }

    @AfterAll
    static void stop() {
        node.close();
        hooks.close();
    }

    private JsonNode made(Map<String, ?> filter, Map<String, ?> delivery) {
        return registry.post("/subscriptions", Map.of("name", name, "filter", filter, "delivery", delivery))
                .ok(201);
    }

    private static Map<String, Object> about(String child) {
        return Map.of("objects", List.of(child));
    }

    private JsonNode now() {
        return registry.get(path).ok(200);
    }

    private JsonNode post(String command, Object body) {
        return registry.post(path + command, body).ok(200);
    }

    private List<JsonNode> pulled(Map<String, ?> how) {
        return post("/pull", how).at("/events").valueStream().toList();
    }

    @Test
    void a_subscription_is_shown_to_its_owner_alone() {
        JsonNode made = made(Map.of("types", List.of("Geboorte")), Map.of("way", "pull"));

        assertThat(made.at("/state").asString()).isEqualTo("ACTIVE");
        assertThat(made.has("secret")).isFalse();
        assertThat(now()).isEqualTo(registry.get(path).ok(200));
        assertThat(registry.get("/subscriptions?limit=200")
                        .ok(200)
                        .at("/subscriptions")
                        .valueStream())
                .anyMatch(one -> one.at("/name").asString().equals(name));
        assertThat(registry.get("/subscriptions?limit=1")
                        .ok(200)
                        .at("/subscriptions")
                        .size())
                .isEqualTo(1);
        Api other = new Api(node, "burgerlijke-stand", "auditor");
        var _ = other.get(path).problem(404);
        var _ = other.post(path + "/pull", Map.of()).problem(404);
        var _ = other.send("DELETE", path, null, "application/json").problem(404);
        assertThat(other.get("/subscriptions").ok(200).at("/subscriptions").valueStream())
                .noneMatch(one -> one.at("/name").asString().equals(name));
        var _ = registry.post("/subscriptions", Map.of("name", name, "delivery", Map.of("way", "sse")))
                .problem(409);
        Api keeper = new Api(node, "burgerlijke-stand", "beheerder");
        assertThat(keeper.get(path).ok(200)).isEqualTo(now());
        Api parent = new Api(node, "burgerlijke-stand", "ouder");
        var _ = parent.get(path).problem(403);
        var _ = parent.post("/subscriptions", Map.of("name", name + "-ouder", "delivery", Map.of("way", "pull")))
                .problem(403);
    }

    @Test
    void pulled_events_are_cloud_events_and_come_until_they_are_acknowledged() {
        var _ = made(
                Map.of("types", List.of("Geboorte"), "expression", "event.kind == 'VALIDATION'"),
                Map.of("way", "pull"));
        String child = births.validated();

        List<JsonNode> first = pulled(Map.of("events", 10, "leaseSeconds", 600, "waitSeconds", 20));
        assertThat(first).hasSize(1);
        JsonNode event = first.getFirst().at("/event");
        assertThat(event.at("/specversion").asString()).isEqualTo("1.0");
        assertThat(event.at("/subject").asString()).isEqualTo(child);
        assertThat(event.at("/data/event_kind").asString()).isEqualTo("VALIDATION");
        assertThat(event.at("/data/event_data/decision").asString()).isEqualTo("ACCEPT");
        assertThat(pulled(Map.of())).isEmpty();
        List<String> ids = List.of(event.at("/id").asString());
        assertThat(post("/nack", Map.of("ids", ids, "pauseSeconds", 0))
                        .at("/settled")
                        .asInt())
                .isEqualTo(1);
        assertThat(pulled(Map.of("waitSeconds", 20)).getFirst().at("/attempts").asInt())
                .isEqualTo(1);
        assertThat(post("/ack", Map.of("ids", ids)).at("/settled").asInt()).isEqualTo(1);
        assertThat(post("/ack", Map.of("ids", ids)).at("/unknown/0").asString()).isEqualTo(ids.getFirst());
        assertThat(now().at("/lag").asLong()).isZero();
    }

    @Test
    void a_webhook_gets_signed_cloud_events() {
        JsonNode made = made(
                Map.of("types", List.of("Geboorte")),
                Map.of("way", "webhook", "target", hooks.address("/signed/" + name)));
        String secret = made.at("/secret").asString();
        assertThat(now().has("secret")).isFalse();
        assertThat(now().toString()).doesNotContain(secret);

        String child = births.validated();

        List<Hooks.Got> got = hooks.at("/signed/" + name);
        Births.until(() -> got.size() == 2);
        assertThat(got).allSatisfy(one -> {
            assertThat(one.headers().get("content-type")).startsWith("application/cloudevents+json");
            assertThat(one.headers().get("webhook-id")).isEqualTo(one.id());
            assertThat(one.isSignedBy(secret)).isTrue();
            assertThat(one.event().at("/subject").asString()).isEqualTo(child);
        });
        assertThat(got.stream().map(one -> one.event().at("/data/event_kind").asString()))
                .containsExactly("CLAIM", "VALIDATION");

        String renewed = post("/secret", Map.of()).at("/secret").asString();
        String later = births.claimed();
        // What was not yet known to be delivered when the secret changed may come once more.
        Births.until(() -> got.getLast().event().at("/subject").asString().equals(later));
        assertThat(got.getLast().isSignedBy(renewed)).isTrue();
        assertThat(got.getLast().isSignedBy(secret)).isTrue();
    }

    @Test
    void what_cannot_be_delivered_is_parked_and_others_go_on() {
        Map<String, Integer> statuses = new HashMap<>();
        String parkedChild = UUID.randomUUID().toString();
        hooks.replies = (at, got) -> at.equals("/parked/" + name)
                        && got.event().at("/subject").asString().equals(parkedChild)
                        && !statuses.containsKey("mended")
                ? Hooks.Reply.of(503)
                : Hooks.Reply.OK;
        var _ = made(Map.of(), Map.of("way", "webhook", "target", hooks.address("/parked/" + name)));
        String claim = UUID.randomUUID().toString();
        births.claimed(parkedChild, claim);
        String other = births.claimed();

        Births.until(() -> registry.get(path + "/parked")
                .ok(200)
                .at("/waiting/0/standing")
                .asString("")
                .equals("PARKED"));
        JsonNode parked = registry.get(path + "/parked").ok(200).at("/waiting/0");
        assertThat(parked.at("/eventId").asString()).isEqualTo(claim);
        assertThat(parked.at("/reason").asString()).contains("503");
        assertThat(parked.at("/attempts").asInt()).isEqualTo(3);
        Births.until(() -> hooks.at("/parked/" + name).stream()
                .anyMatch(got -> got.event().at("/subject").asString().equals(other)));
        assertThat(now().at("/failures").asInt()).isEqualTo(3);
        assertThat(now().at("/lastFailure/what").asString()).contains("503");

        statuses.put("mended", 1);
        var _ = post("/parked/" + claim + "/retry", Map.of());
        Births.until(() -> registry.get(path + "/parked").ok(200).at("/waiting").isEmpty());
        var _ = registry.post(path + "/parked/" + claim + "/skip", Map.of()).problem(404);
    }

    @Test
    void redirects_are_not_followed_and_gone_is_taken_at_its_word() {
        hooks.replies = (at, got) -> at.equals("/moved/" + name)
                ? new Hooks.Reply(307, Map.of("Location", hooks.address("/elsewhere/" + name)), 0)
                : at.equals("/gone/" + name) ? Hooks.Reply.of(410) : Hooks.Reply.OK;
        var _ = made(Map.of(), Map.of("way", "webhook", "target", hooks.address("/moved/" + name)));
        var _ = births.claimed();
        Births.until(() -> registry.get(path + "/parked")
                .ok(200)
                .at("/waiting/0/reason")
                .asString("")
                .contains("307"));
        assertThat(hooks.at("/elsewhere/" + name)).isEmpty();

        var _ = registry.send(
                        "PATCH",
                        path,
                        Api.JSON.writeValueAsString(Map.of("target", hooks.address("/gone/" + name))),
                        "application/json")
                .ok(200);
        var _ = births.claimed();
        Births.until(() -> now().at("/state").asString().equals("SUSPENDED"));
        assertThat(now().at("/why").asString()).contains("410");
    }

    @Test
    void a_long_answer_is_not_read_to_its_end() {
        hooks.replies =
                (at, got) -> at.equals("/long/" + name) ? new Hooks.Reply(200, Map.of(), 10_000_000) : Hooks.Reply.OK;
        var _ = made(Map.of(), Map.of("way", "webhook", "target", hooks.address("/long/" + name)));
        var _ = births.claimed();

        Births.until(() -> now().at("/lag").asLong() == 0);
        assertThat(now().at("/failures").asInt()).isZero();
    }

    @Test
    void a_replay_brings_again_what_was_delivered() {
        String child = births.validated();
        var _ = registry.post(
                        "/subscriptions",
                        Map.of(
                                "name", name,
                                "filter", about(child),
                                "start", Map.of("position", 0),
                                "delivery", Map.of("way", "webhook", "target", hooks.address("/replay/" + name))))
                .ok(201);
        Births.until(() -> hooks.at("/replay/" + name).size() == 2);
        Births.until(() -> now().at("/lag").asLong() == 0);

        var _ = post("/replay", Map.of("moment", "2020-01-01T00:00:00Z"));

        Births.until(() -> hooks.at("/replay/" + name).size() == 4);
        assertThat(hooks.at("/replay/" + name).get(2).id())
                .isEqualTo(hooks.at("/replay/" + name).getFirst().id());
    }

    @Test
    void a_stream_goes_on_behind_the_last_event_that_its_reader_had() {
        var _ = made(Map.of("types", List.of("Geboorte")), Map.of("way", "sse"));
        String child = births.validated();
        List<String> first = lines();
        assertThat(first.getFirst()).startsWith("id: ");
        assertThat(first.get(1)).startsWith("data: {").contains(child).contains("CLAIM");
        String id = first.getFirst().substring("id: ".length());

        List<String> second = lines("Last-Event-ID", id);

        assertThat(second.get(1)).contains(child).contains("VALIDATION");
        assertThat(now().at("/checkpoint").asString()).isEqualTo(id);
        String last = second.getFirst().substring("id: ".length());
        assertThat(post("/ack", Map.of("position", Long.parseLong(last)))
                        .at("/checkpoint")
                        .asString())
                .isEqualTo(last);
        assertThat(now().at("/checkpoint").asString()).isEqualTo(last);
        var _ = registry.post(path + "/ack", Map.of("position", 900_000_000)).problem(400);
        var _ = registry.post(path + "/pull", Map.of()).problem(409);
    }

    private List<String> lines(String... headers) {
        return EventStream.lines(node, "/v1/burgerlijke-stand" + path + "/events", 2, headers);
    }

    @Test
    void a_paused_subscription_waits_and_a_removed_one_is_gone() {
        var _ = made(Map.of(), Map.of("way", "pull"));
        assertThat(post("/pause", Map.of()).at("/state").asString()).isEqualTo("PAUSED");
        var _ = registry.post(path + "/pull", Map.of()).problem(409);
        assertThat(post("/resume", Map.of()).at("/state").asString()).isEqualTo("ACTIVE");
        assertThat(pulled(Map.of())).isEmpty();

        assertThat(removed()).isEqualTo(204);
        assertThat(removed()).isEqualTo(404);
        var _ = registry.get(path).problem(404);
    }

    private int removed() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand" + path))
                                    .header("Authorization", "Bearer " + node.token("ambtenaar"))
                                    .DELETE()
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
