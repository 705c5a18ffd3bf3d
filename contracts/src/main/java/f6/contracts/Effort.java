package f6.contracts;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// How much the suites do: a part every day, all of it with `-Df6.thorough=true`. The one place for such counts.
public enum Effort {
    /// Of 16 threads that meet at a barrier, in each kind of race.
    RACE_ROUNDS(20, 200),
    /// Random appends whose history is checked.
    HISTORY_OPERATIONS(5_000, 100_000),
    /// Of one workload of the DCB benchmark.
    BENCHMARK_APPENDS(1_000, 10_000),
    /// That the readers beside the writers must see.
    EVENTS_READ(5_000, 200_000),
    /// Wrong and hostile ones, to every endpoint.
    FUZZED_REQUESTS(3_000, 100_000),
    SERVER_KILLS(2, 50),
    NODE_KILLS(2, 50),
    CONNECTIONS_CUT(20, 200),
    DISKS_FILLED(1, 5),
    STANDBYS_PROMOTED(1, 5),
    /// On one node.
    SUBSCRIPTIONS(200, 1_000),
    /// Validated while the service that assigns numbers is killed.
    BIRTHS(40, 500),
    SERVICE_KILLS(4, 50);

    /// Relative to the module: where `bin/test` looks for what was done.
    private static final Path REPORT = Path.of("target", "f6-counts.txt");

    private static final ScopedValue<Boolean> UNREPORTED = ScopedValue.newInstance();

    private final int reduced;
    private final int thorough;

    Effort(int reduced, int thorough) {
        this.reduced = reduced;
        this.thorough = thorough;
    }

    /// Of a suite that is made on this thread.
    public int count() {
        return Boolean.getBoolean("f6.thorough") && !UNREPORTED.orElse(false) ? thorough : reduced;
    }

    /// Tells what a suite has really done, as one line on standard output and in the file that `bin/test` shows.
    public static void report(String done) {
        if (UNREPORTED.orElse(false)) {
            return;
        }
        String line = "f6: " + done + System.lineSeparator();
        System.out.print(line);
        try {
            Files.createDirectories(REPORT.toAbsolutePath().getParent());
            Files.writeString(REPORT, line, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a suite that is meant to fail, whose counts prove nothing and stay reduced.
    public static <T> T unreported(Callable<T> suite) throws Exception {
        return ScopedValue.where(UNREPORTED, true).call(suite::call);
    }
}
