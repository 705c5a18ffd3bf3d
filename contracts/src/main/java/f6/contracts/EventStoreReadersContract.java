package f6.contracts;

import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Readers beside writers of whom some are refused and some fail: each sees every event exactly once, in order.
public abstract class EventStoreReadersContract extends EventStoreSuite {
    private static final int READERS = 8;
    private static final int WRITERS = 8;
    private static final int MOST_EVENTS = 5;
    private static final int PAGE = 500;
    /// On average, of the events after which a reader leaves and comes back where it was.
    private static final int STAYS = 1000;

    private final int total = Effort.EVENTS_READ.count();

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration FOLLOW = Duration.ofSeconds(1);
    private static final ObjectId EVERYONES = object();
    private static final EventType LAST = new EventType("LastOfAll");

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    /// There is no use in writing on.
    private volatile boolean readerFailed;

    /// How events come to a reader.
    protected interface Delivery {
        /// Hands over every event after a position, as it comes, until the reader has had enough.
        void deliver(EventStore node, Position after, Predicate<StoredEvent> wantsMore) throws Exception;
    }

    /// Some follow, some ask again and again.
    protected Delivery delivery(int reader) {
        return reader % 2 == 0 ? this::follow : polling();
    }

    protected final Delivery polling() {
        return this::poll;
    }

    /// Whether the test lets appends and reads fail; they are tried again then.
    protected boolean disturbed() {
        return false;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void each_reader_sees_every_event_exactly_once_in_order() throws Exception {
        long seed = Seed.print(suite());
        List<Reader> readers = Stream.generate(Reader::new).limit(READERS).toList();
        List<Future<?>> reading = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                Reader reader = readers.get(i);
                EventStore node = nodes.get((i / 2) % nodes.size());
                Delivery delivery = delivery(i);
                SplittableRandom random = new SplittableRandom(seed - i);
                reading.add(threads.submit(() -> reader.read(node, delivery, random)));
            }
            try {
                write(seed);
                var _ = appendUntilTold(store, List.of(event(LAST, object())), null);
            } catch (Exception | AssertionError e) {
                var _ = threads.shutdownNow(); // the readers wait for what will not come
                throw e;
            }
        }
        for (Future<?> one : reading) {
            one.get();
        }
        List<EventId> log = all().stream().map(StoredEvent::id).toList();
        for (Reader reader : readers) {
            assertThat(reader.seen).isEqualTo(log);
        }
        Effort.report(
                "%s: readers: %d on %d nodes saw %d events each, beside %d writers; %d appends refused, %d failed, seed %d"
                        .formatted(
                                suite(),
                                READERS,
                                nodes.size(),
                                log.size(),
                                WRITERS,
                                refused.get(),
                                failed.get(),
                                seed));
    }

    /// Stops at the first event that is not the next one.
    private final class Reader {
        private final List<EventId> seen = new ArrayList<>();
        private boolean done;

        @Nullable
        Void read(EventStore node, Delivery delivery, SplittableRandom random) throws Exception {
            try {
                while (!done) {
                    delivery.deliver(
                            node, new Position(seen.size()), stored -> see(stored) && random.nextInt(STAYS) > 0);
                }
                return null;
            } catch (Exception | AssertionError e) {
                readerFailed = true;
                throw e;
            }
        }

        /// @return whether there is more to come
        private boolean see(StoredEvent stored) {
            assertThat(stored.position()).as("the next position").isEqualTo(new Position(seen.size() + 1L));
            seen.add(stored.id());
            done = stored.event().type().equals(LAST);
            return !done;
        }
    }

    private void follow(EventStore node, Position after, Predicate<StoredEvent> wantsMore) throws InterruptedException {
        try (Follower follower = node.follow(Query.all(), after)) {
            while (true) {
                try {
                    for (StoredEvent stored : follower.next(FOLLOW)) {
                        if (!wantsMore.test(stored)) {
                            return;
                        }
                    }
                } catch (StoreFailure e) {
                    tolerate(e);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } catch (StoreFailure e) { // of the first look at the head
            tolerate(e);
        }
    }

    private void poll(EventStore node, Position after, Predicate<StoredEvent> wantsMore) throws InterruptedException {
        Position last = after;
        while (true) {
            long known = acknowledged.get();
            Position before = last;
            try {
                Iterator<StoredEvent> page = node.read(
                                Query.all(), ReadOptions.FORWARD.after(last).limit(PAGE))
                        .iterator();
                while (page.hasNext()) {
                    StoredEvent stored = page.next();
                    last = stored.position();
                    if (!wantsMore.test(stored)) {
                        return;
                    }
                }
            } catch (StoreFailure e) {
                tolerate(e);
                continue;
            }
            if (last.value() < before.value() + PAGE) {
                assertThat(last.value()).as("what a read sees of the log").isGreaterThanOrEqualTo(known);
                LockSupport.parkNanos(POLL_NANOS);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void write(long seed) throws Exception {
        AtomicInteger left = new AtomicInteger(total);
        List<Future<?>> writing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                EventStore node = nodes.get(i % nodes.size());
                SplittableRandom random = new SplittableRandom(seed + i);
                writing.add(threads.submit(() -> {
                    while (left.get() > 0 && !readerFailed) {
                        left.addAndGet(-appendSome(node, random));
                    }
                }));
            }
        }
        for (Future<?> one : writing) {
            one.get();
        }
    }

    /// @return how many events were stored
    private int appendSome(EventStore node, SplittableRandom random) {
        ObjectId object = random.nextInt(2) == 0 ? object() : EVERYONES;
        List<Event> events = Stream.generate(() -> event(SampleEvents.OPENED, object))
                .limit(random.nextInt(1, MOST_EVENTS + 1))
                .toList();
        AppendCondition condition =
                random.nextInt(3) == 0 ? AppendCondition.noneMatches(Query.ofObjects(object)) : null;
        if (appendUntilTold(node, events, condition) instanceof AppendResult.Appended appended) {
            acknowledged.accumulateAndGet(appended.last().value(), Math::max);
            return events.size();
        }
        refused.incrementAndGet();
        return 0;
    }

    private AppendResult appendUntilTold(EventStore node, List<Event> events, @Nullable AppendCondition condition) {
        while (true) {
            try {
                return node.append(events, condition);
            } catch (StoreFailure e) {
                tolerate(e);
                failed.incrementAndGet();
            }
        }
    }

    private void tolerate(StoreFailure failure) {
        if (!disturbed()) {
            throw failure;
        }
    }
}
