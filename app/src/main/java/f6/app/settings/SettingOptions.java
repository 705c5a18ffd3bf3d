package f6.app.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The settings as options of commands.
public final class SettingOptions {
    private static final String ON = "true";

    private SettingOptions() {}

    public static void addTo(CommandSpec command, Set<Setting> settings) {
        settings.forEach(setting -> command.addOption(option(setting)));
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(setting.meaning().replace("%", "%%")
                        + (setting.byDefault().isEmpty() ? "" : " (%s)".formatted(setting.byDefault())))
                .paramLabel(label(setting));
        if (setting.kind() instanceof Kind.Flag) {
            option.preprocessor(SettingOptions::onAlone);
        }
        return option.arity("1").build();
    }

    /// A flag that stands alone is on: what stands behind it is its value only if it could be one.
    ///
    /// @param behind what is left of the line, the next word on top
    /// @param told has the separator of a value that is attached to the flag
    private static boolean onAlone(Stack<String> behind, CommandSpec command, ArgSpec flag, Map<String, Object> told) {
        boolean attached = "=".equals(told.get("separator"));
        if (!attached && (behind.isEmpty() || !new Kind.Flag().takes(behind.peek()))) {
            behind.push(ON);
        }
        return false; // picocli goes on with it
    }

    private static String label(Setting setting) {
        return switch (setting.kind()) {
            case Kind.File _, Kind.Files _, Kind.Secret _ -> "PATH";
            case Kind.Networks _ -> "CIDR";
            case Kind.Flag _ -> "true|false";
            case Kind.Whole _ -> "NUMBER";
            case Kind.Share _ -> "SHARE";
            case Kind.Span _ -> "TIME";
            case Kind.Url _ -> "URL";
            case Kind.Choice choice -> String.join("|", choice.words());
            case Kind.Levels _ -> "LEVELS";
            case Kind.Text _ -> "TEXT";
        };
    }

    /// What the user of a command gave, the environment and the file.
    public static Settings read(CommandSpec command) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            String word = option.longestName().substring("--".length());
            if (Setting.named(word).or(() -> Setting.secretNamed(word)).isPresent()) {
                List<String> texts = option.getValue();
                flags.put(word, texts);
            }
        }
        return Settings.read(flags, System.getenv());
    }
}
