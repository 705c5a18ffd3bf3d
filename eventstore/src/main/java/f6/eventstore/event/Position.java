package f6.eventstore.event;

/// A place in one store's log. The first event has position 1; [#START] is before it. Without gaps, and visible in
/// order: who has seen position n never later meets a smaller new one.
public record Position(long value) implements Comparable<Position> {
    public static final Position START = new Position(0);
    /// After everything that is stored or ever will be.
    public static final Position END = new Position(Long.MAX_VALUE);

    public Position {
        InvalidValue.require(value >= 0, "position is negative: " + value);
    }

    public boolean isAfter(Position other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
