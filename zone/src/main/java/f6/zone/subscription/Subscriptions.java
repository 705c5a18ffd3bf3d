package f6.zone.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.DeliveryStore.Totals;
import f6.zone.subscription.Kept.State;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// The subscriptions of one zone: making them, minding them, and what their subscribers come for.
public final class Subscriptions {
    /// Of one source: more are one with a filter.
    public static final int MAX_OF_A_SOURCE = 2_000;
    /// In one answer.
    public static final int MAX_PAGE = 200;
    /// How long a former secret is signed with after a rotation.
    public static final Duration ROTATION = Duration.ofHours(24);

    private final EventStore store;
    private final DeliveryStore kept;
    private final Tail tail;
    private final Target target;
    private final ReadingRights rights;
    private final Clock clock;
    private final Pulling pulling;
    private Runnable changed = () -> {};

    public Subscriptions(
            EventStore store, DeliveryStore kept, Tail tail, Target target, ReadingRights rights, Clock clock) {
        this.store = store;
        this.kept = kept;
        this.tail = tail;
        this.target = target;
        this.rights = rights;
        this.clock = clock;
        this.pulling = new Pulling(kept, tail, clock, this::readable);
    }

    /// Those who bring events to webhooks hear of changes at once; without them they find out by looking.
    public Subscriptions with(Webhooks webhooks) {
        changed = webhooks::look;
        return this;
    }

    /// From where a subscriber is told.
    public sealed interface Start {
        /// What is recorded from now on.
        record Now() implements Start {}

        /// What comes behind a position.
        record After(Position position) implements Start {}

        /// What was recorded after an instant.
        record Since(Instant moment) implements Start {}
    }

    /// @param way of delivery
    /// @param webhook to be had by [#webhook], if that is the way
    /// @throws InvalidValue saying what is wrong
    /// @return empty when there is one of that name
    public Optional<Kept> make(
            String name, Source owner, Filter filter, String way, Optional<Webhook> webhook, Start start) {
        Subscription.requireName(name);
        if (kept.count(owner.id()) >= MAX_OF_A_SOURCE) {
            throw new InvalidValue("a source has at most %d subscriptions".formatted(MAX_OF_A_SOURCE));
        }
        Delivery delivery = switch (way) {
            case Webhook.WAY -> webhook.orElseThrow(() -> new InvalidValue("a webhook needs a target"));
            case Delivery.Sse.WAY -> new Delivery.Sse();
            case Delivery.Pull.WAY -> new Delivery.Pull();
            default -> throw new InvalidValue("a way of delivery is one of webhook, sse, pull");
        };
        InvalidValue.require(webhook.isEmpty() || delivery instanceof Webhook, "only a webhook has a target");
        webhook.ifPresent(one -> target.require(one.target()));
        Subscription made =
                new Subscription(UUID.randomUUID(), name, owner, filter, delivery, position(start), clock.instant());
        if (!kept.add(made)) {
            return Optional.empty();
        }
        changed.run();
        return kept.find(name);
    }

    /// A webhook with a secret of its own.
    public static Webhook webhook(URI target) {
        return new Webhook(target, Webhook.newSecret(), Optional.empty());
    }

    /// What a start means now.
    ///
    /// @throws InvalidValue when the log has not come so far
    public Position position(Start start) {
        Position head = store.head();
        return switch (start) {
            case Start.Now _ -> head;
            case Start.After(Position position) -> {
                InvalidValue.require(!position.isAfter(head), "the log ends at position %s".formatted(head));
                yield position;
            }
            case Start.Since(Instant moment) -> {
                InvalidValue.require(!moment.isAfter(clock.instant()), "the moment has not come yet");
                yield store.positionAt(moment);
            }
        };
    }

    /// @param asking who asks; empty: one who minds those of all
    /// @return empty as well when it is somebody else's
    public Optional<Kept> find(String name, Optional<Source> asking) {
        return kept.find(name)
                .filter(found -> asking.map(source ->
                                source.id().equals(found.subscription().owner().id()))
                        .orElse(true));
    }

    public List<Kept> list(Optional<Source> asking, String after, int most) {
        requirePage(most);
        return kept.list(asking.map(Source::id), after, most);
    }

    private static void requirePage(int most) {
        InvalidValue.require(most >= 1 && most <= MAX_PAGE, "a page has 1 to %d".formatted(MAX_PAGE));
    }

    public boolean remove(Kept one) {
        boolean removed = kept.remove(one.subscription().id());
        changed.run();
        return removed;
    }

    /// Events that were told of already stay told of.
    ///
    /// @return false when somebody else changed it meanwhile; so do all others here
    public boolean refilter(Kept one, Filter filter) {
        return done(kept.change(one.subscription().with(filter), one.epoch()));
    }

    /// @throws InvalidValue when it is no webhook, or the target may not be one
    public boolean retarget(Kept one, URI address) {
        Webhook webhook = webhookOf(one);
        target.require(address);
        return done(kept.change(
                one.subscription().with(new Webhook(address, webhook.secret(), webhook.former())), one.epoch()));
    }

    /// Gives a webhook a new secret; the former one is signed with as well for [#ROTATION].
    ///
    /// @return the new secret; empty when somebody else changed it meanwhile
    /// @throws InvalidValue when it is no webhook
    public Optional<String> rotate(Kept one) {
        Webhook webhook = webhookOf(one);
        String secret = Webhook.newSecret();
        Webhook.Former former =
                new Webhook.Former(webhook.secret(), clock.instant().plus(ROTATION));
        boolean rotated = done(kept.change(
                one.subscription().with(new Webhook(webhook.target(), secret, Optional.of(former))), one.epoch()));
        return rotated ? Optional.of(secret) : Optional.empty();
    }

    private static Webhook webhookOf(Kept one) {
        if (one.subscription().delivery() instanceof Webhook webhook) {
            return webhook;
        }
        throw new InvalidValue("it is no webhook");
    }

    public boolean pause(Kept one) {
        return done(kept.put(one.subscription().id(), one.epoch(), State.PAUSED, Optional.empty()));
    }

    public boolean resume(Kept one) {
        return done(kept.put(one.subscription().id(), one.epoch(), State.ACTIVE, Optional.empty()));
    }

    /// Tells this subscriber again of what comes behind a position.
    ///
    /// @throws InvalidValue when it has not come so far
    public boolean replay(Kept one, Position from) {
        InvalidValue.require(
                !from.isAfter(one.checkpoint()),
                "it has come to position %s: a replay begins there or before".formatted(one.checkpoint()));
        return done(kept.replay(one.subscription().id(), one.epoch(), from));
    }

    private boolean done(boolean done) {
        changed.run();
        return done;
    }

    /// What is parked, and what waits for it, behind a position.
    public List<Waiting> parked(Kept one, Position after, int most) {
        requirePage(most);
        return kept.waiting(one.subscription().id(), after, most);
    }

    /// Tries a parked event again, as if it were new; what waits for it goes on when it is delivered.
    ///
    /// @return empty when there is none; else whether it could be done
    public Optional<Boolean> retry(Kept one, EventId event) {
        return pulling.onParked(one, event, Backlog::renew).map(this::done);
    }

    /// Leaves a parked event out for this subscriber; what waits for it goes on.
    ///
    /// @return as of [#retry]
    public Optional<Boolean> skip(Kept one, EventId event) {
        return pulling.onParked(one, event, Backlog::settle).map(this::done);
    }

    /// For a subscriber that comes for its events.
    public Pulling pulling() {
        return pulling;
    }

    /// The next events for a subscriber that keeps a stream open.
    public Tail.Batch next(Kept one, Position after, int most) {
        return tail.read(one.subscription().filter(), readable(one), after, most);
    }

    /// That a subscriber has all up to a position; a smaller one than it had before changes nothing.
    ///
    /// @throws InvalidValue when the log has not come so far
    public void advance(Kept one, Position to) {
        InvalidValue.require(
                !to.isAfter(tail.reached()) || !to.isAfter(store.head()), "the log has not come to position " + to);
        if (to.isAfter(one.checkpoint())) {
            var _ = kept.save(List.of(new DeliveryStore.Change(
                    one.subscription().id(), one.epoch(), to, Map.of(), 0, Optional.empty(), false)));
        }
    }

    /// Waits until there may be something behind a position.
    public boolean await(Position beyond, Duration atMost) {
        return tail.await(beyond, atMost);
    }

    private Predicate<StoredEvent> readable(Kept one) {
        return stored -> rights.mayRead(one.subscription().owner(), stored.event());
    }

    public Optional<StoredEvent> event(EventId id) {
        return store.find(id);
    }

    /// The end of the log, as it is known here.
    public Position head() {
        return tail.reached();
    }

    public List<Totals> totals() {
        return kept.totals();
    }
}
