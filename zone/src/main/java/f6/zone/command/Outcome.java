package f6.zone.command;

import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Basis;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a command ended. Anything but [Recorded] stored nothing.
public sealed interface Outcome {
    /// The event is in the log.
    ///
    /// @param basis of a validation or correction
    /// @param first whether it was recorded just now: false when the command had come in before. No part of what
    /// is answered, which is the same each time, and so left out of what makes two equal
    record Recorded(StoredEvent event, Optional<Basis> basis, boolean first) implements Outcome {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Recorded recorded && event.equals(recorded.event) && basis.equals(recorded.basis);
        }

        @Override
        public int hashCode() {
            return event.hashCode();
        }
    }

    /// The command may not or cannot be done as it is.
    record Refused(Reason reason, String message, List<Violation> violations) implements Outcome {
        public Refused {
            violations = List.copyOf(violations);
        }
    }

    /// The log has moved since the source looked: look again, then decide anew.
    ///
    /// @param head the current head of the chain, or empty when other events of the objects came between
    record Conflict(String message, Optional<EventId> head) implements Outcome {}

    enum Reason {
        /// The source has no authority for this.
        FORBIDDEN,
        /// What it names does not exist.
        NOT_FOUND,
        /// The input is not as it must be.
        INVALID,
        /// A rule of the zone does not hold.
        RULE_BROKEN,
        /// The event id belongs to another event.
        ID_TAKEN
    }

    /// @param path where in the command's data, as a JSON Pointer
    record Violation(String path, String message) {}
}
