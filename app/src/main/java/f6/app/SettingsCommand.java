package f6.app;

import f6.app.settings.SettingOptions;
import f6.app.settings.Settings;
import f6.app.settings.SettingsTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "settings",
        description = "Show what 'f6 serve' would run with, given the same flags, environment and file: each setting's"
                + " value and where it was said.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        footer = {"", "Exit status: 0 all settings are right, 2 some are wrong: all of these are told."})
final class SettingsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(names = "--markdown", hidden = true, description = "The table of the reference page instead.")
    private boolean markdown;

    @Override
    public Integer call() {
        if (markdown) {
            System.out.print(SettingsTable.markdown());
            return 0;
        }
        Settings settings = SettingOptions.read(command);
        SettingsTable.effective(settings).forEach(System.out::println);
        settings.requireNone(List.of());
        return 0;
    }
}
