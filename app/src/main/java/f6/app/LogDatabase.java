package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.NodeSettings.Database;
import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options that name the database of logs that are exported or imported.
final class LogDatabase {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of a node that is stopped; node in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    interface Work {
        int on(HikariDataSource database) throws IOException;
    }

    /// @param mayBeNew whether a folder without a database gets one
    int with(boolean mayBeNew, Work work) throws IOException {
        Optional<Database> own = database.database();
        if (own.isPresent()) {
            try (HikariDataSource pool = own.get().connect()) {
                return work.on(pool);
            }
        }
        Path folder = Places.nodeData(data);
        if (!mayBeNew && !Files.exists(folder.resolve("data"))) {
            throw new UsageFailure("no node has kept data in %s: name its folder with --data".formatted(folder));
        }
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                HikariDataSource pool = server.connect()) {
            return work.on(pool);
        }
    }
}
