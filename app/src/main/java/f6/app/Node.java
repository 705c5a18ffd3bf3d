package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.KeptTimelines;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.accountability.PostgresAuditLog;
import f6.postgres.accountability.PostgresReadLog;
import f6.web.Accountability;
import f6.web.Protection;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.JwtDecoder;

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

    private final Parts parts = new Parts();
    private final NodeSettings settings;
    private @Nullable URI address;
    private List<String> zoneNames = List.of();

    private Node(NodeSettings settings) {
        this.settings = settings;
    }

    /// @throws UsageFailure and the exceptions of the parts, whose messages say what to do
    static Node start(NodeSettings settings, Progress progress) {
        List<ZoneDefinition> definitions =
                settings.zones().stream().map(DefinitionFile::read).toList();
        requireDistinct(definitions, settings);
        Node node = new Node(settings);
        node.parts.stopAtExit();
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

    private void start(List<ZoneDefinition> definitions, Progress progress) {
        synchronized (parts) {
            startParts(definitions, progress);
        }
    }

    private void startParts(List<ZoneDefinition> definitions, Progress progress) {
        try {
            HikariDataSource database = parts.database(settings.database(), settings.data(), progress);
            Zones zones = Zones.of(definitions.stream()
                    .map(definition -> open(database, definition, progress))
                    .toList());
            zoneNames = List.copyOf(zones.byName().keySet());
            JwtDecoder decoder = Tokens.decoder(settings.issuer(), settings.data());
            PostgresReadLog reads = PostgresReadLog.open(database);
            Accountability accountability = new Accountability(
                    reads,
                    PostgresAuditLog.open(database),
                    PseudonymKey.read(settings.security().pseudonymKey(), settings.data()),
                    Clock.systemUTC());
            settings.security().logbook().ifPresent(logbook -> {
                var _ = parts.started(new LogbookDelivery(reads, logbook));
            });
            Protection protection = new Protection(
                    settings.security().rateLimit(),
                    settings.security().tls().flatMap(Tls::clientCa).isPresent());
            Map<String, Object> tls = settings.security().properties();
            address = parts.started(WebServer.start(Web.class, settings.address(), settings.port(), tls, beans -> {
                        beans.registerBean(Protection.class, () -> protection);
                        beans.registerBean(Accountability.class, () -> accountability);
                        beans.registerBean(Zones.class, () -> zones);
                        beans.registerBean(JwtDecoder.class, () -> decoder);
                    }))
                    .address();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Zone open(HikariDataSource database, ZoneDefinition definition, Progress progress) {
        String schema = schema(definition);
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, schema));
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

    List<String> zoneNames() {
        return zoneNames;
    }

    URI address() {
        if (address == null) {
            throw new IllegalStateException("not started");
        }
        return address;
    }

    @Override
    public void close() {
        parts.close();
    }
}
