package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import java.util.Optional;

/// What one attribute was through a stretch of reality, by what was known through a stretch of the log.
///
/// @param from the material start, inclusive
/// @param until the material end, exclusive; [MaterialTime#END]: for ever
/// @param since the position from which on it was known, inclusive: that of the event that made it so
/// @param superseded the position from which on it was not, exclusive: that of the event that ended it;
/// [Position#END]: it still is
/// @param value empty where the attribute is absent
/// @param cause the claim or fact that gave it this value; empty where none did
public record Rectangle(
        String attribute,
        MaterialTime from,
        MaterialTime until,
        Position since,
        Position superseded,
        Optional<Object> value,
        Optional<EventId> cause) {
    /// Whether a point lies in it; the ends of the axes lie in the last rectangle.
    public boolean contains(MaterialTime material, Position formal) {
        return isKnownAt(formal)
                && from.compareTo(material) <= 0
                && (material.compareTo(until) < 0 || until.equals(MaterialTime.END));
    }

    boolean isKnownAt(Position formal) {
        return !since.isAfter(formal) && (superseded.isAfter(formal) || superseded.equals(Position.END));
    }

    boolean saysTheSame(Rectangle other) {
        return from.equals(other.from)
                && until.equals(other.until)
                && value.equals(other.value)
                && cause.equals(other.cause);
    }

    Rectangle within(MaterialTime start, MaterialTime end, Position known) {
        return new Rectangle(attribute, start, end, known, Position.END, value, cause);
    }

    Rectangle supersededAt(Position position) {
        return new Rectangle(attribute, from, until, since, position, value, cause);
    }
}
