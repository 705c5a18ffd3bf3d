package f6.app;

import f6.postgres.Check;
import f6.postgres.Progress;
import java.io.Console;
import java.time.Duration;
import java.util.Optional;

/// A line for each check as soon as it is made; on a terminal, one that comes and goes for what is being done,
/// elsewhere one now and then.
final class Shown implements Progress {
    private static final String ERASE = "\r\033[K";
    /// Between lines where none can be erased: enough to see that it goes on, and how fast.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private long lastLine = System.nanoTime();

    @Override
    public void at(String what, long done, long of) {
        if (terminal) {
            System.out.print(done < of ? "%s  ...    %s (%,d of %,d done)".formatted(ERASE, what, done, of) : ERASE);
            System.out.flush();
        } else if (System.nanoTime() - lastLine > PAUSE.toNanos()) {
            lastLine = System.nanoTime();
            System.out.printf("  ...    %s (%,d of %,d done)%n", what, done, of);
        }
    }

    /// What was being done is done.
    void done() {
        if (terminal) {
            System.out.print(ERASE);
            System.out.flush();
        }
    }

    @Override
    public void checked(Check check) {
        System.out.printf(
                "%s  %-6s %s%s%n",
                terminal ? ERASE : "",
                check.holds() ? "ok" : "WRONG",
                check.name(),
                check.found().isEmpty() ? "" : ": " + check.found());
    }
}
