package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.KeptTimelines;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.web.WebConfiguration;
import f6.web.Zones;
import f6.zone.Zone;
import f6.zone.command.StoredEventsCheck;
import f6.zone.command.StoredEventsCheck.Unfit;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// A running node: a database, the zones on it, and the web in front of them.
public final class Node implements AutoCloseable {
    /// Tells the user what a start is busy with.
    interface Progress {
        void says(String what);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WebConfiguration.class)
    static class Web {}

    /// What was started, to be stopped in the opposite order.
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final NodeSettings settings;
    private @Nullable URI address;
    private List<String> zoneNames = List.of();
    private boolean closed;

    private Node(NodeSettings settings) {
        this.settings = settings;
    }

    /// @throws UsageFailure and the exceptions of the parts, whose messages say what to do
    static Node start(NodeSettings settings, Progress progress) {
        List<ZoneDefinition> definitions =
                settings.zones().stream().map(DefinitionFile::read).toList();
        requireDistinct(definitions, settings);
        Node node = new Node(settings);
        // From here on a Ctrl-C must stop what was started; it waits for the start to end, one way or the other.
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
        node.start(definitions, progress);
        return node;
    }

    private static void requireDistinct(List<ZoneDefinition> definitions, NodeSettings settings) {
        Map<String, Path> files = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            Path file = settings.zones().get(i);
            Path other = files.put(definitions.get(i).name(), file);
            if (other != null) {
                throw new UsageFailure("%s and %s both define zone %s: leave one out"
                        .formatted(other, file, definitions.get(i).name()));
            }
        }
    }

    private synchronized void start(List<ZoneDefinition> definitions, Progress progress) {
        try {
            HikariDataSource database = database(progress);
            Zones zones = Zones.of(definitions.stream()
                    .map(definition -> open(database, definition, progress))
                    .toList());
            zoneNames = List.copyOf(zones.byName().keySet());
            serve(zones, decoder());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private HikariDataSource database(Progress progress) {
        HikariDataSource pool;
        if (settings.database().isPresent()) {
            NodeSettings.Database database = settings.database().get();
            progress.says("database: " + database);
            pool = database.connect();
        } else {
            progress.says("database: the embedded PostgreSQL in " + settings.data());
            EmbeddedServer server = EmbeddedServer.start(settings.data());
            started.push(server);
            pool = server.connect();
        }
        started.push(pool);
        return pool;
    }

    private Zone open(HikariDataSource database, ZoneDefinition definition, Progress progress) {
        String schema = schema(definition);
        PostgresEventStore store = PostgresEventStore.open(database, schema);
        started.push(store);
        if (!PostgresTimelines.areBy(definition.fingerprint(), database, schema)) {
            requireFit(definition, store, progress);
        }
        KeptTimelines kept = PostgresTimelines.start(
                store, database, schema, definition, object -> new Fold(definition, object), definition.fingerprint());
        return new Zone(definition, store, Clock.systemUTC(), kept);
    }

    /// What is stored must be readable by a definition that is new to the log.
    private static void requireFit(ZoneDefinition definition, EventStore store, Progress progress) {
        if (store.head().equals(Position.START)) {
            return;
        }
        progress.says("zone %s: its definition has changed: looking whether it takes what is stored, and making what is"
                        .formatted(definition.name())
                + " kept of it anew");
        List<Unfit> unfit = StoredEventsCheck.of(definition, store);
        if (!unfit.isEmpty()) {
            throw new UsageFailure("the definition of zone %s cannot take events that are stored; mend it first:%n%s"
                    .formatted(
                            definition.name(),
                            unfit.stream()
                                    .map(one -> "  position %s: %s".formatted(one.position(), one.why()))
                                    .collect(Collectors.joining(System.lineSeparator()))));
        }
    }

    private static String schema(ZoneDefinition definition) {
        return "zone_" + definition.name().replace('-', '_');
    }

    private void serve(Zones zones, JwtDecoder decoder) {
        // Logging is set up by logback.xml from the first line on; a second set-up would drop what is said meanwhile.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SpringApplication application = new SpringApplication(Web.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "server.address", settings.address(),
                "server.port", String.valueOf(settings.port())));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Zones.class, () -> zones);
            beans.registerBean(JwtDecoder.class, () -> decoder);
        });
        try {
            ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.run();
            started.push(context);
            int port = Optional.ofNullable(context.getWebServer()).orElseThrow().getPort();
            String host = settings.address().contains(":") ? "[" + settings.address() + "]" : settings.address();
            address = URI.create("http://%s:%d".formatted(host, port));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException) {
                    throw new UsageFailure(
                            "port %d of %s is in use: choose another with --port, or 0 for any free one"
                                    .formatted(settings.port(), settings.address()),
                            e);
                }
                if (cause instanceof InvalidValue invalid) {
                    throw invalid;
                }
            }
            throw e;
        }
    }

    private JwtDecoder decoder() {
        if (settings.dev()) {
            JwtDecoder decoder = DevIssuer.of(settings.data()).decoder();
            DevIssuer.noteStart(settings.data());
            return decoder;
        }
        String issuer = settings.issuer().orElseThrow();
        try {
            NimbusJwtDecoder decoder = JwtDecoders.fromIssuerLocation(issuer);
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    JwtValidators.createDefaultWithIssuer(issuer), DevIssuer.audience(NodeSettings.AUDIENCE)));
            return decoder;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageFailure(
                    "cannot use the issuer %s: %s. It must answer at /.well-known/openid-configuration"
                            .formatted(issuer, e.getMessage()),
                    e);
        }
    }

    List<String> zoneNames() {
        return zoneNames;
    }

    URI address() {
        if (address == null) {
            throw new IllegalStateException("not started");
        }
        return address;
    }

    /// Stops the web first, then the pool, then the embedded database, each cleanly.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("f6: while stopping: " + e.getMessage());
            }
        }
    }
}
