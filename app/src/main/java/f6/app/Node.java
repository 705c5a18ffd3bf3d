package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.app.telemetry.MetricsServer;
import f6.app.telemetry.ProjectionWatch;
import f6.app.telemetry.Telemetry;
import f6.eventstore.store.RawLog;
import f6.postgres.PostgresEventStore;
import f6.postgres.accountability.PostgresAuditLog;
import f6.postgres.accountability.PostgresReadLog;
import f6.web.Accountability;
import f6.web.GraphQlSettings;
import f6.web.ManagedZones;
import f6.web.Protection;
import f6.web.Servable;
import f6.web.WebConfiguration;
import f6.web.Zones;
import f6.web.feed.FeedConfiguration;
import f6.web.feed.Feeds;
import f6.web.subscription.SubscriptionConfiguration;
import f6.web.subscription.ZoneSubscriptions;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.management.DefinitionFollower;
import f6.zone.management.ManagementLog;
import f6.zone.management.ZoneDefinitions;
import f6.zone.management.ZoneDefinitions.Offered;
import f6.zone.subscription.Subscriptions;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    @Import({WebConfiguration.class, FeedConfiguration.class, SubscriptionConfiguration.class})
    static class Web {}

    /// The schema of the log of what is done to definitions.
    static final String MANAGEMENT = "f6_management";

    private static final String ZONE_LOG = "zone_";

    private final Parts parts = new Parts();
    private final NodeSettings settings;
    private @Nullable URI address;
    private final Telemetry telemetry = new Telemetry();
    private final Map<String, PostgresEventStore> stores = new LinkedHashMap<>();
    private List<String> zoneNames = List.of();
    private final Map<String, RawLog> logs = new HashMap<>();
    private Optional<MetricsServer> metrics = Optional.empty();
    private final Map<String, Subscriptions> zoneSubscriptions = new HashMap<>();

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
            Settings all = settings.all();
            HikariDataSource database = parts.database(
                    settings.database(),
                    settings.data(),
                    all.number(Setting.DATABASE_POOL).orElseThrow(),
                    progress);
            telemetry.watch(database);
            ManagementLog management =
                    new ManagementLog(parts.started(PostgresEventStore.open(database, MANAGEMENT)), Clock.systemUTC());
            List<ZoneDefinitions> definitions = offered.stream()
                    .map(one -> open(database, management, one, progress))
                    .toList();
            var _ = parts.started(new DefinitionFollower(management, definitions));
            Zones zones =
                    Zones.of(definitions.stream().map(ZoneDefinitions::zone).toList());
            zoneNames = List.copyOf(zones.byName().keySet());
            PostgresReadLog reads = PostgresReadLog.open(database);
            SecuritySettings security = SecuritySettings.of(all);
            Accountability accountability = security.accountability(reads, database, settings.data());
            security.logbook().ifPresent(logbook -> {
                var _ = parts.started(new LogbookDelivery(reads, logbook));
            });
            all.number(Setting.KEEP_RECORDS_DAYS).ifPresent(days -> {
                var _ = parts.started(new Retention(
                        reads,
                        PostgresAuditLog.open(database),
                        Duration.ofDays(days),
                        security.logbook().isPresent()));
            });
            ZoneSubscriptions subscriptions = new ZoneSubscriptions(zoneSubscriptions);
            ProjectionWatch watch = new ProjectionWatch(stores);
            watch.bindTo(telemetry.meters());
            metrics = all.number(Setting.METRICS_PORT).stream()
                    .mapToObj(port -> parts.started(
                            MetricsServer.start(all.requiredText(Setting.METRICS_ADDRESS), port, telemetry.meters())))
                    .findFirst();
            JwtDecoder decoder = Tokens.remembered(settings.issuer(), settings.data());
            WebServer web = parts.started(WebServer.start(
                    Web.class, settings.address(), settings.port(), Serving.manner(all), beans -> {
                        beans.registerBean(Protection.class, security::protection);
                        beans.registerBean(Accountability.class, () -> accountability);
                        beans.registerBean(Zones.class, () -> zones);
                        beans.registerBean(
                                GraphQlSettings.class,
                                () -> new GraphQlSettings(
                                        all.requiredText(Setting.GRAPHQL_INTROSPECTION)
                                                .equals("on"),
                                        settings.dev()));
                        beans.registerBean(ManagedZones.class, () -> ManagedZones.of(definitions));
                        beans.registerBean(Feeds.class, () -> new Feeds(logs));
                        beans.registerBean(JwtDecoder.class, () -> decoder);
                        beans.registerBean(ZoneSubscriptions.class, () -> subscriptions);
                        LeanSecurity.register(beans);
                        Serving.register(beans, all, telemetry, watch);
                        if (BareSelect.isAskedFor()) {
                            BareSelect.register(beans, database, stores.keySet());
                        }
                    }));
            if (all.text(Setting.TRACES).isPresent()) {
                telemetry.traceBy(web.context().getBean(Tracer.class));
            }
            address = web.address();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private ZoneDefinitions open(
            HikariDataSource database, ManagementLog management, Offered offered, Progress progress) {
        String name = offered.definition().name();
        String schema = schema(name);
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, schema, telemetry.batches(schema)));
        stores.put(schema, store);
        logs.put(name, store);
        ZoneDefinitions definitions = ZoneDefinitions.start(
                management,
                offered,
                telemetry.observed(schema, store),
                Clock.systemUTC(),
                parts.started(new KeptInPostgres(store, database, schema)),
                Servable::objection,
                telemetry.zone(name),
                progress::says);
        zoneSubscriptions.put(
                name,
                SubscriptionParts.start(
                        parts,
                        database,
                        schema,
                        store,
                        () -> definitions.zone().definition(),
                        WebhookSettings.of(settings.all())));
        return definitions;
    }

    /// Of a zone's log in the database.
    static String schema(String zone) {
        return ZONE_LOG + zone.replace('-', '_');
    }

    /// The zone that a log is of; names of zones have no underscores.
    static Optional<String> zone(String log) {
        return log.startsWith(ZONE_LOG)
                ? Optional.of(log.substring(ZONE_LOG.length()).replace('_', '-'))
                : Optional.empty();
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

    Optional<URI> metricsAddress() {
        return metrics.map(MetricsServer::address);
    }

    /// From now on a signal to stop is no failure.
    void serves() {
        parts.serve();
    }

    @Override
    public void close() {
        parts.close();
    }
}
