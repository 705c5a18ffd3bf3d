package f6.app;

import f6.app.settings.SettingOptions;
import f6.postgres.PostgresEventStore;
import f6.postgres.Rebuilt;
import f6.zone.definition.ZoneDefinition;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description =
                "Make what is kept of a zone anew beside the live tables, prove both equal row by row, and put the new"
                        + " ones in their place. Nodes on a database of your own go on meanwhile.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        subcommands = RebuildPublishingCommand.class,
        footer = {"", "Exit status: 0 the new tables are in place, 1 they differ and are not, 2 wrong use."})
final class RebuildCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Parameters(paramLabel = "ZONE", arity = "0..1", description = "A zone of the database.")
    private @Nullable String zone;

    @Option(names = "--replace", description = "Put the new tables in place also if they differ: the log is right.")
    private boolean replace;

    @Override
    public Integer call() {
        return StoredZones.look(SettingOptions.read(command), this::rebuild);
    }

    private int rebuild(StoredZones zones) {
        ZoneDefinition definition = chosen(zones);
        String log = Node.schema(definition.name());
        if (!zones.logs().contains(log)) {
            throw new UsageFailure("there is no log of zone %s in %s".formatted(definition.name(), zones.where()));
        }
        try (PostgresEventStore store = PostgresEventStore.openAsItIs(zones.database(), log)) {
            Rebuilt rebuilt =
                    store.projections().rebuild(zones.timelines(store, log, definition), replace, new Shown());
            var _ = VerifyPublishingCommand.tells("timelines of " + definition.name(), rebuilt.differences());
            System.out.println(
                    rebuilt.replaced()
                            ? "f6: the new tables are in place, made up to position " + rebuilt.upTo()
                            : "f6: the live tables stay; --replace replaces them");
            return rebuilt.replaced() ? 0 : 1;
        }
    }

    private ZoneDefinition chosen(StoredZones zones) {
        Optional<ZoneDefinition> chosen = zones.definitions().values().stream()
                .filter(definition -> definition.name().equals(zone))
                .findFirst();
        return chosen.orElseThrow(() -> new UsageFailure(
                zone == null
                        ? "what is to be rebuilt? Name a zone, or publishing"
                        : "'%.60s' cannot be rebuilt: name publishing, or a zone%s"
                                .formatted(
                                        zone,
                                        zones.definitions().isEmpty()
                                                ? ""
                                                : ": "
                                                        + zones.definitions().values().stream()
                                                                .map(ZoneDefinition::name)
                                                                .collect(Collectors.joining(", ")))));
    }
}
