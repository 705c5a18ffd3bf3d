package f6.app;

import f6.web.subscription.Network;
import f6.zone.subscription.RetryPolicy;
import java.util.List;

/// Where webhooks may be, and how often they are tried.
///
/// @param allowed networks, although they are not public
record WebhookSettings(List<Network> allowed, RetryPolicy retries) {
    static final WebhookSettings DEFAULT = new WebhookSettings(List.of(), RetryPolicy.DEFAULT);

    WebhookSettings {
        allowed = List.copyOf(allowed);
    }
}
