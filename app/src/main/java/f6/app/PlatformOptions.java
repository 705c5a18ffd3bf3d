package f6.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options that say which publishing platform is looked after.
final class PlatformOptions {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of a platform that is stopped; publishing in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Mixin
    private final ContentStoreOptions stores = new ContentStoreOptions();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    /// A node on its data, which serves only the command that starts it.
    PublishingNode start() {
        Path folder = Places.publishingData(data);
        if (database.database().isEmpty() && !Files.exists(folder.resolve("data"))) {
            throw new UsageFailure(
                    "no publishing platform has kept data in %s: name its folder with --data".formatted(folder));
        }
        return PublishingNode.start(
                new PublishingSettings(
                        folder,
                        database.database(),
                        PublishingSettings.LOG,
                        Optional.empty(),
                        stores.stores(),
                        PublishingSettings.WEBSITE,
                        "127.0.0.1",
                        0,
                        Optional.empty()),
                Clock.systemUTC(),
                ServeCommand::say);
    }
}
