package f6.web.subscription;

import f6.eventstore.store.StoreFailure;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.DeliveryStore.Totals;
import f6.zone.subscription.Subscriptions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How far subscribers are behind, what failed, what is parked: by zone and way of delivery, not by subscription,
/// of which there may be any number.
final class SubscriptionMetrics implements MeterBinder {
    /// All gauges of one scrape share a look.
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final List<String> WAYS = List.of(Delivery.Webhook.WAY, Delivery.Sse.WAY, Delivery.Pull.WAY);

    private final ZoneSubscriptions subscriptions;

    SubscriptionMetrics(ZoneSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /// The totals of a zone, looked at now and then.
    private static final class Looked {
        private final Subscriptions subscriptions;
        private List<Totals> totals = List.of();
        private Instant until = Instant.MIN;

        Looked(Subscriptions subscriptions) {
            this.subscriptions = subscriptions;
        }

        private synchronized double of(String way, ToDoubleFunction<Totals> figure) {
            try {
                Instant now = Instant.now();
                if (now.isAfter(until)) {
                    totals = subscriptions.totals();
                    until = now.plus(FRESH);
                }
            } catch (StoreFailure e) {
                return Double.NaN;
            }
            return totals.stream()
                    .filter(one -> one.way().equals(way))
                    .mapToDouble(figure)
                    .sum();
        }

        double lag(Totals totals) {
            return totals.behind()
                    .map(checkpoint -> Math.max(0, subscriptions.head().value() - checkpoint.value()))
                    .orElse(0L);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        subscriptions.byZone().forEach((zone, of) -> {
            Looked looked = new Looked(of);
            for (String way : WAYS) {
                Gauge.builder("f6.subscription.lag", looked, one -> one.of(way, one::lag))
                        .description(
                                "Positions of the log that were not looked at yet for the active subscription furthest behind")
                        .tags("zone", zone, "way", way)
                        .strongReference(true)
                        .register(registry);
                Gauge.builder("f6.subscription.parked", looked, one -> one.of(way, Totals::parked))
                        .description("Events that are not tried again until somebody says so")
                        .tags("zone", zone, "way", way)
                        .strongReference(true)
                        .register(registry);
                Gauge.builder("f6.subscription.suspended", looked, one -> one.of(way, Totals::suspended))
                        .description("Subscriptions that were stopped for a reason, until somebody resumes them")
                        .tags("zone", zone, "way", way)
                        .strongReference(true)
                        .register(registry);
                Gauge.builder("f6.subscription.count", looked, one -> one.of(way, Totals::subscriptions))
                        .tags("zone", zone, "way", way)
                        .strongReference(true)
                        .register(registry);
                FunctionCounter.builder("f6.subscription.failures", looked, one -> one.of(way, Totals::failures))
                        .description("Deliveries that failed")
                        .tags("zone", zone, "way", way)
                        .register(registry);
            }
        });
    }
}
