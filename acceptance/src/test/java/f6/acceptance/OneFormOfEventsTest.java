package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// An event is the same CloudEvent to all who are told of it, whichever way.
class OneFormOfEventsTest {
    private static final String ZONE = "/v1/burgerlijke-stand";
    private static StartedNode node;
    private static Hooks hooks = new Hooks();

    private final Api registry = new Api(node, "burgerlijke-stand", "ambtenaar");
    private final String child = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        node = StartedNode.start(StartedNode.freshFolder(), "--allow-webhooks-to", "127.0.0.1/32");
    }

    @AfterAll
    static void stop() {
        node.close();
        hooks.close();
    }

    /// A subscription to what is told of the child.
    private String subscribed(Map<String, ?> delivery) {
        String name = "s-" + UUID.randomUUID();
        var _ = registry.post(
                        "/subscriptions",
                        Map.of("name", name, "filter", Map.of("objects", List.of(child)), "delivery", delivery))
                .ok(201);
        return "/subscriptions/" + name;
    }

    private String read(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve(ZONE + path))
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }

    private String streamed(String path) {
        return EventStream.lines(node, ZONE + path, 2).getLast().substring("data: ".length());
    }

    @Test
    void an_event_is_the_same_in_the_feed_and_by_every_way_of_delivery() throws Exception {
        String pulling = subscribed(Map.of("way", "pull"));
        String listening = subscribed(Map.of("way", "sse"));
        String hook = "/form/" + child;
        var _ = subscribed(Map.of("way", "webhook", "target", hooks.address(hook)));
        String surname = "van 't \"/\\ Zoë 😀";
        var _ = registry.post("/commands", Birth.claim(UUID.randomUUID().toString(), child, surname))
                .ok(201);

        String told = streamed("/feed/tail?after=0&object=" + child);

        JsonNode event = Api.JSON.readTree(told);
        assertThat(event.propertyNames())
                .containsExactly(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "datacontenttype",
                        "sequence",
                        "sequencetype",
                        "eventkind",
                        "data");
        assertThat(event.at("/type").asString()).isEqualTo("nl.burgerlijke-stand.Geboorte.v1");
        assertThat(event.at("/time").asString())
                .isEqualTo(event.at("/data/created_at").asString());
        assertThat(event.at("/data/event_data/naam/geslachtsnaam").asString()).isEqualTo(surname);
        assertThat(read("GET", "/feed/events?object=" + child, "")).isEqualTo("[" + told + "]");
        assertThat(read("GET", "/feed/pages/0", "")).contains(told);
        assertThat(streamed(listening + "/events")).isEqualTo(told);
        String pulled = read("POST", pulling + "/pull", "{\"waitSeconds\": 20}");
        assertThat(Api.JSON.readTree(pulled).at("/events/0/event")).isEqualTo(event);
        assertThat(pulled).contains("\"event\":" + told + "}");
        Births.until(() -> !hooks.at(hook).isEmpty());
        assertThat(hooks.at(hook).getFirst().body()).isEqualTo(told);
    }
}
