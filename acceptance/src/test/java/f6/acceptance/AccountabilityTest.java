package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Who read of whom is on record before the answer goes out, and told to those who audit and to the logbook.
class AccountabilityTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String ACTIVITY = "https://zonnendaal.example/verwerkingen/burgerlijke-stand-bijhouden";
    private static final AtomicBoolean LOGBOOK_IS_AWAY = new AtomicBoolean(true);
    private static final List<JsonNode> LOGBOOK = new CopyOnWriteArrayList<>();
    private static EmbeddedServer database;
    private static HttpServer logbook;
    private static StartedNode node;

    private final Birth noor = Birth.registered(node, "Geheimenis");
    private final Api registrar = new Api(node, "burgerlijke-stand", "ambtenaar");
    private final Api auditor = new Api(node, "burgerlijke-stand", "auditor");

    @BeforeAll
    static void start() throws IOException {
        logbook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var _ = logbook.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean away = LOGBOOK_IS_AWAY.get();
            if (!away) {
                LOGBOOK.add(Api.JSON.readTree(body));
            }
            exchange.sendResponseHeaders(away ? 503 : 200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        logbook.start();
        database = EmbeddedServer.start(ReadyFolder.fresh());
        node = StartedNode.start(
                StartedNode.freshFolder(),
                "--database",
                database.jdbcUrl() + "?password=" + database.password(),
                "--database-user",
                database.user(),
                "--logbook",
                "http://127.0.0.1:%d/v1/traces".formatted(logbook.getAddress().getPort()));
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
        logbook.stop(0);
    }

    private List<JsonNode> readsOf(String object) {
        List<JsonNode> reads = new ArrayList<>();
        auditor.get("/audit/reads?object=" + object).ok(200).at("/reads").forEach(reads::add);
        return reads;
    }

    private static HttpResponse<String> traced(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand" + path))
                            .header("Authorization", "Bearer " + node.token("ambtenaar"))
                            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_read_is_on_record_with_who_of_whom_why_and_for_whom() {
        Instant before = Instant.now();
        assertThat(traced("/objects/" + noor.child() + "/views/persoon").statusCode())
                .isEqualTo(200);

        assertThat(readsOf(noor.child())).singleElement().satisfies(read -> {
            assertThat(read.at("/name").asString()).isEqualTo("state");
            assertThat(read.at("/sourceType").asString()).isEqualTo("ambtenaar");
            assertThat(read.at("/processingActivity").asString()).isEqualTo(ACTIVITY);
            assertThat(read.at("/trace").asString()).isEqualTo(TRACE);
            assertThat(read.at("/caller").asString()).isEqualTo("b7ad6b7169203331");
            assertThat(read.at("/span").asString()).matches("[0-9a-f]{16}");
            assertThat(read.at("/subject").asString()).matches("[0-9a-f]{64}");
            assertThat(Instant.parse(read.at("/start").asString())).isBetween(before.minusSeconds(1), Instant.now());
            assertThat(read.toString()).doesNotContain(noor.child()).doesNotContain("Geheimenis");
        });
    }

    @Test
    void every_question_that_tells_of_somebody_is_on_record() {
        String object = "/objects/" + noor.child();
        for (String path : List.of(
                object + "/views/persoon",
                object + "/views/persoon/timeline",
                object + "/views/persoon/fields/naam/explanation",
                object + "/history",
                object + "/diff?fromPosition=0",
                "/diff?fromPosition=0")) {
            var _ = registrar.get(path).ok(200);
        }
        var _ = registrar
                .post(
                        "/views/persoon/search",
                        Map.of("where", List.of(Map.of("field", "naam", "present", true)), "limit", 1000))
                .ok(200);
        assertThat(readsOf(noor.child()).stream().map(read -> read.at("/name").asString()))
                .containsExactly("search", "diff", "diff", "history", "explain", "timeline", "state");

        var _ = registrar.ask("""
                query ($id: ID!, $event: ID!) {
                  persoon(id: $id) { id }
                  timeline(view: "persoon", id: $id) { id }
                  explain(view: "persoon", id: $id, field: "naam") { rectangle { value } }
                  history(id: $id) { act }
                  diff(id: $id, fromPosition: 0) { from }
                  event(id: $event) { id }
                  events(objectId: $id) { id }
                  search(view: "persoon", where: [{field: "naam", present: true}], limit: 1000) { ids }
                }""", Map.of("id", noor.child(), "event", noor.claim()));
        List<JsonNode> asked = readsOf(noor.child()).subList(0, 8);
        assertThat(asked.stream().map(read -> read.at("/name").asString()))
                .containsExactlyInAnyOrder(
                        "state", "timeline", "explain", "history", "diff", "event", "events", "search");
        assertThat(asked.stream().map(read -> read.at("/trace").asString()).distinct())
                .hasSize(1);
        assertThat(asked.stream().map(read -> read.at("/span").asString()).distinct())
                .hasSize(8);
    }

    @Test
    void a_preview_is_a_read_for_those_whom_it_tells_more_than_they_said() {
        Map<String, Object> rename = Map.of(
                "command",
                "correct",
                "id",
                UUID.randomUUID().toString(),
                "eventId",
                noor.claim(),
                "seen",
                noor.acceptance(),
                "amend",
                Map.of("naam", Map.of("geslachtsnaam", "Anders")));
        var _ = new Api(node, "burgerlijke-stand", "ouder")
                .post("/previews", rename)
                .ok(200);
        assertThat(readsOf(noor.child())).isEmpty();

        var _ = registrar.post("/previews", rename).ok(200);
        assertThat(readsOf(noor.child()))
                .singleElement()
                .satisfies(read -> assertThat(read.at("/name").asString()).isEqualTo("preview"));
    }

    @Test
    void a_read_of_several_is_one_act_with_one_below_it_for_each() {
        Birth daan = Birth.registered(node, "Geheimenis");
        var _ = registrar
                .post(
                        "/views/persoon/search",
                        Map.of("where", List.of(Map.of("field", "naam", "present", true)), "limit", 1000))
                .ok(200);

        JsonNode ofNoor = readsOf(noor.child()).getFirst();
        JsonNode ofDaan = readsOf(daan.child()).getFirst();
        assertThat(ofNoor.at("/parent")).isEqualTo(ofDaan.at("/parent"));
        assertThat(ofNoor.at("/parent").asString()).matches("[0-9a-f]{16}");
        assertThat(ofNoor.at("/subject")).isNotEqualTo(ofDaan.at("/subject"));
    }

    @Test
    void what_tells_of_nobody_is_not_on_record() {
        String nobody = UUID.randomUUID().toString();
        assertThat(registrar.get("/objects/" + nobody + "/views/persoon").status())
                .isEqualTo(404);
        assertThat(new Api(node, "burgerlijke-stand", "burger")
                        .get("/objects/" + noor.child() + "/views/persoon")
                        .status())
                .isEqualTo(403);

        assertThat(registrar.get("/feed/events?object=" + nobody).status()).isEqualTo(200);

        assertThat(readsOf(nobody)).isEmpty();
        assertThat(readsOf(noor.child())).isEmpty();
    }

    @Test
    void what_cannot_be_put_on_record_is_not_told() throws Exception {
        execute("ALTER TABLE f6.read_log RENAME TO away");
        try {
            JsonNode byAddress =
                    registrar.get("/objects/" + noor.child() + "/views/persoon").problem(503);
            assertThat(byAddress.toString()).contains("put on record").doesNotContain("Geheimenis");
            Api.Said inGraphQl = registrar.post(
                    "/graphql",
                    Map.of("query", "{ persoon(id: \"%s\") { naam { geslachtsnaam } } }".formatted(noor.child())));
            assertThat(inGraphQl.problem(503).toString()).doesNotContain("Geheimenis");
            for (String bulk : List.of("/feed/pages/0", "/feed/events", "/feed/tail?after=0")) {
                assertThat(registrar.get(bulk).problem(503).toString()).doesNotContain("Geheimenis");
            }
        } finally {
            execute("ALTER TABLE f6.away RENAME TO read_log");
        }
        var _ = registrar.get("/objects/" + noor.child() + "/views/persoon").ok(200);
    }

    /// The latest read, of whomever.
    private String latest() {
        return auditor.get("/audit/reads?limit=1").ok(200).at("/reads/0").toString();
    }

    @Test
    void events_in_bulk_are_on_record_as_one_read() {
        assertThat(registrar.get("/feed/pages/0").status()).isEqualTo(200);
        assertThat(latest()).contains("\"feed pages/0\"", "ambtenaar", ACTIVITY, "\"subject\":null");

        assertThat(registrar.get("/feed/events?after=3&type=Geboorte").status()).isEqualTo(200);
        assertThat(latest()).contains("\"feed events after 3\"", "\"subject\":null");

        var _ = EventStream.lines(node, "/v1/burgerlijke-stand/feed/tail?after=0", 1);
        assertThat(latest()).contains("\"feed tail after 0\"");
    }

    @Test
    void events_of_an_object_that_the_feed_is_asked_for_are_on_record_as_read_of_it() {
        assertThat(registrar.get("/feed/events?object=" + noor.child()).status())
                .isEqualTo(200);

        assertThat(readsOf(noor.child()))
                .singleElement()
                .satisfies(read -> assertThat(read.at("/name").asString()).isEqualTo("feed events after 0"));
    }

    @Test
    void events_that_a_subscriber_comes_for_are_on_record() {
        String pull = "pull-" + UUID.randomUUID();
        String stream = "stream-" + UUID.randomUUID();
        var _ = registrar.post("/subscriptions", subscription(pull, "pull")).ok(201);
        var _ = registrar.post("/subscriptions", subscription(stream, "sse")).ok(201);

        var _ = registrar
                .post("/subscriptions/" + pull + "/pull", Map.of("events", 2))
                .ok(200);
        assertThat(latest()).containsPattern("\"subscription pull " + pull + " \\d+ to \\d+\"");

        var _ = EventStream.lines(node, "/v1/burgerlijke-stand/subscriptions/" + stream + "/events", 1);
        assertThat(latest()).contains("\"subscription stream " + stream + " after 0\"");
    }

    @Test
    void a_subscription_for_objects_is_on_record_as_read_of_them() {
        String pull = "one-" + UUID.randomUUID();
        Map<String, Object> mine = new HashMap<>(subscription(pull, "pull"));
        mine.put("filter", Map.of("objects", List.of(noor.child())));
        var _ = registrar.post("/subscriptions", mine).ok(201);
        var _ = registrar
                .post("/subscriptions/" + pull + "/pull", Map.of("events", 1))
                .ok(200);

        assertThat(readsOf(noor.child()))
                .singleElement()
                .satisfies(read -> assertThat(read.at("/name").asString()).startsWith("subscription pull " + pull));
    }

    private static Map<String, Object> subscription(String name, String way) {
        return Map.of("name", name, "start", Map.of("position", 0), "delivery", Map.of("way", way));
    }

    @Test
    void a_page_that_the_reader_has_already_is_not_read_again() throws Exception {
        String tag = traced("/feed/pages/0").headers().firstValue("ETag").orElseThrow();
        String before = latest();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest again = HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand/feed/pages/0"))
                    .header("Authorization", "Bearer " + node.token("ambtenaar"))
                    .header("If-None-Match", tag)
                    .build();
            assertThat(http.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
        }

        assertThat(latest()).isEqualTo(before);
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_logbook_that_was_away_gets_every_record() {
        LOGBOOK_IS_AWAY.set(true);
        Set<String> spans = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            assertThat(traced("/objects/" + noor.child() + "/views/persoon").statusCode())
                    .isEqualTo(200);
        }
        readsOf(noor.child()).forEach(read -> spans.add(read.at("/span").asString()));
        assertThat(spans).hasSize(3);

        LOGBOOK_IS_AWAY.set(false);
        Instant end = Instant.now().plusSeconds(90);
        while (!delivered().containsAll(spans) && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }

        assertThat(delivered()).containsAll(spans);
        JsonNode span = LOGBOOK.stream()
                .flatMap(body -> body.at("/resourceSpans/0/scopeSpans/0/spans").valueStream())
                .filter(one -> spans.contains(one.at("/spanId").asString()))
                .findFirst()
                .orElseThrow();
        assertThat(span.at("/traceId").asString()).isEqualTo(TRACE);
        assertThat(span.at("/parentSpanId").asString()).isEqualTo("b7ad6b7169203331");
        assertThat(span.at("/startTimeUnixNano").asString()).matches("\\d{19}");
        assertThat(span.at("/status/code").asInt()).isEqualTo(1);
        assertThat(span.at("/attributes").toString())
                .contains("dpl.core.processing_activity_id", ACTIVITY, "dpl.core.data_subject_id_type")
                .contains("dpl.core.foreign_operation.span_id")
                .doesNotContain(noor.child());
        assertThat(LOGBOOK.toString()).doesNotContain("Geheimenis");
    }

    private static Set<String> delivered() {
        Set<String> delivered = new LinkedHashSet<>();
        LOGBOOK.forEach(body -> body.at("/resourceSpans/0/scopeSpans/0/spans")
                .forEach(span -> delivered.add(span.at("/spanId").asString())));
        return delivered;
    }

    @ParameterizedTest
    @ValueSource(strings = {"burger", "ouder", "ambtenaar", "systeem-bsn", "onbekend"})
    void only_those_who_audit_see_who_read_and_did_what(String user) {
        Api other = new Api(node, "burgerlijke-stand", user);

        for (String path : List.of("/audit/reads", "/audit/actions")) {
            var _ = other.get(path).problem(403);
        }
    }

    @Test
    void a_look_into_the_audit_is_an_action_itself() {
        var _ = registrar.get("/audit/reads").problem(403);
        var _ = auditor.get("/audit/reads?limit=1").ok(200);

        JsonNode actions = auditor.get("/audit/actions?limit=2").ok(200);
        assertThat(actions.at("/actions/0/sourceType").asString()).isEqualTo("auditor");
        assertThat(actions.at("/actions/0/action").asString()).isEqualTo("GET audit");
        assertThat(actions.at("/actions/0/target").asString()).isEqualTo("/reads");
        assertThat(actions.at("/actions/0/outcome").asString()).isEqualTo("DONE");
        assertThat(actions.at("/actions/1/sourceType").asString()).isEqualTo("ambtenaar");
        assertThat(actions.at("/actions/1/outcome").asString()).isEqualTo("REFUSED");
        JsonNode earlier = auditor.get("/audit/actions?limit=1&before="
                        + actions.at("/actions/0/id").asLong())
                .ok(200);
        assertThat(earlier.at("/actions/0")).isEqualTo(actions.at("/actions/1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit/reads?object=anna",
                "/audit/reads?object=1&object=2",
                "/audit/reads?limit=0",
                "/audit/reads?limit=1001",
                "/audit/reads?limit=1e3",
                "/audit/reads?before=-1",
                "/audit/reads?before=x",
                "/audit/reads?naam=anna",
                "/audit/actions?object=00000000-0000-4000-8000-000000000001",
                "/audit/actions?source=';DROP%20TABLE%20f6.read_log;--"
            })
    void what_cannot_be_asked_of_the_audit_is_explained(String path) {
        assertThat(auditor.get(path).problem(400).at("/code").asString()).isEqualTo("INVALID");
    }

    @Test
    void the_audit_is_looked_at_only() {
        for (String path : List.of("/audit/reads", "/audit/actions")) {
            var _ = auditor.send("POST", path, "{}", "application/json").problem(405);
            var _ = auditor.send("DELETE", path, null, "application/json").problem(405);
        }
    }
}
