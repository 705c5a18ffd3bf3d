package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.NodeSettings.Database;
import f6.postgres.Check;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Check that the logs of a database keep every promise; changes nothing. Nodes may be running on a"
                + " database of your own.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        subcommands = VerifyPublishingCommand.class,
        footer = {"", "Exit status: 0 all checks hold, 1 one does not, 2 wrong use."})
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of a node that is stopped; node in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        Optional<Database> own = database.database();
        if (own.isPresent()) {
            try (HikariDataSource pool = own.get().connect()) {
                return verify(pool, own.get().toString());
            }
        }
        Path folder = Places.nodeData(data);
        if (!Files.exists(folder.resolve("data"))) {
            throw new UsageFailure("no node has kept data in %s: name its folder with --data".formatted(folder));
        }
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                HikariDataSource pool = server.connect()) {
            return verify(pool, folder.toString());
        }
    }

    private static int verify(HikariDataSource pool, String where) {
        List<String> logs = PostgresEventStore.logs(pool);
        if (logs.isEmpty()) {
            throw new UsageFailure("there is no log in " + where);
        }
        boolean all = true;
        for (String log : logs) {
            ServeCommand.say("log %s".formatted(log));
            all &= PostgresEventStore.verify(pool, log, new Shown()).stream().allMatch(Check::holds);
        }
        System.out.println(all ? "f6: every check holds" : "f6: NOT every check holds");
        return all ? 0 : 1;
    }
}
