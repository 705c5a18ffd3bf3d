package f6.app;

import f6.postgres.LogExport;
import f6.postgres.PostgresEventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description =
                "Write the log of a zone to a file, from which 'f6 import' makes the same log elsewhere. Nodes may"
                        + " be running on a database of your own.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        footer = {"", "Exit status: 0 all is in the file, 1 it failed, 2 wrong use."})
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--zone", paramLabel = "NAME", description = "The zone.")
    private @Nullable String zone;

    @Option(names = "--log", paramLabel = "NAME", description = "Or a log by its schema in the database.")
    private @Nullable String log;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to write; compressed if its name ends in .gz.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path out;

    @Mixin
    private final LogDatabase database = new LogDatabase();

    @Override
    public Integer call() throws IOException {
        if ((zone == null) == (log == null)) {
            throw new UsageFailure("which log? Name a zone with --zone, or a log with --log: one of the two");
        }
        String name = log != null ? log : Node.schema(String.valueOf(zone));
        return database.with(false, pool -> {
            List<String> logs = PostgresEventStore.logs(pool);
            if (!logs.contains(name)) {
                throw new UsageFailure("there is no log %s: use one of %s".formatted(name, String.join(", ", logs)));
            }
            Shown shown = new Shown();
            long count = new LogFile(out).write(new LogExport(pool, name), name, shown);
            shown.done();
            ServeCommand.say("%,d events of log %s are in %s".formatted(count, name, out));
            return 0;
        });
    }
}
