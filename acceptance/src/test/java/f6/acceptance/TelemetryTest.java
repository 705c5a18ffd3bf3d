package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a node tells of itself: metrics, traces, logs and health.
class TelemetryTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Path FOLDER = StartedNode.freshFolder();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)`([^|]*)\\|", Pattern.MULTILINE);

    private static final ConcurrentLinkedQueue<String> EXPORTED = new ConcurrentLinkedQueue<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HttpServer collector;
    private static StartedNode node;

    @BeforeAll
    static void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            EXPORTED.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        node = StartedNode.start(
                FOLDER,
                "--metrics-port",
                "0",
                "--traces",
                "http://127.0.0.1:%d/v1/traces".formatted(collector.getAddress().getPort()),
                "--log-format",
                "json",
                "--log-level",
                "f6.access=info");
        assertThat(post("/v1/burgerlijke-stand/commands", BirthClaims.claim(UUID.randomUUID(), UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post(
                                "/v1/burgerlijke-stand/commands",
                                "{\"command\": \"record\", \"type\": \"Niets\", \"input\": {}}")
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
        var api = new Api(node, "burgerlijke-stand", "ambtenaar");
        var _ = api.get("/objects/" + UUID.randomUUID() + "/views/persoon");
    }

    @AfterAll
    static void stop() {
        node.close();
        collector.stop(0);
    }

    private static HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(node.address().resolve(path))
                        .header("Authorization", "Bearer " + node.token("ambtenaar"))
                        .header("Content-Type", "application/json")
                        .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(BOUND);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void what_is_measured_is_what_the_page_says() throws Exception {
        HttpResponse<String> scraped = get(node.said("metrics"));
        Set<String> exposed = TYPE.matcher(scraped.body())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<MatchResult> rows = ROW.matcher(Files.readString(StartedNode.HOME.resolve("docs/reference/metrics.md")))
                .results()
                .toList();
        Set<String> told = rows.stream().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> always = rows.stream()
                .filter(row -> !row.group(2).contains("*"))
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).as("documented").containsAll(exposed);
        assertThat(exposed).as("exposed").containsAll(always);
        assertThat(scraped.body())
                .contains(
                        "f6_commands_seconds_count{command=\"record\",outcome=\"recorded\",zone=\"burgerlijke-stand\"}")
                .contains("uri=\"/v1/{zone}/commands\"")
                .doesNotContain(BirthClaims.SURNAME);
    }

    @Test
    void rules_for_alerts_name_what_is_measured() throws IOException {
        String told = Files.readString(StartedNode.HOME.resolve("docs/reference/metrics.md"));
        String rules = Files.readString(StartedNode.HOME.resolve("examples/operations/alerts.yaml"));
        Set<String> named = Pattern.compile("\\b(f6|http|hikaricp|jvm|process)_\\w+")
                .matcher(rules)
                .results()
                .map(found -> found.group().replaceAll("_(bucket|count|sum)$", ""))
                .collect(Collectors.toSet());
        assertThat(named)
                .hasSizeGreaterThan(4)
                .allSatisfy(name -> assertThat(told).contains("`" + name + "`"));
    }

    @Test
    void metrics_are_given_there_and_nowhere_else() throws Exception {
        assertThat(get(node.said("metrics").resolve("/")).statusCode()).isEqualTo(404);
        assertThat(get(node.address().resolve("/actuator/prometheus")).statusCode())
                .isEqualTo(401);
        assertThat(get(node.address().resolve("/actuator/metrics")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_trace_goes_from_the_asker_to_the_append() {
        String append = HexFormat.of().formatHex("append".getBytes(StandardCharsets.UTF_8));
        await(
                "a span of the append in the asker's trace",
                () -> EXPORTED.stream().anyMatch(spans -> spans.contains(TRACE) && spans.contains(append)));
        String surname = HexFormat.of().formatHex(BirthClaims.SURNAME.getBytes(StandardCharsets.UTF_8));
        assertThat(EXPORTED).noneMatch(spans -> spans.contains(surname));
    }

    @Test
    void lines_of_the_log_are_json_with_the_trace_and_nothing_personal() {
        await("a line of the request", () -> StartedNode.errors(FOLDER).contains(TRACE));
        List<JsonNode> lines =
                StartedNode.errors(FOLDER).lines().map(Api.JSON::readTree).toList();
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.at("/message").asString()).startsWith("POST /v1/{zone}/commands 201 ");
            assertThat(line.get("trace.id").asString()).isEqualTo(TRACE);
            assertThat(line.get("log.level").asString()).isEqualTo("INFO");
            assertThat(Instant.parse(line.get("@timestamp").asString())).isBefore(Instant.now());
        });
        assertThat(StartedNode.errors(FOLDER)).doesNotContain(BirthClaims.SURNAME).doesNotContain(node.token("ambtenaar"));
    }

    @Test
    void a_node_is_alive_and_ready() throws Exception {
        for (String what : List.of("", "/liveness", "/readiness")) {
            HttpResponse<String> health = get(node.address().resolve("/actuator/health" + what));
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"UP\"");
        }
    }
}
