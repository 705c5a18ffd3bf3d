package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.PostgresEventStore;
import f6.web.ManagedZones;
import f6.web.Servable;
import f6.web.WebConfiguration;
import f6.web.Zones;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.management.DefinitionFollower;
import f6.zone.management.ManagementLog;
import f6.zone.management.ZoneDefinitions.Offered;
import f6.zone.management.ZoneDefinitions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /// The schema of the log of what is done to definitions.
    static final String MANAGEMENT = "f6_management";

    private final Parts parts = new Parts();
    private final NodeSettings settings;
    private @Nullable URI address;
    private List<String> zoneNames = List.of();

    private Node(NodeSettings settings) {
        this.settings = settings;
    }

    /// @throws UsageFailure and the exceptions of the parts, whose messages say what to do
    static Node start(NodeSettings settings, Progress progress) {
        List<Offered> offered = settings.zones().stream()
                .map(file -> Offered.of(file.toString(), DefinitionFile.text(file)))
                .toList();
        requireDistinct(offered.stream().map(Offered::definition).toList(), settings);
        Node node = new Node(settings);
        node.parts.stopAtExit();
        node.start(offered, progress);
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

    private void start(List<Offered> offered, Progress progress) {
        synchronized (parts) {
            startParts(offered, progress);
        }
    }

    private void startParts(List<Offered> offered, Progress progress) {
        try {
            HikariDataSource database = parts.database(settings.database(), settings.data(), progress);
            ManagementLog management = new ManagementLog(
                    parts.started(PostgresEventStore.open(database, MANAGEMENT)), Clock.systemUTC());
            List<ZoneDefinitions> definitions = offered.stream()
                    .map(one -> open(database, management, one, progress))
                    .toList();
            var _ = parts.started(new DefinitionFollower(management, definitions));
            Zones zones = Zones.of(
                    definitions.stream().map(ZoneDefinitions::zone).toList());
            zoneNames = List.copyOf(zones.byName().keySet());
            JwtDecoder decoder = Tokens.decoder(settings.issuer(), settings.data());
            address = parts.started(WebServer.start(Web.class, settings.address(), settings.port(), beans -> {
                        beans.registerBean(Zones.class, () -> zones);
                        beans.registerBean(ManagedZones.class, () -> ManagedZones.of(definitions));
                        beans.registerBean(JwtDecoder.class, () -> decoder);
                    }))
                    .address();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private ZoneDefinitions open(
            HikariDataSource database, ManagementLog management, Offered offered, Progress progress) {
        String schema = schema(offered.definition());
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, schema));
        KeptInPostgres kept = parts.started(new KeptInPostgres(store, database, schema));
        return ZoneDefinitions.start(
                management, offered, store, Clock.systemUTC(), kept, Servable::objection, progress::says);
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
