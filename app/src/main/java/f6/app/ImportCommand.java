package f6.app;

import f6.app.LogFile.Header;
import f6.postgres.LogImport;
import f6.postgres.PostgresEventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Make the log that 'f6 export' wrote to a file: every position and time is kept, so that every"
                + " question is answered alike. The file is checked from end to end before anything is stored. Repeat it"
                + " when it was cut off: what is there already is compared and left.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        footer = {
            "",
            "Exit status: 0 the log is as in the file, 1 it failed, 2 the file or the log is not as it must be."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What was exported; compressed if its name ends in .gz.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path file;

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            description = "Refuse a file that is not of this zone.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private @Nullable String zone;

    @Option(names = "--check", description = "Only check the file.")
    private boolean check;

    @Mixin
    private final LogDatabase database = new LogDatabase();

    @Override
    public Integer call() throws IOException {
        LogFile exported = new LogFile(file);
        Shown shown = new Shown();
        Header header = LogFileReader.read(exported, batch -> {}, "events checked", shown);
        shown.done();
        if (zone != null && !header.log().equals(Node.schema(zone))) {
            throw new UsageFailure(
                    "%s, line 1: it is of log %s, and not of zone %s".formatted(file, header.log(), zone));
        }
        ServeCommand.say("%s is whole: %,d events of log %s".formatted(file, header.count(), header.log()));
        return check
                ? 0
                : database.with(true, pool -> {
                    if (PostgresEventStore.logs(pool).contains(header.log())) {
                        var _ = new LogImport(pool, header.log()); // which refuses what opening would change
                    }
                    AtomicLong added = new AtomicLong();
                    try (PostgresEventStore _ = PostgresEventStore.open(pool, header.log())) {
                        LogImport log = new LogImport(pool, header.log());
                        var _ = LogFileReader.read(
                                exported, batch -> added.addAndGet(log.add(batch)), "events imported", shown);
                    }
                    shown.done();
                    ServeCommand.say("log %s: %,d events added, %,d were there already"
                            .formatted(header.log(), added.get(), header.count() - added.get()));
                    return 0;
                });
    }
}
