package f6.acceptance;

import java.time.Instant;
import java.util.UUID;

/// What a zone says to a command.
sealed interface Reply {
    /// @param knownFrom the moment from which the register knows it
    record Done(UUID event, Instant knownFrom, String basis) implements Reply {}

    record No(String code, String text) implements Reply {}

    default Done done() {
        return switch (this) {
            case Done done -> done;
            case No no -> throw new AssertionError("refused: " + no);
        };
    }
}
