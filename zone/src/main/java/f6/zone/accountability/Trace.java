package f6.zone.accountability;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request is part of, over all systems that it goes through (W3C Trace Context).
///
/// @param id 16 bytes in hexadecimal digits
/// @param caller the 8 bytes of what called us, if it said so
public record Trace(String id, Optional<String> caller) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");
    private static final int ID_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The trace of a header `traceparent`; a new one if there is none, or none that can be read.
    public static Trace of(@Nullable String traceparent) {
        Matcher parts = TRACEPARENT.matcher(
                traceparent == null ? "" : traceparent.strip().toLowerCase(Locale.ROOT));
        boolean readable = parts.matches()
                && !parts.group(1).equals("ff")
                && !isZero(parts.group(2))
                && !isZero(parts.group(3))
                && (parts.group(4) == null || !parts.group(1).equals("00"));
        return readable
                ? new Trace(parts.group(2), Optional.of(parts.group(3)))
                : new Trace(random(ID_BYTES), Optional.empty());
    }

    /// A new id for an act in a trace.
    public static String newSpan() {
        return random(SPAN_BYTES);
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        RANDOM.nextBytes(id);
        String digits = HexFormat.of().formatHex(id);
        return isZero(digits) ? random(bytes) : digits;
    }
}
