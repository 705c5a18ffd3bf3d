package f6.zone.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import java.time.Instant;
import java.util.List;

/// An event that a subscriber has not settled yet, kept so that the checkpoint need not wait for it.
///
/// @param objects it goes after all earlier ones that name one of these
/// @param attempts that failed
/// @param until of one that is leased, the end of the lease; of one to be retried, when
/// @param reason of the last failure, or empty
public record Waiting(
        Position position,
        EventId event,
        List<ObjectId> objects,
        Standing standing,
        int attempts,
        Instant until,
        String reason) {
    /// Longer reasons are cut.
    public static final int MAX_REASON_LENGTH = 500;

    public enum Standing {
        /// Its turn comes when all before it about the same objects are settled.
        HELD,
        /// Given to a subscriber that pulls.
        LEASED,
        RETRYING,
        /// Not tried again until somebody says so.
        PARKED
    }

    public Waiting {
        objects = List.copyOf(objects);
        InvalidValue.require(attempts >= 0, "attempts are counted from 0");
        reason = reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
    }

    Waiting as(Standing other, int tried, Instant when, String why) {
        return new Waiting(position, event, objects, other, tried, when, why);
    }
}
