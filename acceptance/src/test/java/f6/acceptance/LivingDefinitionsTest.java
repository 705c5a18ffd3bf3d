package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Definitions that change while two nodes on one database take commands, as their users see it.
class LivingDefinitionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int CLIENTS = 6;
    private static final int TURNS = 12;

    /// A tree has a kind in one version and a species in the other; each reads the other's.
    private static final String WITH_KIND = definition("1", "soort", "2", "species");

    private static final String WITH_SPECIES = definition("2", "species", "1", "soort");

    private static String definition(String version, String field, String other, String otherField) {
        return """
                zone: bomen
                version: "%1$s"
                organisation: {name: Gemeente Zonnendaal, oin: "00000001001234567000"}
                objects:
                  boom:
                    state: {%2$s: {type: string}}
                authorities:
                  ambtenaar: {claim: "*", validate: "*", correct: "*", read: "*", manage: [definitions]}
                  burger: {claim: "*"}
                events:
                  Boom:
                    version: "%1$s"
                    roles: {boom: /boom}
                    data:
                      type: object
                      properties: {boom: {type: string, format: uuid}, %2$s: {type: string}}
                      required: [boom, %2$s]
                    upcast:
                      - {from: "%3$s", data: "{'boom': data.boom, '%2$s': data.%4$s}"}
                    effect:
                      boom: {set: {%2$s: "data.%2$s"}}
                views:
                  boom: {object: boom, fields: [%2$s]}
                """.formatted(version, field, other, otherField);
    }

    @SuppressWarnings("NullAway.Init") // before all tests
    private static EmbeddedServer server;

    @SuppressWarnings("NullAway.Init")
    private static StartedNode one;

    @SuppressWarnings("NullAway.Init")
    private static StartedNode two;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Path folder = StartedNode.freshFolder();
        server = EmbeddedServer.start(ReadyFolder.ready(folder.resolve("server")));
        Path file = folder.resolve("bomen.yaml");
        Files.writeString(file, WITH_KIND);
        one = node(folder.resolve("one"), file);
        two = node(folder.resolve("two"), file);
    }

    private static StartedNode node(Path folder, Path definition) throws IOException {
        return StartedNode.start(
                Files.createDirectories(folder),
                Map.of("F6_DATABASE_PASSWORD", server.password()),
                "--database",
                server.jdbcUrl(),
                "--database-user",
                server.user(),
                "--zone",
                definition.toString());
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        server.close();
    }

    record Said(int status, String type, JsonNode body, String location) {
        JsonNode ok(int expected) {
            assertThat(status).as(body.toString()).isEqualTo(expected);
            return body;
        }
    }

    private Said send(StartedNode node, String method, String path, String mediaType, String body) {
        URI address = node.address().resolve("/v1/bomen" + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(BOUND)
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .header("Content-Type", mediaType)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Said(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()),
                    response.headers().firstValue("Location").orElse(""));
        } catch (IOException e) {
            throw new AssertionError("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Said get(StartedNode node, String path) {
        return send(node, "GET", path, "application/json", "");
    }

    private Said post(StartedNode node, String path) {
        return send(node, "POST", path, "application/json", "");
    }

    private String proposed(String text) {
        Said said = send(one, "POST", "/definitions", "application/yaml", text);
        assertThat(said.status()).as(said.body().toString()).isIn(200, 201);
        assertThat(said.location())
                .endsWith("/definitions/" + said.body().at("/id").asString());
        return said.body().at("/id").asString();
    }

    private Said plant(StartedNode node, UUID id, UUID tree, String field) {
        return send(
                node,
                "POST",
                "/commands",
                "application/json",
                JSON.writeValueAsString(Map.of(
                        "command",
                        "record",
                        "type",
                        "Boom",
                        "input",
                        Map.of("id", id.toString(), "data", Map.of("boom", tree.toString(), field, "linde")))));
    }

    private String version(StartedNode node) {
        for (JsonNode definition : get(node, "/definitions").ok(200).at("/definitions")) {
            if (definition.at("/active").asBoolean()) {
                return definition.at("/version").asString();
            }
        }
        throw new AssertionError("none is active");
    }

    /// Whether a command of that form is taken by a node now.
    private boolean takes(StartedNode node, String field) {
        Said said = plant(node, UUID.randomUUID(), UUID.randomUUID(), field);
        assertThat(said.status()).as(said.body().toString()).isIn(201, 400);
        return said.status() == 201;
    }

    private void await(StartedNode node, String field) {
        Instant end = Instant.now().plus(BOUND);
        while (!takes(node, field)) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void commands_of_many_clients_collide_with_activations_on_two_nodes() throws Exception {
        String kind = proposed(WITH_KIND);
        String species = proposed(WITH_SPECIES);
        Map<UUID, String> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean going = new AtomicBoolean(true);
        CyclicBarrier start = new CyclicBarrier(CLIENTS + 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                StartedNode node = i % 2 == 0 ? one : two;
                clients.add(threads.submit(() -> plantMany(node, start, going, acknowledged)));
            }
            start.await();
            try {
                for (int turn = 0; turn < TURNS; turn++) {
                    boolean toSpecies = turn % 2 == 0;
                    var _ = post(one, "/definitions/%s/activation".formatted(toSpecies ? species : kind))
                            .ok(200);
                    // From here on this node takes nothing by the former one.
                    assertThat(takes(one, toSpecies ? "soort" : "species")).isFalse();
                    assertThat(takes(one, toSpecies ? "species" : "soort")).isTrue();
                    await(two, toSpecies ? "species" : "soort");
                }
            } finally {
                going.set(false);
            }
            int refused = 0;
            for (Future<Integer> client : clients) {
                refused += client.get();
            }
            assertThat(refused).isPositive();
        }
        System.out.printf("%d commands acknowledged during %d activations%n", acknowledged.size(), TURNS);
        assertThat(acknowledged).hasSizeGreaterThan(TURNS);
        acknowledged.forEach(this::requireStored);
    }

    /// @return how many were refused: they were of the other definition
    private int plantMany(StartedNode node, CyclicBarrier start, AtomicBoolean going, Map<UUID, String> acknowledged)
            throws Exception {
        start.await();
        int refused = 0;
        for (int i = 0; going.get(); i++) {
            UUID tree = UUID.randomUUID();
            String field = i % 2 == 0 ? "soort" : "species";
            Said said = plant(node, UUID.randomUUID(), tree, field);
            if (said.status() == 201) {
                String version = said.body().at("/event/eventVersion").asString();
                assertThat(version).as(said.body().toString()).isEqualTo(field.equals("soort") ? "1" : "2");
                acknowledged.put(tree, field);
            } else {
                assertThat(said.status()).as(said.body().toString()).isEqualTo(400);
                refused++;
            }
        }
        return refused;
    }

    private void requireStored(UUID tree, String field) {
        JsonNode history = get(two, "/objects/%s/history".formatted(tree)).ok(200);
        assertThat(history).hasSize(1);
        JsonNode event = history.get(0).at("/event");
        assertThat(event.at("/eventVersion").asString()).isEqualTo(field.equals("soort") ? "1" : "2");
        assertThat(event.at("/eventData/" + field).asString()).isEqualTo("linde");
    }

    @Test
    void states_are_told_by_the_definition_that_rules_and_never_wrongly_while_they_are_made_anew() {
        String kind = proposed(WITH_KIND);
        String species = proposed(WITH_SPECIES);
        var _ = post(one, "/definitions/%s/activation".formatted(kind)).ok(200);
        UUID tree = UUID.randomUUID();
        JsonNode planted = plant(one, UUID.randomUUID(), tree, "soort").ok(201);
        String event = planted.at("/event/id").asString();
        var _ = send(
                        one,
                        "POST",
                        "/commands",
                        "application/json",
                        JSON.writeValueAsString(Map.of(
                                "command",
                                "validate",
                                "id",
                                UUID.randomUUID().toString(),
                                "eventId",
                                event,
                                "seen",
                                event,
                                "decision",
                                "ACCEPT")))
                .ok(201);
        for (int turn = 0; turn < 6; turn++) {
            boolean toSpecies = turn % 2 == 0;
            var _ = post(one, "/definitions/%s/activation".formatted(toSpecies ? species : kind))
                    .ok(200);
            for (int look = 0; look < 10; look++) {
                JsonNode state =
                        get(one, "/objects/%s/views/boom".formatted(tree)).ok(200);
                assertThat(state.at(toSpecies ? "/species" : "/soort").asString())
                        .isEqualTo("linde");
                assertThat(state.has(toSpecies ? "soort" : "species")).isFalse();
                JsonNode told = send(
                                one,
                                "POST",
                                "/graphql",
                                "application/json",
                                JSON.writeValueAsString(Map.of(
                                        "query",
                                        "{ boom(id: \"%s\") { %s } }"
                                                .formatted(tree, toSpecies ? "species" : "soort"))))
                        .ok(200);
                assertThat(told.at("/data/boom").toString()).contains("linde");
            }
        }
    }

    @Test
    void what_is_stored_decides_what_may_be_activated_and_rolled_back() {
        var _ = post(one, "/definitions/%s/activation".formatted(proposed(WITH_KIND)))
                .ok(200);
        var _ = plant(one, UUID.randomUUID(), UUID.randomUUID(), "soort").ok(201);
        String unfit = proposed(WITH_SPECIES.replaceFirst("(?s) {4}upcast:.*?(?= {4}effect:)", ""));

        JsonNode check = get(one, "/definitions/%s/check".formatted(unfit)).ok(200);
        assertThat(check.at("/fits").asBoolean()).isFalse();
        assertThat(check.at("/unfit").asLong()).isPositive();
        assertThat(check.at("/first/0/why").asString()).contains("version 1");
        JsonNode refused =
                post(one, "/definitions/%s/activation".formatted(unfit)).ok(409);
        assertThat(refused.at("/code").asString()).isEqualTo("UNFIT");
        assertThat(refused.at("/check/first/0/position").asLong()).isPositive();

        JsonNode diff = get(one, "/definitions/%s/diff".formatted(unfit)).ok(200);
        assertThat(diff.toString())
                .contains("event Boom: field species")
                .contains("added")
                .contains("removed");

        var _ = post(one, "/definitions/%s/activation".formatted(proposed(WITH_SPECIES)))
                .ok(200);
        assertThat(version(two)).isEqualTo("2");
        JsonNode back = post(one, "/definitions/rollback").ok(200);
        assertThat(back.at("/rollback").asBoolean()).isTrue();
        assertThat(version(one)).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST   | /definitions                    | application/yaml | zone: [                  | 400
        POST   | /definitions                    | application/yaml | ''                       | 400
        POST   | /definitions                    | application/yaml | 'a: &a [*a, *a]'         | 400
        POST   | /definitions                    | application/yaml | "zone: bomen"            | 400
        POST   | /definitions                    | application/json | {}                       | 415
        POST   | /definitions?x=1                | application/yaml | "zone: bomen"            | 400
        PUT    | /definitions                    | application/yaml | "zone: bomen"            | 405
        GET    | /definitions/nope               | application/json | ''                       | 400
        GET    | /definitions/%s                 | application/json | ''                       | 404
        GET    | /definitions/%s/check           | application/json | ''                       | 404
        GET    | /definitions/%s/diff            | application/json | ''                       | 404
        GET    | /definitions/%s/diff?against=1  | application/json | ''                       | 400
        GET    | /definitions/%s/diff?naar=1     | application/json | ''                       | 400
        POST   | /definitions/%s/activation      | application/json | ''                       | 404
        POST   | /definitions/%s/activation      | application/json | {}                       | 400
        POST   | /definitions/%s/activation?a=b  | application/json | ''                       | 400
        DELETE | /definitions/%s                 | application/json | ''                       | 405
        GET    | /definitions/rollback           | application/json | ''                       | 405
        POST   | /definitions/rollback           | application/json | {"to": 1}                | 400
        """)
    void what_is_wrong_is_refused(String method, String path, String type, String body, int status) {
        Said said = send(one, method, path.replace("%s", UUID.randomUUID().toString()), type, body);
        assertThat(said.status()).as(said.body().toString()).isEqualTo(status);
        assertThat(said.type()).startsWith("application/problem+json");
    }

    @Test
    void hostile_definitions_are_refused_and_stored_nowhere() {
        JsonNode before = get(one, "/definitions").ok(200);
        for (String text : List.of(
                WITH_KIND.replace("data.soort", "data.l.all(a, data.l.all(b, data.l.all(c, data.l.all(d, true))))"),
                WITH_KIND.replace("zone: bomen", "zone: struiken"),
                WITH_KIND.replace("  boom: {object", "  events: {object"),
                WITH_KIND + "#".repeat(1_000_000),
                "- ".repeat(100_000),
                "a: ".repeat(10_000),
                "\u0000" + WITH_KIND)) {
            Said said = send(one, "POST", "/definitions", "application/yaml", text);
            assertThat(said.status()).as(said.body().toString()).isEqualTo(400);
        }
        assertThat(send(one, "POST", "/definitions", "application/yaml", "#".repeat(3_000_000))
                        .status())
                .isEqualTo(413);
        assertThat(get(one, "/definitions").ok(200).at("/definitions")).hasSameSizeAs(before.at("/definitions"));
    }

    @Test
    void who_does_not_have_the_duty_is_kept_out() throws Exception {
        for (String path : List.of("/definitions", "/definitions/" + UUID.randomUUID())) {
            HttpRequest request = HttpRequest.newBuilder(one.address().resolve("/v1/bomen" + path))
                    .header("Authorization", "Bearer " + one.token("burger"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void the_schema_of_definitions_is_open_to_all() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(one.address().resolve("/v1/zone-definition-schema"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(Files.readString(StartedNode.HOME.resolve("docs/reference/zone-definition.schema.json")));
        assertThat(JSON.readTree(answer.body()).has("$defs")).isTrue();
    }
}
