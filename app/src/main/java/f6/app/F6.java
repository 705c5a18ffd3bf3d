package f6.app;

import f6.app.settings.Setting;
import f6.app.settings.SettingOptions;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import f6.postgres.ServerFailure;
import f6.web.client.ClientFailure;
import f6.zone.definition.DefinitionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The command line.
@Command(
        name = "f6",
        description =
                "F6, a federated zone event store: registers what happened, and answers what was so and what was known.",
        versionProvider = F6.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SettingsCommand.class,
            PublishingCommand.class,
            HistoryCommand.class,
            DiffCommand.class,
            DefinitionCommand.class,
            TokenCommand.class,
            BsnCommand.class,
            VerifyCommand.class,
            RebuildCommand.class,
            SbomCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Without a command: demo. 'bin/f6 bench --help' tells of the benchmarks, which are built apart.",
            "Data is kept in ~/.f6 unless --data or F6_DATA names another folder.",
            "Exit status: 0 done, 1 failed, 2 wrong use."
        })
public final class F6 {
    private F6() {}

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        String[] words = arguments.length == 0 ? new String[] {"demo"} : arguments;
        int status = commandLine()
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(words);
        System.exit(status);
    }

    private static CommandLine commandLine() {
        CommandLine f6 = new CommandLine(new F6());
        Map<String, CommandLine> commands = f6.getSubcommands();
        Set<Setting> all = EnumSet.allOf(Setting.class);
        for (String command : List.of("serve", "settings")) {
            SettingOptions.addTo(Objects.requireNonNull(commands.get(command)).getCommandSpec(), all);
        }
        for (String command : List.of("verify", "rebuild")) {
            SettingOptions.addTo(Objects.requireNonNull(commands.get(command)).getCommandSpec(), StoredZones.SETTINGS);
        }
        return f6;
    }

    private static int failed(Exception e) {
        switch (e) {
            case UsageFailure wrong -> {
                System.err.println("f6: " + wrong.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            case DefinitionException wrong -> {
                System.err.println("f6: a zone definition has mistakes:");
                System.err.println(wrong.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            case InvalidValue wrong -> {
                System.err.println("f6: " + wrong.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            case ServerFailure failure -> System.err.println("f6: " + failure.getMessage());
            case StoreFailure failure -> System.err.println("f6: " + failure.getMessage());
            case ClientFailure failure -> System.err.println("f6: " + failure.getMessage());
            default -> {
                System.err.println("f6: this should not have happened; please report it:");
                e.printStackTrace();
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream file = F6.class.getResourceAsStream("/f6-version.properties")) {
                build.load(file);
            }
            return new String[] {
                "f6 %s (Java %s)"
                        .formatted(
                                build.getProperty("version"), Runtime.version().feature())
            };
        }
    }
}
