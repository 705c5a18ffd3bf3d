package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Server-Sent Events as who listens has them.
final class EventStream {
    private EventStream() {}

    /// The first lines of ids and data; then the listener goes.
    ///
    /// @param path behind the node's address
    static List<String> lines(StartedNode node, String path, int count, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Authorization", "Bearer " + node.token("ambtenaar"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                List<String> found = new ArrayList<>();
                for (String line = lines.readLine(); found.size() < count; line = lines.readLine()) {
                    assertThat(line).as("the stream has ended behind %s", found).isNotNull();
                    if (line.startsWith("id: ") || line.startsWith("data: ")) {
                        found.add(line);
                    }
                }
                return found;
            } finally {
                http.shutdownNow();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
