package f6.zone.definition;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids made from names: the same each time, and no others' (RFC 9562 §5.5, version 5). So a thing that has a name
/// of its own, such as a number that is given out once, can be an object, and rules can be about it.
public final class NameIds {
    private NameIds() {}

    /// @throws InvalidValue when the name space is no UUID
    public static UUID of(String space, String name) {
        UUID within = ObjectId.of(space).value();
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer hashed = ByteBuffer.wrap(sha1(ByteBuffer.allocate(16 + text.length)
                .putLong(within.getMostSignificantBits())
                .putLong(within.getLeastSignificantBits())
                .put(text)
                .array()));
        long high = hashed.getLong();
        long low = hashed.getLong();
        return new UUID((high & ~0xF000L) | 0x5000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes); // what the RFC says; it keeps no secret
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
