package f6.postgres.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.postgres.PostgresEventStore;
import f6.postgres.TestDatabase;
import f6.zone.subscription.Attempt;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept;
import f6.zone.subscription.RetryPolicy;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Subscriptions;
import f6.zone.subscription.Subscriptions.Start;
import f6.zone.subscription.Tail;
import f6.zone.subscription.Target;
import f6.zone.subscription.Webhooks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/// A log with subscriptions, and the nodes that run them. What targets get is written down, by subscription.
final class Desk {
    static final Source OWNER = new Source(UUID.randomUUID(), "systeem");
    static final RetryPolicy QUICK = new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(80), 3);
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    final String schema = TestDatabase.freshSchema();
    final PostgresEventStore store = PostgresEventStore.open(TestDatabase.pool(), schema);
    final DeliveryStore kept = PostgresDeliveryStore.open(TestDatabase.pool(), schema + "_subscriptions");
    /// The positions delivered, by name.
    final Map<String, List<Long>> delivered = new ConcurrentHashMap<>();
    /// How each attempt ends.
    volatile BiFunction<Subscription, StoredEvent, Attempt> answers = (one, event) -> new Attempt.Delivered();

    /// Runs on a node that looks anew, after it has read what waits and before it reads the rest.
    volatile Runnable haveReadWaiting = () -> {};

    private final List<Runnable> open = new ArrayList<>();

    Desk() {
        open.add(store::close);
    }

    /// A node: its own reader of the log, and its webhooks.
    final class Node {
        final Tail tail = Tail.of(store);
        final Webhooks webhooks;
        final Subscriptions subscriptions;

        Node() {
            Target target = new Target() {
                @Override
                public Attempt bring(Subscription one, Webhook webhook, StoredEvent event) {
                    Attempt attempt = answers.apply(one, event);
                    if (attempt instanceof Attempt.Delivered) {
                        got(one.name()).add(event.position().value());
                    }
                    return attempt;
                }

                @Override
                public void require(URI address) {}
            };
            webhooks =
                    Webhooks.start(store, keptTold(), tail, target, (source, event) -> true, QUICK, Clock.systemUTC());
            subscriptions = new Subscriptions(store, kept, tail, target, (source, event) -> true, Clock.systemUTC())
                    .with(webhooks);
            open.add(this::close);
        }

        Kept webhook(String name) {
            return make(name, Webhook.WAY, Filter.ALL);
        }

        Kept make(String name, String way, Filter filter) {
            return subscriptions
                    .make(
                            name,
                            OWNER,
                            filter,
                            way,
                            way.equals(Webhook.WAY)
                                    ? Optional.of(Subscriptions.webhook(URI.create("https://subscriber.example/")))
                                    : Optional.empty(),
                            new Start.After(Position.START))
                    .orElseThrow();
        }

        void close() {
            webhooks.close();
            tail.close();
        }
    }

    private DeliveryStore keptTold() {
        return (DeliveryStore) Proxy.newProxyInstance(
                Desk.class.getClassLoader(), new Class<?>[] {DeliveryStore.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(kept, arguments);
                        if (method.getName().equals("waiting")) {
                            haveReadWaiting.run();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    List<Long> got(String name) {
        return delivered.computeIfAbsent(name, any -> Collections.synchronizedList(new ArrayList<>()));
    }

    Kept kept(String name) {
        return kept.find(name).orElseThrow();
    }

    /// @return its position
    long happens(ObjectId... objects) {
        return happens("Iets", objects);
    }

    long happens(String type, ObjectId... objects) {
        return store.append(
                        Event.fact(new EventType(type), "1", Instant.now(), List.of(objects), OWNER, EventData.EMPTY))
                .orThrow()
                .last()
                .value();
    }

    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(AT_MOST);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for too long").isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    void close() {
        open.reversed().forEach(Runnable::run);
    }
}
