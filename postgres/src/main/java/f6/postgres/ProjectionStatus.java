package f6.postgres;

import f6.eventstore.event.Position;
import java.util.Optional;

/// How an asynchronous or synchronous projection stands.
///
/// @param position up to where its view is made, in all of its parts
/// @param lag how many positions the log is ahead of that
/// @param failedAt the event that stopped it
/// @param failure why
public record ProjectionStatus(
        String name,
        boolean synchronous,
        int version,
        State state,
        Position position,
        long lag,
        Optional<Position> failedAt,
        Optional<String> failure) {
    public enum State {
        RUNNING,
        /// By hand.
        PAUSED,
        /// By an event that it fails on.
        STOPPED
    }
}
