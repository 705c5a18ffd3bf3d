package f6.eventstore.event;

import java.util.Locale;
import java.util.UUID;

final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    /// `UUID.fromString` takes `1-1-1-1-1` for a UUID; RFC 9562 §4 does not.
    static UUID parse(String what, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!isForm(lower)) {
            throw new InvalidValue("%s is not a UUID: '%s'".formatted(what, Texts.excerpt(text)));
        }
        return UUID.fromString(lower);
    }

    /// Whether there are 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between.
    private static boolean isForm(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char at = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = (at >= '0' && at <= '9') || (at >= 'a' && at <= 'f');
            if (hyphen ? at != '-' : !digit) {
                return false;
            }
        }
        return true;
    }
}
