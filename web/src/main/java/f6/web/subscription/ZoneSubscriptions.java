package f6.web.subscription;

import f6.zone.subscription.Subscriptions;
import java.util.Map;

/// The subscriptions of the zones that a node serves, by zone.
public record ZoneSubscriptions(Map<String, Subscriptions> byZone) {
    public ZoneSubscriptions {
        byZone = Map.copyOf(byZone);
    }
}
