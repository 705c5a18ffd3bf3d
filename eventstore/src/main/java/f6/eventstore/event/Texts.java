package f6.eventstore.event;

final class Texts {
    private static final int EXCERPT = 60;

    private Texts() {}

    /// The start of a text, fit to be shown in a message.
    static String excerpt(String text) {
        String shown = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    /// A name is short, not blank and without control characters.
    static void requireName(String what, String text, int max) {
        if (text.length() <= max && isPlain(text)) {
            return;
        }
        InvalidValue.require(!text.isBlank(), what + " is blank");
        InvalidValue.require(text.length() <= max, what + " is longer than " + max + " characters");
        InvalidValue.require(
                text.chars().noneMatch(Character::isISOControl) && wellFormed(text),
                what + " has characters that cannot be stored: '" + excerpt(text) + "'");
    }

    /// Whether it is of visible ASCII: what nearly all names are, and can be told at once.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// True when each surrogate has its pair, so that the text can be written as UTF-8.
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
