package f6.contracts.history;

import f6.contracts.SampleEvents;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.Query.Item;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Appends whatever callers may think of: events of one or several, about hot and cold objects, under conditions
/// of every form, decided on the newest or on an old state of the log; retries of what was, by oneself or another,
/// and what is not allowed.
public final class RandomAppends {
    private static final List<EventType> TYPES =
            IntStream.range(0, 8).mapToObj(i -> new EventType("Type" + i)).toList();
    /// Most events are about these.
    private static final int HOT = 8;

    private static final int COLD = 500;
    private static final int MOST_EVENTS = 30;
    /// How far behind the log a caller may be who decides on an old state.
    private static final int STALE = 200;

    private record Attempt(List<Event> events, @Nullable AppendCondition condition) {}

    private final EventStore node;
    private final SplittableRandom random;
    /// Of all threads: what to try again, maybe while the first try still runs.
    private final AtomicReferenceArray<@Nullable Attempt> recent;

    private RandomAppends(EventStore node, SplittableRandom random, AtomicReferenceArray<@Nullable Attempt> recent) {
        this.node = node;
        this.random = random;
        this.recent = recent;
    }

    /// Runs the threads, spread over the nodes, for as long as there is more to do. A store that fails is an
    /// answer like any other.
    public static void run(List<EventStore> nodes, int threads, long seed, BooleanSupplier more) throws Exception {
        SplittableRandom seeds = new SplittableRandom(seed);
        AtomicReferenceArray<@Nullable Attempt> recent = new AtomicReferenceArray<>(4 * threads);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                RandomAppends one = new RandomAppends(nodes.get(i % nodes.size()), seeds.split(), recent);
                running.add(pool.submit(() -> one.appendWhile(more)));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void appendWhile(BooleanSupplier more) {
        while (more.getAsBoolean()) {
            try {
                Attempt attempt = next();
                recent.set(random.nextInt(recent.length()), attempt);
                var _ = node.append(attempt.events(), attempt.condition());
            } catch (StoreFailure | InvalidValue _) {
                // it is in the history
            }
        }
    }

    private Attempt next() {
        Attempt before = recent.get(random.nextInt(recent.length()));
        int dice = random.nextInt(100);
        if (before == null || dice >= 10) {
            return new Attempt(events(), condition());
        }
        Event first = before.events().getFirst();
        return switch (dice) {
            case 0, 1, 2 -> new Attempt(before.events(), condition());
            case 3 -> new Attempt(List.of(SampleEvents.withData(first, Map.of("other", dice))), before.condition());
            case 4 -> new Attempt(List.of(first), before.condition());
            case 5 -> new Attempt(List.of(event(), first), null);
            case 6 -> new Attempt(List.of(first, first), null);
            default -> before;
        };
    }

    private List<Event> events() {
        int dice = random.nextInt(20);
        int count = dice < 14 ? 1 : dice < 19 ? random.nextInt(2, 6) : random.nextInt(6, MOST_EVENTS);
        return Stream.generate(this::event).limit(count).toList();
    }

    private Event event() {
        Event event = SampleEvents.event(type(), objects().toArray(ObjectId[]::new));
        return random.nextInt(4) == 0 ? SampleEvents.withData(event, Map.of("n", random.nextInt())) : event;
    }

    private @Nullable AppendCondition condition() {
        if (random.nextInt(8) == 0) {
            return null;
        }
        Query query = query();
        return new AppendCondition(query, after(query));
    }

    private Query query() {
        return switch (random.nextInt(10)) {
            case 0 -> new Query(List.of(new Item(types(), Set.of())));
            case 1, 2, 3 -> new Query(List.of(new Item(Set.of(), objects())));
            case 4, 5, 6, 7 -> new Query(List.of(new Item(types(), objects())));
            case 8 ->
                new Query(List.of(
                        new Item(types(), objects()), new Item(Set.of(), objects()), new Item(types(), objects())));
            default -> Query.all();
        };
    }

    private Position after(Query query) {
        int dice = random.nextInt(20);
        if (dice < 3) {
            return node.read(query, ReadOptions.BACKWARD.limit(1))
                    .findFirst()
                    .map(StoredEvent::position)
                    .orElse(Position.START);
        }
        Position head = dice < 18 ? node.head() : Position.START;
        return dice < 14 ? head : new Position(Math.max(0, head.value() - random.nextInt(STALE)));
    }

    private EventType type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private Set<EventType> types() {
        Set<EventType> types = new HashSet<>(Set.of(type()));
        if (random.nextInt(3) == 0) {
            types.add(type());
        }
        return types;
    }

    private Set<ObjectId> objects() {
        Set<ObjectId> objects = new HashSet<>();
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            int number = random.nextInt(3) < 2 ? random.nextInt(HOT) : HOT + random.nextInt(COLD);
            objects.add(new ObjectId(new UUID(0xF6, number)));
        }
        return objects;
    }
}
