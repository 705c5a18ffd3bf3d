package f6.web.feed;

import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.ReadOptions;
import f6.web.event.EventText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;

/// Writes a body.
@FunctionalInterface
interface Writing {
    /// So much is gathered before it is passed on.
    int PIECE = 1 << 16;

    void to(OutputStream out) throws IOException;

    /// The events behind a position as a batch, as they come from the log.
    ///
    /// @param count how many there are, at least
    static void all(Feed feed, Position after, long count, OutputStream out) throws IOException {
        EventText text = new EventText();
        text.put('[');
        if (count > 0) {
            Iterator<RawEvent> events = feed.log()
                    .readRaw(Query.all(), ReadOptions.FORWARD.after(after).limit(count))
                    .iterator();
            for (boolean first = true; events.hasNext(); first = false) {
                if (!first) {
                    text.put(',');
                }
                feed.events().write(events.next(), text);
                if (text.size() >= PIECE) {
                    text.writeTo(out);
                }
            }
        }
        text.put(']');
        text.writeTo(out);
    }
}
