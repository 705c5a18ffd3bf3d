package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.NodeSettings.Database;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.app.telemetry.Logs;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.TableProjection;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.management.ManagementLog;
import f6.zone.view.Fold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/// The logs of a database as a command looks at them, and the definitions that rule its zones.
///
/// @param definitions by the schema of the zone's log: those that the database itself says rule, and of zones that
/// it says nothing of those that were given
/// @param where the database is, to be told
record StoredZones(HikariDataSource database, String where, Map<String, ZoneDefinition> definitions) {
    /// What such a command can be told.
    static final Set<Setting> SETTINGS = Collections.unmodifiableSet(EnumSet.of(
            Setting.SETTINGS,
            Setting.ZONE,
            Setting.DATA,
            Setting.DEV,
            Setting.DATABASE,
            Setting.DATABASE_USER,
            Setting.DATABASE_PASSWORD,
            Setting.DATABASE_POOL,
            Setting.LOG_FORMAT,
            Setting.LOG_LEVEL));

    /// Works on the database that settings name, or on the embedded one of a node that is stopped.
    static int look(Settings settings, ToIntFunction<StoredZones> work) {
        settings.requireNone(List.of());
        Logs.set(settings);
        List<ZoneDefinition> given =
                NodeSettings.zones(settings).stream().map(DefinitionFile::read).toList();
        Optional<Database> own = Database.of(settings);
        if (own.isPresent()) {
            try (HikariDataSource pool = own.get().connect()) {
                return work.applyAsInt(of(pool, own.get().toString(), given));
            }
        }
        Path folder = Places.nodeData(settings.path(Setting.DATA).orElse(null));
        if (!Files.exists(folder.resolve("data"))) {
            throw new UsageFailure("no node has kept data in %s: name its folder with --data".formatted(folder));
        }
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                HikariDataSource pool = server.connect()) {
            return work.applyAsInt(of(pool, folder.toString(), given));
        }
    }

    private static StoredZones of(HikariDataSource database, String where, List<ZoneDefinition> given) {
        Map<String, ZoneDefinition> definitions = new LinkedHashMap<>();
        given.forEach(definition -> definitions.put(Node.schema(definition.name()), definition));
        List<String> logs = PostgresEventStore.logs(database);
        if (logs.contains(Node.MANAGEMENT)) {
            try (PostgresEventStore store = PostgresEventStore.openAsItIs(database, Node.MANAGEMENT)) {
                ManagementLog management = new ManagementLog(store, Clock.systemUTC());
                logs.forEach(log ->
                        Node.zone(log).flatMap(management::ruling).ifPresent(ruling -> definitions.put(log, ruling)));
            }
        }
        return new StoredZones(database, where, definitions);
    }

    /// @throws UsageFailure when there are none
    List<String> logs() {
        List<String> logs = PostgresEventStore.logs(database);
        if (logs.isEmpty()) {
            throw new UsageFailure("there is no log in " + where);
        }
        return logs;
    }

    /// The kept timelines of a zone.
    ///
    /// @throws UsageFailure when they were made by another definition
    TableProjection timelines(PostgresEventStore store, String log, ZoneDefinition definition) {
        return PostgresTimelines.kept(
                        store,
                        database,
                        log,
                        definition,
                        object -> new Fold(definition, object),
                        definition.fingerprint())
                .orElseThrow(() -> new UsageFailure(
                        "what is kept of zone %s was made by another definition than the one that rules: start a node, which makes it anew"
                                .formatted(definition.name())));
    }
}
