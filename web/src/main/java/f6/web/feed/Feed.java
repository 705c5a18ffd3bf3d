package f6.web.feed;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.store.RawLog;
import f6.web.event.CloudEvents;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The feed of one zone.
///
/// @param address in which it is found, without an end: `/v1/burgerlijke-stand/feed`
record Feed(String address, RawLog log, CloudEvents events) {
    /// Positions to a page. Small enough to be had at once, large enough that what comes per page does not count.
    static final int PAGE = 1_000;

    /// Of the way events are written here: another one makes other pages of the same events.
    private static final String FORMAT = "f6-feed-1";

    private static final int TAG_BYTES = 12;

    /// The page in which the next event comes.
    static long newestPage(Position head) {
        return head.value() / PAGE;
    }

    String page(Object number) {
        return address + "/pages/" + number;
    }

    /// A strong entity tag of what these say, written as it is now.
    ///
    /// @param last the last event there, which with all that came before it is for ever the same
    String tag(String what, EventId last) {
        return tag(what + " " + last);
    }

    String tag(String what) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest("%s %s %s".formatted(FORMAT, events.source(), what).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
