package f6.app;

import f6.app.settings.SettingOptions;
import f6.postgres.Check;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.ProjectionStatus;
import f6.postgres.Rebuilt;
import f6.zone.definition.ZoneDefinition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Check that the logs of a database keep every promise, and that what is kept of zones is what"
                + " a replay makes by the definitions that rule them (or by --zone, for a zone that the database has none"
                + " of); changes nothing. Nodes may be running on a database of your own.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        subcommands = VerifyPublishingCommand.class,
        footer = {"", "Exit status: 0 all checks hold, 1 one does not, 2 wrong use."})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        return StoredZones.look(SettingOptions.read(command), VerifyCommand::verify);
    }

    private static int verify(StoredZones zones) {
        boolean all = true;
        for (String log : zones.logs()) {
            ServeCommand.say("log %s".formatted(log));
            all &= PostgresEventStore.verify(zones.database(), log, new Shown()).stream()
                    .allMatch(Check::holds);
            all &= views(zones, log);
        }
        System.out.println(all ? "f6: every check holds" : "f6: NOT every check holds");
        return all ? 0 : 1;
    }

    /// What is kept of a zone, by the definition that rules it; the code of other views is not here.
    private static boolean views(StoredZones zones, String log) {
        ZoneDefinition definition = zones.definitions().get(log);
        boolean equal = true;
        try (PostgresEventStore store = PostgresEventStore.openAsItIs(zones.database(), log)) {
            for (ProjectionStatus status : store.projections().status()) {
                if (definition == null || !status.name().equals(PostgresTimelines.NAME)) {
                    System.out.printf(
                            "  %-6s projection %s is not compared: %s%n",
                            "-",
                            status.name(),
                            status.name().equals(PostgresTimelines.NAME)
                                    ? "name the zone's definition with --zone FILE"
                                    : "its code is not here");
                    continue;
                }
                Rebuilt rebuilt = store.projections().verify(zones.timelines(store, log, definition), new Shown());
                new Shown()
                        .checked(new Check(
                                "projection %s equals a replay".formatted(status.name()),
                                rebuilt.isEqual(),
                                rebuilt.isEqual()
                                        ? "up to position " + rebuilt.upTo()
                                        : String.join("; ", rebuilt.differences())));
                equal &= rebuilt.isEqual();
            }
        }
        return equal;
    }
}
