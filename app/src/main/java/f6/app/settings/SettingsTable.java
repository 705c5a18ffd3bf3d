package f6.app.settings;

import f6.postgres.Databases;
import java.util.ArrayList;
import java.util.List;

/// The settings as tables for people.
public final class SettingsTable {
    private SettingsTable() {}

    /// What holds and where it was said, a line each; secrets are hidden.
    public static List<String> effective(Settings settings) {
        List<String> lines = new ArrayList<>();
        int longest = 0;
        for (Setting setting : Setting.values()) {
            longest = Math.max(longest, setting.word().length());
        }
        for (Setting setting : Setting.values()) {
            String value = setting.isSecret()
                    ? settings.text(setting).map(_ -> "(hidden)").orElse("-")
                    : settings.texts(setting).isEmpty() ? "-" : String.join(",", settings.texts(setting));
            String from = settings.origin(setting) == Origin.DEFAULT ? "default" : settings.where(setting);
            lines.add(("%-" + longest + "s  %-30s %s").formatted(setting.word(), shown(setting, value), from));
        }
        return lines;
    }

    /// A database's URL may have a password among its parameters.
    private static String shown(Setting setting, String value) {
        return setting == Setting.DATABASE ? Databases.withoutSecrets(value) : value;
    }

    /// The table of the reference page.
    public static String markdown() {
        StringBuilder table = new StringBuilder(
                "| setting | flag | environment | is | default | meaning |\n|---|---|---|---|---|---|\n");
        for (Setting setting : Setting.values()) {
            table.append("| `%s`%s | %s | `%s`%s | %s | %s | %s |%n"
                    .formatted(
                            setting.word(),
                            setting.isSecret() ? ", `%s`".formatted(setting.fileWord()) : "",
                            "`%s`".formatted(setting.flag()),
                            setting.variable(),
                            setting.isSecret() ? ", `%s`".formatted(Setting.variable(setting.fileWord())) : "",
                            setting.kind().inWords(),
                            setting.byDefault().isEmpty() ? "" : "`%s`".formatted(setting.byDefault()),
                            setting.meaning()));
        }
        return table.toString();
    }
}
