package f6.zone.command;

import java.util.List;
import java.util.OptionalInt;

/// How a batch of commands ended. Anything but [Recorded] stored nothing of it.
public sealed interface BatchOutcome {
    /// All are in the log, in the order given.
    record Recorded(List<Outcome.Recorded> commands) implements BatchOutcome {
        public Recorded {
            commands = List.copyOf(commands);
        }
    }

    /// The batch cannot be done as it is.
    ///
    /// @param index of the first command that cannot be, from 0; empty when it is not about one of them
    /// @param outcome of that command, never [Outcome.Recorded]
    record Ended(OptionalInt index, Outcome outcome) implements BatchOutcome {}
}
