package f6.publishing.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Optimistic locking by `previous_version`.
final class Versions {
    private Versions() {}

    /// What is sent as text counts as the number that it begins with, and as 0 without one, as in the original.
    static void require(Map<String, @Nullable Object> payload, long current) {
        Object sent = payload.get("previous_version");
        if (sent == null) {
            return;
        }
        long seen = sent instanceof Number number ? number.longValue() : leading(String.valueOf(sent));
        if (seen != current) {
            throw new Refused.Exit(Refused.stale(seen, current));
        }
    }

    private static long leading(String text) {
        String digits = text.strip().replaceFirst("^([+-]?[0-9]{1,18}).*$", "$1");
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
