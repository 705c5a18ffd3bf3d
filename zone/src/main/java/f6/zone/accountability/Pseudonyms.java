package f6.zone.accountability;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names for objects that say nothing to those without the key: HMAC-SHA256 of the id. The same object has the
/// same name in all zones of those who share the key.
public final class Pseudonyms {
    /// As long as the hash (RFC 2104 §3).
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    /// @throws InvalidValue when the key is shorter than [#KEY_BYTES]
    public Pseudonyms(byte[] key) {
        InvalidValue.require(key.length >= KEY_BYTES, "a key of pseudonyms has at least %d bytes".formatted(KEY_BYTES));
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /// In lower-case hexadecimal digits.
    public String of(ObjectId object) {
        try {
            Mac mac = (Mac) keyed.clone();
            return HexFormat.of().formatHex(mac.doFinal(object.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // Java's own is
        }
    }
}
