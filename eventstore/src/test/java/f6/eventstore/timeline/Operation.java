package f6.eventstore.timeline;

import f6.eventstore.event.EventKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A step of a random log. Steps name each other by label, so that a log stays meaningful when steps are dropped.
sealed interface Operation {
    int label();

    /// A claim or fact.
    ///
    /// @param references labels; also of steps that come later or never
    record Tell(
            int label,
            EventKind kind,
            List<String> objects,
            Map<String, ?> data,
            Instant occurredAt,
            List<Integer> references)
            implements Operation {
        @Override
        public String toString() {
            return "%d: %s of %s says %s, done %s, refers to %s"
                    .formatted(label, kind, objects, data, occurredAt, references);
        }
    }

    record Validate(int label, int target, Validation.Decision decision, Optional<String> from, Basis basis)
            implements Operation {
        @Override
        public String toString() {
            return "%d: %s %d%s, basis %s"
                    .formatted(
                            label,
                            decision,
                            target,
                            from.map(day -> " from " + day).orElse(""),
                            basis);
        }
    }

    record Amend(
            int label, int target, Map<String, ? extends @Nullable Object> members, Optional<Instant> done, Basis basis)
            implements Operation {
        @Override
        public String toString() {
            return "%d: AMEND %d with %s%s, basis %s"
                    .formatted(
                            label,
                            target,
                            members,
                            done.map(at -> " done " + at).orElse(""),
                            basis);
        }
    }

    record Retract(int label, int target, Basis basis) implements Operation {
        @Override
        public String toString() {
            return "%d: RETRACT %d, basis %s".formatted(label, target, basis);
        }
    }

    /// A validation or correction that cannot be read.
    record Garble(int label, int target, EventKind kind, Map<String, ?> data) implements Operation {
        @Override
        public String toString() {
            return "%d: unreadable %s of %d: %s".formatted(label, kind, target, data);
        }
    }

    /// What is stored already comes once more.
    record Again(int label, int target) implements Operation {
        @Override
        public String toString() {
            return "%d: %d again".formatted(label, target);
        }
    }
}
