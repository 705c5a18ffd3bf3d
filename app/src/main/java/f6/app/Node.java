package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.app.telemetry.MetricsServer;
import f6.app.telemetry.ProjectionWatch;
import f6.app.telemetry.Telemetry;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.RawLog;
import f6.eventstore.timeline.KeptTimelines;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.accountability.PostgresReadLog;
import f6.web.Accountability;
import f6.web.Protection;
import f6.web.WebConfiguration;
import f6.web.Zones;
import f6.web.feed.FeedConfiguration;
import f6.web.feed.Feeds;
import f6.web.subscription.SubscriptionConfiguration;
import f6.web.subscription.ZoneSubscriptions;
import f6.zone.Zone;
import f6.zone.command.StoredEventsCheck;
import f6.zone.command.StoredEventsCheck.Unfit;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.subscription.Subscriptions;
import f6.zone.view.Fold;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    @Import({WebConfiguration.class, FeedConfiguration.class, SubscriptionConfiguration.class})
    static class Web {}

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
            Settings all = settings.all();
            HikariDataSource database = parts.database(
                    settings.database(),
                    settings.data(),
                    all.number(Setting.DATABASE_POOL).orElseThrow(),
                    progress);
            telemetry.watch(database);
            Zones zones = Zones.of(definitions.stream()
                    .map(definition -> open(database, definition, progress))
                    .toList());
            zoneNames = List.copyOf(zones.byName().keySet());
            PostgresReadLog reads = PostgresReadLog.open(database);
            SecuritySettings security = SecuritySettings.of(all);
            Accountability accountability = security.accountability(reads, database, settings.data());
            security.logbook().ifPresent(logbook -> {
                var _ = parts.started(new LogbookDelivery(reads, logbook));
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

    private Zone open(HikariDataSource database, ZoneDefinition definition, Progress progress) {
        String schema = schema(definition.name());
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, schema, telemetry.batches(schema)));
        stores.put(schema, store);
        logs.put(definition.name(), store);
        if (!PostgresTimelines.areBy(definition.fingerprint(), database, schema)) {
            requireFit(definition, store, progress);
        }
        KeptTimelines kept = PostgresTimelines.start(
                store, database, schema, definition, object -> new Fold(definition, object), definition.fingerprint());
        zoneSubscriptions.put(
                definition.name(),
                SubscriptionParts.start(parts, database, schema, store, definition, WebhookSettings.of(settings.all())));
        return new Zone(
                definition,
                telemetry.observed(schema, store),
                Clock.systemUTC(),
                kept,
                telemetry.zone(definition.name()));
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

    /// Of a zone's log in the database.
    static String schema(String zone) {
        return "zone_" + zone.replace('-', '_');
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
