package f6.app.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import f6.eventstore.event.InvalidValue;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Gives metrics to Prometheus, on an address and port of their own: whoever reaches these needs no token, and
/// whoever reaches the node's API does not reach these.
public final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/actuator/prometheus";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /// Those who wait to connect; one asks every few seconds.
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI address;

    private MetricsServer(HttpServer server, String host, PrometheusMeterRegistry meters) {
        this.server = server;
        this.address = URI.create("http://%s:%d%s"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : host,
                        server.getAddress().getPort(),
                        PATH));
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, meters));
        server.start();
    }

    /// @throws InvalidValue when the port is in use
    public static MetricsServer start(String host, int port, PrometheusMeterRegistry meters) {
        try {
            return new MetricsServer(HttpServer.create(new InetSocketAddress(host, port), BACKLOG), host, meters);
        } catch (IOException e) {
            throw new InvalidValue("cannot give metrics at port %d of %s (%s): choose another with --metrics-port, or 0"
                    .formatted(port, host, e.getMessage()));
        }
    }

    private static void answer(HttpExchange exchange, PrometheusMeterRegistry meters) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, -1);
            } else {
                byte[] text = meters.scrape(TEXT).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", TEXT);
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }

    public URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
