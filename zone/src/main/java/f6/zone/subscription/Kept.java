package f6.zone.subscription;

import f6.eventstore.event.Position;
import java.time.Instant;
import java.util.Optional;

/// A subscription, and how far it has come.
///
/// @param why it is suspended
/// @param checkpoint up to here everything is settled, but for what the store keeps as [Waiting]
/// @param epoch counts up when somebody else took over or changed something: who saves names the one he knows
/// @param failures of deliveries, ever
public record Kept(
        Subscription subscription,
        State state,
        Optional<String> why,
        Position checkpoint,
        long epoch,
        long failures,
        Optional<Failure> lastFailure) {
    public enum State {
        ACTIVE,
        /// By its owner.
        PAUSED,
        /// By us, for a reason: its owner mends that and resumes it.
        SUSPENDED
    }

    public record Failure(Instant at, String what) {}
}
