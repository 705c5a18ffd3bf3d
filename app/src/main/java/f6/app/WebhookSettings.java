package f6.app;

import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.web.subscription.Network;
import f6.zone.subscription.RetryPolicy;
import java.util.List;

/// Where webhooks may be, and how often they are tried.
///
/// @param allowed networks, although they are not public
record WebhookSettings(List<Network> allowed, RetryPolicy retries) {
    WebhookSettings {
        allowed = List.copyOf(allowed);
    }

    static WebhookSettings of(Settings settings) {
        return new WebhookSettings(
                settings.texts(Setting.ALLOW_WEBHOOKS_TO).stream()
                        .map(Network::of)
                        .toList(),
                new RetryPolicy(
                        settings.duration(Setting.WEBHOOK_PAUSE),
                        RetryPolicy.DEFAULT.longest(),
                        settings.number(Setting.WEBHOOK_ATTEMPTS).orElseThrow()));
    }
}
