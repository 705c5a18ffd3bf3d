package f6.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// An event store for Node.js, driven by a script of ours in a process of its own: it starts one run's clients,
/// warms up, measures, and prints what it reached.
final class NodePeer implements Peer {
    private static final JsonFactory FACTORY = new JsonFactory();
    /// To start and to stop, beyond what it was told to run.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final String product;
    private final Promise promise;
    private final Path script;
    private final Site site;
    private final String schema;

    private NodePeer(String name, String product, Promise promise, Path script, Site site, String schema) {
        this.name = name;
        this.product = product;
        this.promise = promise;
        this.script = script;
        this.site = site;
        this.schema = schema;
    }

    static NodePeer dcb(Site site, NodePackages packages) {
        return new NodePeer(
                "dcb-es for Node, condition on tags",
                "@dcb-es/event-store-postgres " + packages.version("@dcb-es/event-store-postgres"),
                Promise.SPANS_OBJECTS_OR_GAPLESS,
                packages.script("dcb.js"),
                site,
                site.freshSchema("dcb"));
    }

    static NodePeer emmett(Site site, NodePackages packages) {
        return new NodePeer(
                "Emmett for Node, one stream",
                "@event-driven-io/emmett-postgresql " + packages.version("@event-driven-io/emmett-postgresql"),
                Promise.ONE_AGGREGATE,
                packages.script("emmett.js"),
                site,
                site.freshSchema("emmett"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public Promise promise() {
        return promise;
    }

    /// Its tables are made by its own script; what they are filled with differs by promise.
    @Override
    public void fill(int events) {
        var _ = start(0, new Span(Duration.ZERO, Duration.ZERO, Span.Threads.VIRTUAL));
        switch (promise) {
            case SPANS_OBJECTS_OR_GAPLESS -> fillTagged(events);
            case ONE_AGGREGATE -> fillStreams(events);
        }
    }

    private void fillTagged(int events) {
        String index = site.texts("SELECT indexdef FROM pg_indexes WHERE schemaname = '" + schema
                        + "' AND indexname = 'events_tags_gin'")
                .getFirst();
        site.execute(
                "DROP INDEX " + schema + ".events_tags_gin",
                """
                INSERT INTO %s.events (type, tags, payload)
                SELECT 'AddressRegistered',
                    CASE sequence %% 2 WHEN 0 THEN ARRAY['address=' || object]
                        ELSE ARRAY['address=' || object, 'address=' || other] END,
                    '{"data":' || %s || ',"metadata":' || %s || '}'
                FROM %s
                """.formatted(schema, Filling.DATA, Filling.ENVELOPE, Filling.rows(events)),
                index);
    }

    private void fillStreams(int events) {
        site.execute(
                "SET search_path = " + schema,
                """
                INSERT INTO emt_messages (stream_id, stream_position, partition, message_data, message_metadata,
                    message_schema_version, message_type, message_id, transaction_id)
                SELECT 'address-' || object, sequence + 1, 'emt:default', %s, %s, '1', 'AddressRegistered',
                    gen_random_uuid(), pg_current_xact_id()
                FROM %s
                """.formatted(Filling.DATA, Filling.ENVELOPE, Filling.rows(events)),
                """
                INSERT INTO emt_streams (stream_id, stream_position, partition, stream_type, stream_metadata)
                SELECT stream_id, max(stream_position), partition, 'address', '{}' FROM emt_messages
                GROUP BY stream_id, partition
                """);
    }

    @Override
    public Run run(int clients, Span span) {
        return read(start(clients, span));
    }

    /// Runs the script.
    ///
    /// @param clients 0 to make the tables only
    /// @return what it printed
    private String start(int clients, Span span) {
        ProcessBuilder builder = new ProcessBuilder("node", script.toString());
        builder.environment().put("BENCH_URL", site.libpqUrl(schema)); // not an argument: it holds a password
        builder.environment().put("BENCH_CLIENTS", String.valueOf(clients));
        builder.environment()
                .put("BENCH_WARM_UP_MS", String.valueOf(span.warmUp().toMillis()));
        builder.environment().put("BENCH_MS", String.valueOf(span.measured().toMillis()));
        builder.environment().put("BENCH_DATA", new Samples().next().json());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            try {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                long bound = span.warmUp().plus(span.measured()).plus(PATIENCE).toSeconds();
                if (!process.waitFor(bound, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new BenchFailure("its script failed: " + said.strip(), null);
                }
                return said;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new BenchFailure("cannot run node: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    static Run read(String json) {
        Map<String, Double> members = new HashMap<>();
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = in.currentName();
                in.nextToken();
                members.put(member, in.getDoubleValue());
            }
        } catch (JacksonException e) {
            throw new BenchFailure("its script said something else than figures: " + json.strip(), e);
        }
        return new Run(figure(members, "rate"), figure(members, "p50"), figure(members, "p99"));
    }

    private static double figure(Map<String, Double> members, String name) {
        Double value = members.get(name);
        if (value == null) {
            throw new BenchFailure("its script did not say its " + name, null);
        }
        return value;
    }
}
