package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.acceptance.HostileRequests.Request;
import f6.acceptance.RawHttp.Response;
import f6.contracts.Effort;
import f6.contracts.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Whatever comes in: no 5xx, no word on our insides, and nothing stored by what was refused.
class EndpointFuzzTest {
    private static final List<String> ZONES = List.of("burgerlijke-stand", "adreshuishouding", "pensioenen");
    private static final List<String> INSIDES = List.of(
            "\tat ",
            "java.lang",
            "java.util",
            "org.springframework",
            "org.apache",
            "org.postgresql",
            "f6.web",
            "f6.zone",
            "NullPointer",
            "StackOverflow",
            "SELECT ",
            "tools.jackson");
    private static final int BATCH = 250;
    /// To be shown at once.
    private static final int MAX_HARMS = 40;

    private static StartedNode node;

    private final long seed = Seed.print("EndpointFuzzTest");

    @BeforeAll
    static void start() {
        node = WrittenLog.node(50);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static long heads() {
        return ZONES.stream()
                .mapToLong(zone -> new Api(node, zone, "ambtenaar")
                        .get("/feed")
                        .ok(200)
                        .at("/head")
                        .asLong())
                .sum();
    }

    /// All that the node tells of, and what is known here.
    private static List<String> routes() throws IOException {
        Set<String> routes = new LinkedHashSet<>(HostileRequests.KNOWN);
        Response told = RawHttp.send(node.address(), request("GET", "/v1/openapi.json", ""), false);
        if (told.status() == 200 && told.body().startsWith("{")) {
            Api.JSON.readTree(told.body()).at("/paths").propertyNames().forEach(path -> {
                routes.add(path);
                routes.add("/v1" + path);
            });
        }
        return List.copyOf(routes);
    }

    private static byte[] request(String method, String path, String token) {
        return "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(method, path, token.isEmpty() ? node.token("ambtenaar") : token)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void no_token_but_a_good_one_opens_anything() throws Exception {
        for (String path :
                List.of("/v1/burgerlijke-stand/feed", "/v1/burgerlijke-stand/graphql/schema", "/v1/nergens")) {
            for (Map.Entry<String, String> forged : ForgedTokens.of(node).entrySet()) {
                Response response = RawHttp.send(node.address(), request("GET", path, " " + forged.getValue()), false);
                assertThat(response.status())
                        .as("%s: %s", forged.getKey(), response)
                        .isIn(401, 400);
                assertThat(isHarmless(response))
                        .as("%s: %s", forged.getKey(), response)
                        .isTrue();
            }
        }
    }

    @Test
    void whatever_comes_in_is_answered_and_what_is_refused_stores_nothing() throws Exception {
        List<String> tokens = new ArrayList<>(List.of(node.token("ambtenaar"), node.token("burger")));
        tokens.addAll(ForgedTokens.of(node).values());
        List<String> ids = List.of(
                WrittenLog.event(3), WrittenLog.child(3), WrittenLog.event(40), "00000000-0000-4000-8000-00000000ffff");
        HostileRequests hostile = new HostileRequests(new SplittableRandom(seed), routes(), tokens, ids);
        int count = Effort.FUZZED_REQUESTS.count();
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> harms = new ArrayList<>();
        for (int sent = 0; sent < count; ) {
            long before = heads();
            int recorded = 0;
            List<Request> batch = new ArrayList<>();
            for (int i = 0; i < BATCH && sent < count; i++, sent++) {
                Request request = hostile.next();
                batch.add(request);
                Response response = RawHttp.send(node.address(), request.bytes(), request.ended());
                String what = "seed %d, request %d: %s".formatted(seed, sent, request);
                if (!isHarmless(response) && harms.size() < MAX_HARMS) {
                    harms.add(what + System.lineSeparator() + "=> " + response);
                }
                recorded += isRecorded(request, response) ? 1 : 0;
                statuses.merge(response.status(), 1, Integer::sum);
            }
            assertThat(heads())
                    .as("seed %d, up to request %d: %s", seed, sent, batch)
                    .isBetween(before, before + recorded);
        }
        assertThat(harms).isEmpty();
        assertThat(StartedNode.errors(node.data())).doesNotContain("incident");
        assertThat(node.process().isAlive()).isTrue();
        Effort.report("fuzz: %d requests, by status %s, seed %d".formatted(count, statuses, seed));
    }

    private static boolean isHarmless(Response response) {
        return response.status() < 500 && INSIDES.stream().noneMatch(response.body()::contains);
    }

    /// Whether an answer may have come with a new event.
    private static boolean isRecorded(Request request, Response response) {
        if (!request.toString().startsWith("POST") || response.status() >= 300) {
            return false;
        }
        if (!request.toString().contains("/graphql")) {
            return response.status() == 201;
        }
        try {
            JsonNode answer = Api.JSON.readTree(response.body());
            return !answer.at("/data").isMissingNode() && !answer.at("/data").isNull();
        } catch (JacksonException e) {
            return false;
        }
    }
}
