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
import f6.eventstore.store.Query;
import f6.eventstore.store.Query.Item;
import f6.eventstore.store.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The workloads of the public benchmark of dcb.events, with its numbers of clients, types, tags and items: the
/// append condition is enforced, positions are monotonic, writers who have nothing in common do not refuse each
/// other.
public abstract class DcbBenchmarkContract extends EventStoreSuite {
    private static final int WRITERS = 20;
    private static final int WRITERS_BESIDE_A_READER = 5;
    /// The end of the log that the reader of positions looks at.
    private static final int LAST = 6;

    private final int appends = Effort.BENCHMARK_APPENDS.count();

    /// What a client knew when it appended.
    private record Decision(Query query, Position lastMatch) {}

    @Test
    void consistency() throws Exception {
        long seed = Seed.print(suite());
        Map<EventId, Decision> decisions = new ConcurrentHashMap<>();
        int accepted = clients(WRITERS, seed, random -> new Workload(random, 10, 1, 2), decisions);

        List<StoredEvent> log = all();
        int verified = 0;
        for (StoredEvent stored : log) {
            Decision decision = decisions.get(stored.id());
            if (decision != null) { // the first of its append
                assertThat(lastMatch(store, decision.query(), stored.position()))
                        .as("the last match before %s, seed %d", stored, seed)
                        .isEqualTo(decision.lastMatch());
                verified++;
            }
        }
        assertThat(verified).isEqualTo(accepted).isPositive();
        Effort.report("%s: consistency: %d appends by %d clients, %d accepted and verified, seed %d"
                .formatted(suite(), appends, WRITERS, verified, seed));
    }

    @Test
    void monotonic_positions() throws Exception {
        long seed = Seed.print(suite());
        int batches = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> writing = threads.submit(() -> clients(
                    WRITERS_BESIDE_A_READER, seed, random -> new Workload(random, 5, 2, 5), new ConcurrentHashMap<>()));
            long seen = 0;
            boolean over;
            do {
                over = writing.isDone();
                EventStore node = nodes.get(batches % nodes.size());
                List<Long> last = positions(node.read(Query.all(), ReadOptions.BACKWARD.limit(LAST))
                                .toList())
                        .reversed();
                if (!last.isEmpty()) {
                    assertThat(last)
                            .isEqualTo(LongStream.rangeClosed(last.getFirst(), last.getLast())
                                    .boxed()
                                    .toList());
                    assertThat(last.getLast()).as("the newest position").isGreaterThanOrEqualTo(seen);
                    seen = last.getLast();
                    batches++;
                }
            } while (!over);
            assertThat(writing.get()).isPositive();
            assertThat(batches).isPositive();
            assertThat(seen).isEqualTo(all().size());
        }
        Effort.report("%s: monotonic: %d batches of the last %d positions read beside %d appends, seed %d"
                .formatted(suite(), batches, LAST, appends, seed));
    }

    @Test
    void parallel_writes() throws Exception {
        AtomicInteger left = new AtomicInteger(appends);
        List<AppendResult> results = inParallel(WRITERS, writer -> {
                    List<AppendResult> own = new ArrayList<>();
                    while (left.getAndDecrement() > 0) {
                        ObjectId unrelated = object();
                        own.add(nodes.get(writer % nodes.size())
                                .append(
                                        List.of(event(SampleEvents.OPENED, unrelated)),
                                        AppendCondition.noneMatches(Query.ofObjects(unrelated))));
                    }
                    return own;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        assertThat(results).hasSize(appends).hasOnlyElementsOfType(AppendResult.Appended.class);
        assertThat(all()).hasSize(appends);
        Effort.report("%s: parallel writes: %d unrelated appends by %d clients, none refused"
                .formatted(suite(), appends, WRITERS));
    }

    /// Clients who each read the last match of a query, and append if there is still none behind it.
    ///
    /// @return how many appends were accepted
    private int clients(int count, long seed, WorkloadOf workload, Map<EventId, Decision> decisions) throws Exception {
        AtomicInteger left = new AtomicInteger(appends);
        return inParallel(count, client -> {
                    SplittableRandom random = new SplittableRandom(seed + client);
                    Workload own = workload.of(random);
                    EventStore node = nodes.get(client % nodes.size());
                    int accepted = 0;
                    while (left.getAndDecrement() > 0) {
                        Query query = own.query();
                        Position last = lastMatch(node, query, Position.END);
                        List<Event> events = own.events(query);
                        decisions.put(events.getFirst().id(), new Decision(query, last));
                        AppendResult result = node.append(events, AppendCondition.noneMatchesAfter(query, last));
                        accepted += result instanceof AppendResult.Appended ? 1 : 0;
                    }
                    return accepted;
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private interface WorkloadOf {
        Workload of(SplittableRandom random);
    }

    private static <T> List<T> inParallel(int count, IntFunction<T> client) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> client.apply(number)));
            }
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }

    private static Position lastMatch(EventStore node, Query query, Position before) {
        return node.read(query, ReadOptions.BACKWARD.after(before).limit(1))
                .map(StoredEvent::position)
                .findFirst()
                .orElse(Position.START);
    }

    /// Queries of 0 to 3 items, each of 0 to 4 types and 0 to 3 objects out of a few, and events that match them.
    ///
    /// @param variety the number of types, and of objects
    private record Workload(SplittableRandom random, int variety, int fewestEvents, int mostEvents) {
        private Query query() {
            List<Item> items = Stream.generate(
                            () -> new Item(Set.copyOf(some(0, 4, this::type)), Set.copyOf(some(0, 3, this::tag))))
                    .limit(random.nextInt(0, 4))
                    .toList();
            return items.isEmpty() ? Query.all() : new Query(items);
        }

        private List<Event> events(Query query) {
            return Stream.generate(() -> {
                        Item item =
                                query.items().get(random.nextInt(query.items().size()));
                        EventType type = item.types().isEmpty()
                                ? type(random.nextInt(variety))
                                : item.types().iterator().next();
                        Set<ObjectId> objects = item.objects().isEmpty() ? some(1, 3, this::tag) : item.objects();
                        return event(type, objects.toArray(ObjectId[]::new));
                    })
                    .limit(random.nextInt(fewestEvents, mostEvents + 1))
                    .toList();
        }

        private <T> Set<T> some(int fewest, int most, IntFunction<T> of) {
            return IntStream.generate(() -> random.nextInt(variety))
                    .limit(random.nextInt(fewest, most + 1))
                    .mapToObj(of)
                    .collect(Collectors.toSet());
        }

        private EventType type(int number) {
            return new EventType("Type" + number);
        }

        private ObjectId tag(int number) {
            return new ObjectId(new UUID(0xDCB, number));
        }
    }
}
