package f6.web.feed;

import f6.eventstore.store.RawLog;
import java.util.Map;

/// The logs behind the zones of a node, by the zone's name.
public record Feeds(Map<String, RawLog> byZone) {
    public Feeds {
        byZone = Map.copyOf(byZone);
    }
}
