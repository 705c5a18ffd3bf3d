package f6.app;

import f6.postgres.PostgresEventStore;
import f6.postgres.subscription.PostgresDeliveryStore;
import f6.web.subscription.TargetRules;
import f6.web.subscription.WebhookTarget;
import f6.zone.definition.Authority;
import f6.zone.definition.Duty;
import f6.zone.definition.ZoneDefinition;
import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.ReadingRights;
import f6.zone.subscription.Subscriptions;
import f6.zone.subscription.Tail;
import f6.zone.subscription.Webhooks;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// What a node needs for the subscriptions of a zone.
final class SubscriptionParts {
    private SubscriptionParts() {}

    /// @param log the schema of the zone's log; the subscriptions have one beside it
    static Subscriptions start(
            Parts parts,
            DataSource database,
            String log,
            PostgresEventStore store,
            Supplier<ZoneDefinition> definition,
            WebhookSettings settings) {
        Clock clock = Clock.systemUTC();
        DeliveryStore kept = PostgresDeliveryStore.open(database, log + "_subscriptions");
        // Events come whole: to those who may read them all, and to those who have the duty to act on them.
        ReadingRights rights = (subscriber, event) -> {
            Authority authority = definition.get().authorityOf(subscriber);
            return authority.mayReadEvents() || authority.mayManage(Duty.SUBSCRIPTIONS);
        };
        Tail tail = parts.started(Tail.of(store));
        WebhookTarget target = parts.started(new WebhookTarget(new TargetRules(settings.allowed()), definition, clock));
        Webhooks webhooks = parts.started(Webhooks.start(store, kept, tail, target, rights, settings.retries(), clock));
        return new Subscriptions(store, kept, tail, target, rights, clock).with(webhooks);
    }
}
