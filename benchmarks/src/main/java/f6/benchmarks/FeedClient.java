package f6.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One who reads pages, one after the other, and has the next one sent while it works on one.
final class FeedClient {
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI pages;
    private final String token;

    FeedClient(URI pages, String token) {
        this.pages = pages;
        this.token = token;
    }

    /// What is done with a page.
    enum Reading {
        /// Taken in, as a cache does.
        PLAIN(false, false),
        GZIP(true, false),
        /// And every token of it read, as a consumer does.
        PLAIN_PARSED(false, true),
        GZIP_PARSED(true, true);

        private final boolean packed;
        private final boolean parsed;

        Reading(boolean packed, boolean parsed) {
            this.packed = packed;
            this.parsed = parsed;
        }

        String measure() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return (packed ? "compressed" : "uncompressed") + (parsed ? ", parsed" : ", taken in");
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(int page, boolean packed) {
        return http.sendAsync(
                HttpRequest.newBuilder(pages.resolve(String.valueOf(page)))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept-Encoding", packed ? "gzip" : "identity")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    byte[] fetch(int page, boolean packed) {
        return body(send(page, packed));
    }

    private static byte[] body(CompletableFuture<HttpResponse<byte[]>> sent) {
        try {
            HttpResponse<byte[]> response = sent.get();
            if (response.statusCode() != 200) {
                throw new BenchFailure("a page was answered with %d".formatted(response.statusCode()), null);
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new BenchFailure("a page did not come: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /// One pass over all pages, whatever the span.
    record Replay(String name, FeedClient client, int pages, int perPage, Reading reading) implements Competitor {
        @Override
        public Run run(int clients, Span span) {
            double[] millis = new double[pages];
            long started = System.nanoTime();
            long asked = started;
            CompletableFuture<HttpResponse<byte[]>> sent = client.send(0, reading.packed);
            for (int page = 0; page < pages; page++) {
                byte[] body = body(sent);
                long come = System.nanoTime();
                millis[page] = (come - asked) / 1e6;
                if (page + 1 < pages) {
                    asked = come;
                    sent = client.send(page + 1, reading.packed);
                }
                int events = reading.parsed ? events(body) : perPage;
                if (events != perPage) {
                    throw new BenchFailure("page %d has %d events".formatted(page, events), null);
                }
            }
            long nanos = System.nanoTime() - started;
            Arrays.sort(millis);
            return new Run(
                    (double) pages * perPage * 1e9 / nanos,
                    millis[pages / 2],
                    millis[(int) Math.ceil(pages * 0.99) - 1]);
        }

        private int events(byte[] body) {
            try (JsonParser in = reading.packed
                    ? JSON.createParser(ObjectReadContext.empty(), new GZIPInputStream(new ByteArrayInputStream(body)))
                    : JSON.createParser(ObjectReadContext.empty(), body)) {
                int events = 0;
                int depth = 0;
                long characters = 0;
                for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                    switch (token) {
                        case START_OBJECT, START_ARRAY -> depth++;
                        case END_OBJECT, END_ARRAY -> {
                            depth--;
                            events += depth == 1 ? 1 : 0;
                        }
                        case VALUE_STRING -> characters += in.getString().length();
                        default -> {}
                    }
                }
                return characters > events ? events : 0;
            } catch (IOException e) {
                throw new BenchFailure("a page is not gzip: " + e.getMessage(), e);
            }
        }
    }
}
