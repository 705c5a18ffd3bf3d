package f6.eventstore.event;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

final class Uuids {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Uuids() {}

    /// `UUID.fromString` takes `1-1-1-1-1` for a UUID; RFC 9562 §4 does not.
    static UUID parse(String what, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        InvalidValue.require(
                FORM.matcher(lower).matches(), "%s is not a UUID: '%s'".formatted(what, Texts.excerpt(text)));
        return UUID.fromString(lower);
    }
}
