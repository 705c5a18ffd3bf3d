package f6.zone.command;

import f6.eventstore.event.Event;
import f6.eventstore.timeline.Basis;
import f6.zone.impact.Reliance;
import f6.zone.view.ObjectChanges;
import java.util.List;
import java.util.Optional;

/// What a command would do. Nothing is stored by asking.
public sealed interface Preview {
    /// It would be recorded; or it is already, and would change nothing more.
    ///
    /// @param event as it would be stored
    /// @param basis of a validation or correction
    /// @param changes what would become known otherwise, in law
    /// @param impact the decisions that relied on that
    /// @param token to send with the command, so that it is done only if this is still so
    record Foreseen(
            Event event, Optional<Basis> basis, List<ObjectChanges> changes, List<Reliance> impact, PreviewToken token)
            implements Preview {
        public Foreseen {
            changes = List.copyOf(changes);
            impact = List.copyOf(impact);
        }
    }

    /// It would not be recorded.
    record Ended(Outcome outcome) implements Preview {}
}
