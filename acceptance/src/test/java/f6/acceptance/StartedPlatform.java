package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.PublishingNode;
import f6.postgres.EmbeddedServer;
import f6.publishing.schema.ContentSchemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A publishing platform of its own behind its API, on a database that all of them share. Its clock can be set.
final class StartedPlatform implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Queue<Thread> STOPPING = new ConcurrentLinkedQueue<>();
    private static final AtomicReference<HikariDataSource> DATABASE = new AtomicReference<>();

    private final PublishingNode node;
    private final String log;
    private final SetClock clock;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> headers = new LinkedHashMap<>();

    private StartedPlatform(PublishingNode node, String log, SetClock clock) {
        this.node = node;
        this.log = log;
        this.clock = clock;
    }

    static StartedPlatform start(ContentSchemas schemas) {
        String log = "platform_" + NUMBER.incrementAndGet();
        SetClock clock = new SetClock();
        return new StartedPlatform(PublishingNode.open(database(), log, schemas, clock), log, clock);
    }

    static synchronized HikariDataSource database() {
        HikariDataSource database = DATABASE.get();
        if (database == null) {
            EmbeddedServer server = EmbeddedServer.start(ReadyFolder.fresh());
            HikariDataSource pool = server.connect();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                STOPPING.forEach(StartedPlatform::join);
                pool.close();
                server.close();
            }));
            DATABASE.set(pool);
            return pool;
        }
        return database;
    }

    private static void join(Thread stopping) {
        try {
            stopping.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// An HTTP answer.
    record Said(int status, HttpHeaders headers, String text) {
        JsonNode body() {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        }

        /// The body of an answer with this status, as the API types it.
        JsonNode is(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            assertThat(headers.firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
            assertThat(text).doesNotContain("\\tat ").doesNotContain("java.").doesNotContain("springframework");
            return body();
        }

        /// The error of an answer with this status.
        JsonNode error(int expected) {
            JsonNode error = is(expected).path("error");
            assertThat(error.path("code").asInt()).as(text).isEqualTo(expected);
            assertThat(error.path("message").asString()).isNotBlank();
            return error;
        }
    }

    /// The schema of its log.
    String log() {
        return log;
    }

    URI address() {
        return node.address();
    }

    StartedPlatform at(String moment) {
        clock.set(moment);
        return this;
    }

    /// Who sends from now on, in which request.
    StartedPlatform by(String user, String request) {
        headers.put("X-Govuk-Authenticated-User", user);
        headers.put("Govuk-Request-Id", request);
        return this;
    }

    Said get(String path) {
        return send("GET", path, null);
    }

    Said put(String path, Object body) {
        return send("PUT", path, JSON.writeValueAsString(body));
    }

    Said post(String path, Object body) {
        return send("POST", path, JSON.writeValueAsString(body));
    }

    Said patch(String path, Object body) {
        return send("PATCH", path, JSON.writeValueAsString(body));
    }

    Said delete(String path, Object body) {
        return send("DELETE", path, JSON.writeValueAsString(body));
    }

    Said send(String method, String path, @Nullable String body) {
        return send(method, path, body, "application/json");
    }

    Said send(String method, String path, @Nullable String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            var _ = request.header("Content-Type", type);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Said(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A draft of a page.
    JsonNode draft(UUID id, Map<String, ?> page) {
        return put("/v2/content/" + id, page).is(200);
    }

    JsonNode publish(UUID id, Map<String, ?> how) {
        return post("/v2/content/%s/publish".formatted(id), how).is(200);
    }

    /// The node says farewell to its clients for a while: nobody waits for that.
    @Override
    public void close() {
        http.close();
        STOPPING.add(Thread.ofPlatform().start(node::close));
    }
}
