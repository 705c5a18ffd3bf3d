package f6.eventstore.store;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;

/// How to read.
///
/// @param after exclusive, in the direction of reading: forward starts behind it, backward before it
/// @param limit at most this many events
public record ReadOptions(Direction direction, Position after, long limit) {
    public enum Direction {
        FORWARD,
        BACKWARD
    }

    /// Everything, oldest first.
    public static final ReadOptions FORWARD = new ReadOptions(Direction.FORWARD, Position.START, Long.MAX_VALUE);
    /// Everything, newest first.
    public static final ReadOptions BACKWARD = new ReadOptions(Direction.BACKWARD, Position.END, Long.MAX_VALUE);

    public ReadOptions {
        if (limit < 1) {
            throw new InvalidValue("a limit is at least 1, not " + limit);
        }
    }

    public ReadOptions after(Position position) {
        return new ReadOptions(direction, position, limit);
    }

    public ReadOptions limit(long most) {
        return new ReadOptions(direction, after, most);
    }
}
