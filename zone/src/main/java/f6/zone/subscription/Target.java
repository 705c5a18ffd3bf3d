package f6.zone.subscription;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import java.net.URI;

/// Brings events to webhooks.
public interface Target {
    /// Tries it once, in bounded time. Throws nothing.
    Attempt bring(Subscription subscription, Delivery.Webhook webhook, StoredEvent event);

    /// Looks whether an address may be a target here.
    ///
    /// @throws InvalidValue saying why it may not
    void require(URI target);
}
