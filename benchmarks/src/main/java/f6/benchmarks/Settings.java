package f6.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What all measurements can be told.
final class Settings {
    private static final int MANY_EVENTS = 1_000_000;
    private static final int GROWN_EVENTS = 5_000_000;
    private static final int QUICK_EVENTS = 20_000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--json",
            description = "One JSON object per measure and line on standard output, the rest elsewhere.")
    boolean json;

    @Option(names = "--quick", description = "Small and short: shows that it works, measures nothing worth keeping.")
    boolean quick;

    @Option(
            names = "--growth",
            description = "With 5,000,000 events as well, or instead: minutes more and 10 GB of disk.")
    boolean growth;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, of which the median counts (5).")
    private @Nullable Integer rounds;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events stored before measuring (1,000,000; for project 500,000).")
    private @Nullable Integer events;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where the server is made and erased again.")
    private @Nullable Path data;

    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description = {
                "A PostgreSQL of your own instead of a new one. The password is read from F6_DATABASE_PASSWORD.",
                "Schemas named f6_bench_... are made and dropped."
            })
    @Nullable
    String database;

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            defaultValue = "f6",
            description = "Its user (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // by picocli
    String user;

    /// @throws ParameterException on values that make no sense
    void check() {
        require(rounds == null || (rounds >= 1 && rounds <= 100), "--rounds is 1 to 100");
        require(events == null || (events >= 10_000 && events <= 100_000_000), "--events is 10000 to 100000000");
        require(
                database == null || database.startsWith("jdbc:postgresql://"),
                "--database starts with jdbc:postgresql://");
        require(database == null || data == null, "--data is for a server of our own: leave it out with --database");
    }

    /// For those who do not store as many events as they are told.
    ///
    /// @throws ParameterException when a number was asked for
    void requireNoEvents(String instead) {
        require(events == null && !growth, "--events and --growth are not for this: say " + instead);
    }

    void require(boolean good, String rule) {
        if (!good) {
            throw new ParameterException(command.commandLine(), rule);
        }
    }

    int rounds() {
        return rounds != null ? rounds : quick ? 1 : 5;
    }

    int events() {
        return events(MANY_EVENTS);
    }

    private int events(int usual) {
        return events != null ? events : quick ? QUICK_EVENTS : usual;
    }

    int grownEvents() {
        return quick ? 5 * QUICK_EVENTS : GROWN_EVENTS;
    }

    /// Of a log that may be the grown one.
    ///
    /// @throws ParameterException when another number was asked for besides
    int eventsOrGrown() {
        return eventsOrGrown(MANY_EVENTS);
    }

    /// The same where another number is usual.
    int eventsOrGrown(int usual) {
        require(events == null || !growth, "--growth sets --events: leave one out");
        return growth ? grownEvents() : events(usual);
    }

    /// Where servers are made.
    Path data() {
        return data != null ? data : target();
    }

    /// Where this module's build lies.
    static Path target() {
        return home().resolve("benchmarks", "target");
    }

    /// Where F6 lies.
    static Path home() {
        return Path.of(System.getProperty("f6.home", ".")).toAbsolutePath().normalize();
    }
}
