package f6.app;

import f6.app.NodeSettings.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that name a database instead of the embedded one.
final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description = "A PostgreSQL of your own, 15 or later, instead of the embedded one.")
    private @Nullable String url;

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            description = "Its user; the password is read from F6_DATABASE_PASSWORD.")
    private String user = "f6";

    Optional<Database> database() {
        return Optional.ofNullable(url).map(named -> new Database(named, user, password()));
    }

    private static String password() {
        return Optional.ofNullable(System.getenv("F6_DATABASE_PASSWORD")).orElse("");
    }
}
