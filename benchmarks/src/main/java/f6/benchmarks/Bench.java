package f6.benchmarks;

import f6.benchmarks.http.HttpBench;
import f6.eventstore.store.StoreFailure;
import f6.postgres.ServerFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the benchmarks.
@Command(
        name = "f6 bench",
        description =
                "Measures F6 side by side with PostgreSQL itself, with other event stores and with bitemporal stores.",
        subcommands = {
            AppendBench.class,
            ReadBench.class,
            ReplayBench.class,
            FollowBench.class,
            ProjectBench.class,
            HistoryBench.class,
            PublishingBench.class,
            HttpBench.class,
            FeedBench.class
        },
        synopsisSubcommandLabel = "append|read|replay|follow|project|history|publishing|http|feed",
        footer = {
            "",
            "What each measure compares: docs/reference/benchmarks.md.",
            "Exit status: 0 all that was measured passed, 1 something failed, 2 wrong use."
        })
public final class Bench {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Bench())
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    private static int failed(Exception e) {
        switch (e) {
            case BenchFailure failure -> System.err.println("f6: " + failure.getMessage());
            case ServerFailure failure -> System.err.println("f6: " + failure.getMessage());
            case StoreFailure failure -> System.err.println("f6: " + failure.getMessage());
            default -> {
                System.err.println("f6: this should not have happened; please report it:");
                e.printStackTrace();
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
