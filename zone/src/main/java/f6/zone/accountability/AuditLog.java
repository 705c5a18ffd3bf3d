package f6.zone.accountability;

import f6.eventstore.event.Source;
import f6.eventstore.store.StoreFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Who did what, or tried to, beside what is registered: with definitions, subscriptions, the feed and the audit.
/// Only added to.
public interface AuditLog {
    /// @param zone in which it was done
    /// @param action in one or two words, such as `POST definitions`
    /// @param target what it was done to; no personal data
    record Action(Instant at, String zone, Source source, String action, String target, Outcome outcome) {
        /// More would be no name but a text.
        public static final int MAX_TEXT = 500;

        public Action {
            action = action.substring(0, Math.min(action.length(), MAX_TEXT));
            target = target.substring(0, Math.min(target.length(), MAX_TEXT));
        }
    }

    enum Outcome {
        DONE,
        /// By a rule, or for lack of authority.
        REFUSED,
        /// By a fault of ours.
        FAILED
    }

    /// Durable when it returns.
    ///
    /// @throws StoreFailure when it is not known to be
    void record(Action action);

    /// Of a zone, newest first.
    ///
    /// @param source the id of who did it
    /// @param before exclusive; empty: from the newest on
    List<Stored> actions(String zone, Optional<UUID> source, OptionalLong before, int limit);

    record Stored(long id, Action action) {}
}
