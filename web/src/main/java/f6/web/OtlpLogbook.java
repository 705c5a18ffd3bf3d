package f6.web;

import f6.zone.accountability.Logbook;
import f6.zone.accountability.ReadRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A logbook that takes records as spans, by OTLP 1.x over HTTP in JSON.
public final class OtlpLogbook implements Logbook, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    /// In OTLP: an act on behalf of a remote caller.
    private static final int KIND_SERVER = 2;

    private static final int STATUS_OK = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;

    /// @param address where spans are posted, such as `https://logbook.example/v1/traces`
    public OtlpLogbook(URI address) {
        this.address = address;
    }

    @Override
    public Optional<String> take(List<ReadRecord> records) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(records))))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK
                    ? rejected(response.body())
                    : Optional.of("it answers " + response.statusCode());
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName() + " " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /// What it took only some of is handed over again: nothing may be lost.
    private static Optional<String> rejected(String body) {
        try {
            long rejected =
                    JSON.readTree(body).at("/partialSuccess/rejectedSpans").asLong(0);
            return rejected == 0 ? Optional.empty() : Optional.of("it rejects %d records".formatted(rejected));
        } catch (JacksonException e) {
            return Optional.empty(); // it says nothing that we could read, but 200
        }
    }

    private Object body(List<ReadRecord> records) {
        return Map.of(
                "resourceSpans",
                List.of(Map.of(
                        "resource",
                        Map.of("attributes", List.of(text("service.name", "f6"))),
                        "scopeSpans",
                        List.of(Map.of(
                                "scope",
                                Map.of("name", "f6.reads"),
                                "spans",
                                records.stream().map(OtlpLogbook::span).toList())))));
    }

    private static Object span(ReadRecord record) {
        Map<String, Object> span = new LinkedHashMap<>();
        span.put("traceId", record.trace().id());
        span.put("spanId", record.span());
        record.parent().or(() -> record.trace().caller()).ifPresent(parent -> span.put("parentSpanId", parent));
        span.put("name", record.name());
        span.put("kind", KIND_SERVER);
        span.put("startTimeUnixNano", nanos(record.start()));
        span.put("endTimeUnixNano", nanos(record.end()));
        span.put("attributes", attributes(record));
        span.put("status", Map.of("code", STATUS_OK));
        return span;
    }

    private static List<Object> attributes(ReadRecord record) {
        List<Object> attributes = new ArrayList<>();
        attributes.add(text("dpl.core.processing_activity_id", record.activity().toString()));
        record.subject().ifPresent(subject -> {
            attributes.add(text("dpl.core.data_subject_id", subject));
            attributes.add(text("dpl.core.data_subject_id_type", "f6-object-hmac-sha256"));
        });
        record.trace().caller().ifPresent(caller -> {
            attributes.add(
                    text("dpl.core.foreign_operation.trace_id", record.trace().id()));
            attributes.add(text("dpl.core.foreign_operation.span_id", caller));
        });
        attributes.add(text("f6.zone", record.zone()));
        attributes.add(text("f6.source_id", record.source().id().toString()));
        attributes.add(text("f6.source_type", record.source().type()));
        return attributes;
    }

    private static Object text(String key, String value) {
        return Map.of("key", key, "value", Map.of("stringValue", value));
    }

    /// As a text, since JSON's numbers are not exact that far.
    private static String nanos(Instant instant) {
        return String.valueOf(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
    }

    @Override
    public void close() {
        http.close();
    }
}
