package f6.zone.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.zone.subscription.DeliveryStore.Change;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Waiting.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Gives events to subscribers that come for them, on any node: what each node decides on is read first, and saved
/// only if it still is so.
public final class Pulling {
    /// In one answer.
    public static final int MAX_EVENTS = 100;

    public static final Duration MAX_LEASE = Duration.ofHours(1);
    /// What has been nacked so often is parked.
    public static final int MAX_ATTEMPTS = RetryPolicy.DEFAULT.attempts();
    /// Others on the same subscription may be faster a few times.
    private static final int MAX_TURNS = 20;
    /// Steps through a log in which little passes the filter, before an answer without events is given.
    private static final int MAX_READS = 20;
    /// Pulls of one subscription on this node wait for each other; so many locks for all.
    private static final int LOCKS = 64;

    private final DeliveryStore kept;
    private final Tail tail;
    private final Clock clock;
    private final Function<Kept, Predicate<StoredEvent>> readable;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    Pulling(DeliveryStore kept, Tail tail, Clock clock, Function<Kept, Predicate<StoredEvent>> readable) {
        this.kept = kept;
        this.tail = tail;
        this.clock = clock;
        this.readable = readable;
    }

    /// An event that a subscriber has until its lease ends.
    ///
    /// @param event empty when it was pulled before: find it by its id
    public record Leased(Waiting waiting, Optional<StoredEvent> event) {}

    /// What came of an acknowledgement.
    ///
    /// @param unknown ids of events that are not leased: settled before, given back, or never given
    public record Acknowledged(int settled, Set<EventId> unknown) {}

    /// What there is to say when nothing could be done.
    public enum Refusal {
        /// Paused or suspended.
        NOT_ACTIVE,
        /// Others on the same subscription were faster each time: come again.
        BUSY
    }

    /// Either, never both.
    public record Answer<T>(Optional<T> given, Optional<Refusal> refused) {
        static <T> Answer<T> of(T given) {
            return new Answer<>(Optional.of(given), Optional.empty());
        }

        static <T> Answer<T> not(Refusal why) {
            return new Answer<>(Optional.empty(), Optional.of(why));
        }
    }

    /// Leases the next events. An event goes to one subscriber at a time, and after all earlier ones about its
    /// objects are acknowledged. Those whose lease has run out come again.
    public Answer<List<Leased>> pull(String name, int most, Duration lease) {
        InvalidValue.require(most >= 1 && most <= MAX_EVENTS, "a pull asks for 1 to %d events".formatted(MAX_EVENTS));
        InvalidValue.require(
                lease.isPositive() && lease.compareTo(MAX_LEASE) <= 0,
                "a lease lasts 1 to %d seconds".formatted(MAX_LEASE.toSeconds()));
        return inTurn(name, (one, backlog) -> {
            if (one.state() != State.ACTIVE) {
                return Step.end(Answer.not(Refusal.NOT_ACTIVE));
            }
            Instant now = clock.instant();
            Position scanned = one.checkpoint();
            List<Leased> leased = new ArrayList<>();
            for (int reads = 0; reads < MAX_READS; reads++) {
                take(backlog, most, now.plus(lease), now, leased);
                int room = Math.min(most - leased.size(), Run.MAX_BACKLOG - backlog.size());
                if (room <= 0 || !tail.reached().isAfter(scanned)) {
                    break;
                }
                Tail.Batch batch = tail.read(one.subscription().filter(), readable.apply(one), scanned, room);
                backlog.take(batch.events(), batch.scanned());
                backlog.keepAll();
                scanned = batch.scanned();
            }
            take(backlog, most, now.plus(lease), now, leased);
            return new Step<>(Answer.of(List.copyOf(leased)), scanned);
        });
    }

    private static void take(Backlog backlog, int most, Instant until, Instant now, List<Leased> leased) {
        while (leased.size() < most) {
            Backlog.Item item = backlog.next(now).orElse(null);
            if (item == null) {
                return;
            }
            backlog.lease(item, until);
            leased.add(new Leased(item.waiting(), item.stored()));
        }
    }

    public Answer<Acknowledged> acknowledge(String name, Set<EventId> ids) {
        return onLeased(name, ids, Backlog::settle);
    }

    /// Gives events back: they come again after a pause, or are parked when that has been so too often.
    ///
    /// @param pause before they do
    public Answer<Acknowledged> giveBack(String name, Set<EventId> ids, Duration pause, String reason) {
        Instant again = clock.instant().plus(pause);
        return onLeased(name, ids, (backlog, item) -> {
            if (item.waiting().attempts() + 1 >= MAX_ATTEMPTS) {
                backlog.park(item, reason);
            } else {
                backlog.retryAt(item, again, reason);
            }
        });
    }

    private Answer<Acknowledged> onLeased(String name, Set<EventId> ids, BiConsumer<Backlog, Backlog.Item> settling) {
        InvalidValue.require(!ids.isEmpty() && ids.size() <= MAX_EVENTS, "name 1 to %d events".formatted(MAX_EVENTS));
        return inTurn(name, (one, backlog) -> {
            Set<EventId> unknown = new HashSet<>(ids);
            int settled = 0;
            for (Backlog.Item item : backlog.items()) {
                Waiting waiting = item.waiting();
                if (waiting.standing() == Standing.LEASED && unknown.remove(waiting.event())) {
                    settling.accept(backlog, item);
                    settled++;
                }
            }
            return new Step<>(Answer.of(new Acknowledged(settled, unknown)), one.checkpoint());
        });
    }

    /// @return empty when no such event is parked; else whether it could be done
    Optional<Boolean> onParked(Kept one, EventId event, BiConsumer<Backlog, Backlog.Item> doing) {
        Backlog backlog = backlog(one);
        Optional<Backlog.Item> parked = backlog.items().stream()
                .filter(item -> item.waiting().standing() == Standing.PARKED
                        && item.waiting().event().equals(event))
                .findFirst();
        return parked.map(item -> {
            doing.accept(backlog, item);
            return save(one, backlog, one.checkpoint());
        });
    }

    private Backlog backlog(Kept one) {
        return Backlog.of(
                kept.waiting(List.of(one.subscription().id()))
                        .getOrDefault(one.subscription().id(), List.of()),
                one.checkpoint());
    }

    private boolean save(Kept one, Backlog backlog, Position scanned) {
        Change change = new Change(
                one.subscription().id(), one.epoch(), scanned, backlog.takeChanges(), 0, Optional.empty(), true);
        return !kept.save(List.of(change)).isEmpty();
    }

    /// What a turn comes to.
    ///
    /// @param scanned the checkpoint to save
    private record Step<T>(Answer<T> answer, Position scanned) {
        static <T> Step<T> end(Answer<T> answer) {
            return new Step<>(answer, Position.START);
        }
    }

    private interface Turn<T> {
        Step<T> on(Kept one, Backlog backlog);
    }

    private <T> Answer<T> inTurn(String name, Turn<T> turn) {
        ReentrantLock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
        lock.lock();
        try {
            for (int i = 0; i < MAX_TURNS; i++) {
                Kept one = kept.find(name).orElse(null);
                if (one == null) {
                    return Answer.not(Refusal.NOT_ACTIVE);
                }
                Backlog backlog = backlog(one);
                Step<T> step = turn.on(one, backlog);
                boolean changed = backlog.hasChanges() || step.scanned().isAfter(one.checkpoint());
                if (!changed || step.answer().refused().isPresent() || save(one, backlog, step.scanned())) {
                    return step.answer();
                }
            }
            return Answer.not(Refusal.BUSY);
        } finally {
            lock.unlock();
        }
    }
}
