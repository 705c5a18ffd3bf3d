package f6.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// A subscriber's server: takes what is posted to any path, and writes down what came.
final class Hooks implements AutoCloseable {
    /// @param headers in lower case, the first of each
    record Got(Map<String, String> headers, String body) {
        JsonNode event() {
            return Api.JSON.readTree(body);
        }

        String id() {
            return event().at("/id").asString();
        }

        /// Whether one of its signatures is by this secret, as Standard Webhooks has it.
        boolean isSignedBy(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
                mac.update((headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + ".")
                        .getBytes(StandardCharsets.UTF_8));
                String expected =
                        "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
                return List.of(headers.getOrDefault("webhook-signature", "").split(" ", -1))
                        .contains(expected);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// @param more headers
    record Reply(int status, Map<String, String> more, int length) {
        static final Reply OK = new Reply(204, Map.of(), 0);

        static Reply of(int status) {
            return new Reply(status, Map.of(), 0);
        }
    }

    private final HttpServer server;
    private final Map<String, List<Got>> got = new ConcurrentHashMap<>();
    /// By path.
    volatile BiFunction<String, Got, Reply> replies = (path, event) -> Reply.OK;

    Hooks() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var _ = server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Got event = new Got(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String path = exchange.getRequestURI().getPath();
        Reply reply = replies.apply(path, event);
        at(path).add(event);
        reply.more().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(reply.status(), reply.length() == 0 ? -1 : reply.length());
        if (reply.length() > 0) {
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[reply.length()]);
            }
        }
        exchange.close();
    }

    /// All that came to a path, whatever was replied.
    List<Got> at(String path) {
        return got.computeIfAbsent(path, any -> Collections.synchronizedList(new ArrayList<>()));
    }

    String address(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
