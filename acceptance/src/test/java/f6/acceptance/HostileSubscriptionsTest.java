package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong, hostile and oversized requests about subscriptions: each is told what is wrong, and nothing is kept.
class HostileSubscriptionsTest {
    private final StartedNode node = StartedNode.shared();
    private final Api registry = new Api(node, "burgerlijke-stand", "ambtenaar");
    private final String name = "h-" + UUID.randomUUID();

    @AfterEach
    void nothing_is_kept() {
        var _ = registry.get("/subscriptions/" + name).problem(404);
    }

    private Api.Said make(String body) {
        return registry.send("POST", "/subscriptions", body.replace("NAME", name), "application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://localhost/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[fe80::1]/",
                "https://[fd00:ec2::254]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://10.1.2.3/",
                "https://172.16.0.1/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://0.0.0.0/",
                "https://[::]/",
                "http://93.184.215.14/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "https:///pad",
                "https://gebruiker:geheim@example.org/",
                "javascript:alert(1)",
                "//example.org/",
                "https://nergens.invalid/",
                "https://exa mple/",
                ""
            })
    void a_target_that_may_not_be_one_is_refused(String target) {
        String said = make(Api.JSON.writeValueAsString(
                        Map.of("name", name, "delivery", Map.of("way", "webhook", "target", target))))
                .problem(400)
                .at("/detail")
                .asString();
        assertThat(said).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                                           | /delivery
        {"name": 1, "delivery": {"way": "pull"}}                                                     | /name
        {"name": "A b", "delivery": {"way": "pull"}}                                                 | name
        {"name": "a\\u0000", "delivery": {"way": "pull"}}                                            | /name
        {"name": "NAME"}                                                                             | /delivery
        {"name": "NAME", "delivery": "pull"}                                                         | /delivery
        {"name": "NAME", "delivery": {"way": "post"}}                                                | webhook, sse, pull
        {"name": "NAME", "delivery": {"way": "webhook"}}                                             | target
        {"name": "NAME", "delivery": {"way": "pull", "target": "https://example.org/"}}              | target
        {"name": "NAME", "delivery": {"way": "pull", "secret": "x"}}                                 | /delivery/secret
        {"name": "NAME", "delivery": {"way": "pull"}, "owner": "x"}                                  | /owner
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": []}                                  | /filter
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"type": ["Geboorte"]}}              | /filter/type
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"types": "Geboorte"}}               | /filter/types
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"types": [null]}}                   | /filter/types
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"types": ["Toverij"]}}              | Toverij
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"objects": ["1-1-1-1-1"]}}          | /filter/objects
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"expression": "event."}}            | /filter/expression
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"expression": "geheim"}}            | /filter/expression
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"expression": "'a\\u0000' == 'b'"}} | /filter/expression
        {"name": "NAME", "delivery": {"way": "pull"}, "filter": {"expression": "'\\ud800' == 'b'"}}  | /filter/expression
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"position": -1}}                     | /start/position
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"position": 1e300}}                  | /start/position
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"position": 900000000000}}           | log ends
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"moment": "gisteren"}}               | /start/moment
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"moment": "2999-01-01T00:00:00Z"}}   | not come
        {"name": "NAME", "delivery": {"way": "pull"}, "start": {"moment": "2020-01-01T00:00:00Z", "position": 1}} | one of the two
        {"name": "NAME", "name": "NAME", "delivery": {"way": "pull"}}                                | name
        [1]                                                                                          | object
        {"name"                                                                                      | body
        """)
    void a_subscription_that_is_wrong_is_refused_by_name(String body, String said) {
        assertThat(make(body).problem(400).at("/detail").asString()).contains(said);
    }

    @Test
    void what_is_too_large_or_no_json_is_refused() {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            objects.add(UUID.randomUUID().toString());
        }
        var _ = make(Api.JSON.writeValueAsString(
                        Map.of("name", name, "delivery", Map.of("way", "pull"), "filter", Map.of("objects", objects))))
                .problem(400);
        var _ = make(Api.JSON.writeValueAsString(Map.of(
                        "name",
                        name,
                        "delivery",
                        Map.of("way", "pull"),
                        "filter",
                        Map.of("expression", "true || " + "true || ".repeat(1_000) + "true"))))
                .problem(400);
        var _ = make("{\"name\": \"" + "n".repeat(3_000_000) + "\"}").problem(413);
        var _ = make("[".repeat(100_000)).problem(400);
        var _ = registry.send("POST", "/subscriptions", "<a/>", "application/xml")
                .problem(415);
        var _ = registry.send("PUT", "/subscriptions", "{}", "application/json").problem(405);
        var _ = registry.get("/subscriptions?limit=0").problem(400);
        var _ = registry.get("/subscriptions?limit=201").problem(400);
        var _ = registry.get("/subscriptions?limit=x").problem(400);
        var _ = registry.get("/subscriptions?after=%00").problem(400);
        var _ = registry.get("/subscriptions?geheim=1").problem(400);
        var _ = registry.get("/subscriptions?limit=1&limit=2").problem(400);
        var _ = registry.get("/subscriptions/'%20OR%201=1%20--").problem(404);
    }

    @Test
    void commands_on_a_subscription_that_are_wrong_are_refused() {
        String own = "/subscriptions/" + name + "-eigen";
        var _ = make("{\"name\": \"NAME-eigen\", \"delivery\": {\"way\": \"pull\"}}")
                .ok(201);
        String some = UUID.randomUUID().toString();
        List.of(
                        Map.of("events", 0),
                        Map.of("events", 101),
                        Map.of("events", "tien"),
                        Map.of("events", 1.5),
                        Map.of("leaseSeconds", 0),
                        Map.of("leaseSeconds", 1e18),
                        Map.of("waitSeconds", 31),
                        Map.of("geheim", 1))
                .forEach(body -> {
                    var _ = registry.post(own + "/pull", body).problem(400);
                });
        var _ = registry.post(own + "/ack", Map.of()).problem(400);
        var _ = registry.post(own + "/ack", Map.of("ids", List.of())).problem(400);
        var _ = registry.post(own + "/ack", Map.of("ids", List.of("x"))).problem(400);
        var _ = registry.post(own + "/ack", Map.of("ids", some)).problem(400);
        assertThat(registry.post(own + "/ack", Map.of("ids", List.of(some)))
                        .ok(200)
                        .at("/settled")
                        .asInt())
                .isZero();
        var _ = registry.post(own + "/nack", Map.of("ids", List.of(some), "reason", "a\u0000"))
                .problem(400);
        var _ = registry.post(own + "/parked/x/retry", Map.of()).problem(400);
        var _ = registry.post(own + "/parked/" + some + "/retry", Map.of()).problem(404);
        var _ = registry.post(own + "/replay", Map.of()).problem(400);
        var _ = registry.post(own + "/replay", Map.of("position", 900_000_000)).problem(400);
        var _ = registry.post(own + "/secret", Map.of()).problem(400);
        var _ = registry.get(own + "/events").problem(409);
        var _ = registry.get(own + "/parked?after=x").problem(400);
        var _ = registry.send("PATCH", own, "{}", "application/json").problem(400);
        var _ = registry.send("PATCH", own, "{\"target\": \"https://127.0.0.1/\"}", "application/json")
                .problem(400);
        var _ = registry.send("PATCH", own, "{\"filter\": {\"types\": [\"Toverij\"]}}", "application/json")
                .problem(400);
    }

    @Test
    void of_many_who_make_one_name_at_once_one_does() throws Exception {
        int makers = 16;
        CyclicBarrier start = new CyclicBarrier(makers);
        String body = "{\"name\": \"%s-race\", \"delivery\": {\"way\": \"pull\"}}".formatted(name);
        try (ExecutorService pool = Executors.newFixedThreadPool(makers)) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < makers; i++) {
                statuses.add(pool.submit(() -> {
                    var _ = start.await();
                    return make(body).status();
                }));
            }
            List<Integer> said = new ArrayList<>();
            for (Future<Integer> status : statuses) {
                said.add(status.get());
            }
            assertThat(said).containsOnly(201, 409);
            assertThat(said.stream().filter(status -> status == 201)).hasSize(1);
        }
    }
}
