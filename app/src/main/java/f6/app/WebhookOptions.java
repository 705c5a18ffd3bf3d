package f6.app;

import f6.eventstore.event.InvalidValue;
import f6.web.subscription.Network;
import f6.zone.subscription.RetryPolicy;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Options that say where webhooks may be, and how often they are tried.
final class WebhookOptions {
    @Option(
            names = "--allow-webhooks-to",
            paramLabel = "CIDR",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "A network that is not public in which webhooks may be, by plain http too; repeat it for more.")
    private List<String> networks = List.of();

    @Option(
            names = "--webhook-attempts",
            paramLabel = "N",
            description = "After so many an event is parked.",
            defaultValue = "15")
    private int attempts;

    @Option(
            names = "--webhook-pause",
            paramLabel = "SECONDS",
            description = "The first pause between attempts; doubled each time, half of it by chance.",
            defaultValue = "2")
    private double pause;

    WebhookSettings settings() {
        try {
            RetryPolicy usual = RetryPolicy.DEFAULT;
            return new WebhookSettings(
                    networks.stream().map(Network::of).toList(),
                    new RetryPolicy(Duration.ofMillis(Math.round(pause * 1000)), usual.longest(), attempts));
        } catch (InvalidValue e) {
            throw new UsageFailure("webhooks: " + e.getMessage(), e);
        }
    }
}
