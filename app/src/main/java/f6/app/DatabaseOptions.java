package f6.app;

import f6.app.NodeSettings.Database;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            description = "Its user; the password is read from F6_DATABASE_PASSWORD, or from the file named in"
                    + " F6_DATABASE_PASSWORD_FILE.")
    private @Nullable String user;

    Optional<Database> database() {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        if (url != null) {
            flags.put(Setting.DATABASE.word(), List.of(url));
        }
        if (user != null) {
            flags.put(Setting.DATABASE_USER.word(), List.of(user));
        }
        Settings settings = Settings.read(flags, System.getenv());
        settings.requireNone(List.of());
        return Database.of(settings);
    }
}
