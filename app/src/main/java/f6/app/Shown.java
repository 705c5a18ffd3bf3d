package f6.app;

import f6.postgres.Check;
import f6.postgres.Progress;
import java.io.Console;
import java.util.Optional;

/// A line for each check as soon as it is made; on a terminal, one that comes and goes for what is being done.
final class Shown implements Progress {
    private static final String ERASE = "\r\033[K";

    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();

    @Override
    public void at(String what, long done, long of) {
        if (terminal) {
            System.out.printf("%s  ...    %s (%,d of %,d done)", ERASE, what, done, of);
            System.out.flush();
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
