package f6.web.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.web.event.CloudEvents;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Pulling;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Waiting;
import f6.zone.subscription.Waiting.Standing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/// What is answered about subscriptions.
final class SubscriptionAnswers {
    private SubscriptionAnswers() {}

    /// @param head of the log
    static Map<String, @Nullable Object> of(Kept kept, Position head) {
        Subscription one = kept.subscription();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", one.name());
        fields.put(
                "owner",
                Map.of("id", one.owner().id().toString(), "type", one.owner().type()));
        fields.put("filter", filter(one.filter()));
        Map<String, @Nullable Object> delivery = new LinkedHashMap<>();
        delivery.put("way", one.delivery().way());
        if (one.delivery() instanceof Webhook webhook) {
            delivery.put("target", webhook.target().toString());
            webhook.former()
                    .ifPresent(former ->
                            delivery.put("formerSecretUntil", former.until().toString()));
        }
        fields.put("delivery", delivery);
        fields.put("start", one.start().value());
        fields.put("createdAt", one.createdAt().toString());
        fields.put("state", kept.state().name());
        fields.put("why", kept.why().orElse(null));
        fields.put("checkpoint", kept.checkpoint().value());
        fields.put("lag", Math.max(0, head.value() - kept.checkpoint().value()));
        fields.put("failures", kept.failures());
        fields.put(
                "lastFailure",
                kept.lastFailure()
                        .map(failure -> Map.of("at", failure.at().toString(), "what", failure.what()))
                        .orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> filter(Filter filter) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "types", filter.types().stream().map(EventType::name).sorted().toList());
        fields.put(
                "objects",
                filter.objects().stream().map(ObjectId::toString).sorted().toList());
        fields.put("expression", filter.expression().map(String::valueOf).orElse(null));
        return fields;
    }

    static Map<String, @Nullable Object> waiting(Waiting waiting) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("eventId", waiting.event().toString());
        fields.put("position", waiting.position().value());
        fields.put(
                "objectIds", waiting.objects().stream().map(ObjectId::toString).toList());
        fields.put("standing", waiting.standing().name());
        fields.put("attempts", waiting.attempts());
        boolean timed = waiting.standing() == Standing.LEASED || waiting.standing() == Standing.RETRYING;
        fields.put("until", timed ? waiting.until().toString() : null);
        fields.put("reason", waiting.reason().isEmpty() ? null : waiting.reason());
        return fields;
    }

    /// @param events finds what is not at hand
    static Map<String, @Nullable Object> leased(
            Pulling.Leased leased, CloudEvents cloud, Function<EventId, Optional<StoredEvent>> events) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("leasedUntil", leased.waiting().until().toString());
        fields.put("attempts", leased.waiting().attempts());
        fields.put(
                "event",
                leased.event()
                        .or(() -> events.apply(leased.waiting().event()))
                        .map(event -> new RawValue(new String(cloud.write(event), StandardCharsets.UTF_8)))
                        .orElse(null));
        return fields;
    }
}
