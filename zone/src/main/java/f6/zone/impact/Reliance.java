package f6.zone.impact;

import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import f6.zone.definition.DecisionBasis;
import java.util.List;
import java.util.Optional;

/// A decision that relied on what has changed. It stays as lawful as it was until its owner decides anew.
///
/// @param inForce whether it has effect, by everything that is known
/// @param touched what it read and is known otherwise now; empty for one that only builds on another
/// @param through the decision that it builds on by reference, if that is why it is named
/// @param before what its rule came to, in words of JSON; empty if it had no outcome
/// @param after what its rule comes to now
public record Reliance(
        StoredEvent decision,
        boolean inForce,
        Effect effect,
        List<DecisionBasis.Read> touched,
        Optional<EventId> through,
        Optional<Object> before,
        Optional<Object> after) {
    public Reliance {
        touched = List.copyOf(touched);
    }

    /// What the change does to a decision, as found by running its rule again.
    public enum Effect {
        /// All that it read is as it was.
        INPUT_UNCHANGED,
        /// Something that it read is otherwise; the outcome would be the same.
        SAME_OUTCOME,
        /// It would be decided otherwise now.
        OUTCOME_CHANGED
    }
}
