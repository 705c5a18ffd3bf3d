package f6.eventstore.event;

import java.util.UUID;

/// Identifies what events are about: a person, an address, an account. An object is only an id; the first event
/// that names it brings it into being.
public record ObjectId(UUID value) {
    /// Reads the canonical form of RFC 9562 §4, in either case.
    ///
    /// @throws InvalidValue when the text is anything else
    public static ObjectId of(String text) {
        return new ObjectId(Uuids.parse("object id", text));
    }

    /// A new id of version 7 (RFC 9562 §5.7).
    public static ObjectId next() {
        return new ObjectId(EventId.next().value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
