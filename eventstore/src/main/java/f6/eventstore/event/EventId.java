package f6.eventstore.event;

import java.security.SecureRandom;
import java.util.UUID;

/// Identifies an event, everywhere and for ever. Also the idempotency key of the append that stores it.
public record EventId(UUID value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Reads the canonical form of RFC 9562 §4, in either case.
    ///
    /// @throws InvalidValue when the text is anything else
    public static EventId of(String text) {
        return new EventId(Uuids.parse("event id", text));
    }

    /// A new id of version 7 (RFC 9562 §5.7): sorts by the millisecond of its making.
    public static EventId next() {
        long millis = System.currentTimeMillis();
        long high = (millis << 16) | 0x7000 | (RANDOM.nextLong() & 0x0FFF);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new EventId(new UUID(high, low));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
