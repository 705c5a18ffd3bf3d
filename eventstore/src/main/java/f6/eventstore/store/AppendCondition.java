package f6.eventstore.store;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;

/// What an append was decided on: it fails if any event that matches the query exists after the position.
///
/// @param after exclusive; [Position#START] makes any match fail
public record AppendCondition(Query failIfMatches, Position after) {
    /// Fails on any match in the whole log.
    public static AppendCondition noneMatches(Query query) {
        return new AppendCondition(query, Position.START);
    }

    /// Fails on a match that the caller, who has read up to and including this position, has not seen.
    public static AppendCondition noneMatchesAfter(Query query, Position seen) {
        return new AppendCondition(query, seen);
    }

    /// What an adapter says to a condition on what is not there yet: the caller cannot have seen it.
    public static InvalidValue beyond(long after, long head) {
        return new InvalidValue(
                "the condition looks behind position %d, and the log ends at %d".formatted(after, head));
    }
}
