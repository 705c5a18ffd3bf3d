package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.SampleEvents;
import f6.contracts.Seed;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reads of a few objects share statements: each is answered by what was stored when it was asked, and by nothing
/// of the others.
class GroupReadTest {
    private static final int READERS = 48;
    private static final int READS = 60;
    private static final int OBJECTS = 40;

    private final String schema = TestServer.freshSchema();
    private final PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);

    private static Query ofAny(ObjectId... objects) {
        return Query.ofAnyObject(List.of(objects));
    }

    private List<EventId> read(Query query) {
        return store.read(query, ReadOptions.FORWARD).map(stored -> stored.id()).toList();
    }

    private EventId append(ObjectId... objects) {
        Event event = SampleEvents.event(OPENED, objects);
        var _ = store.append(event);
        return event.id();
    }

    @Test
    void each_reader_sees_all_that_was_stored_of_its_objects_and_nothing_else() throws Exception {
        long seed = Seed.print("GroupReadTest");
        List<ObjectId> objects =
                Stream.generate(SampleEvents::object).limit(OBJECTS).toList();
        Map<EventId, Set<ObjectId>> stored = new ConcurrentHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                Random random = new Random(seed);
                while (!done.get()) {
                    Set<ObjectId> some = some(objects, 1 + random.nextInt(5), random);
                    stored.put(append(some.toArray(ObjectId[]::new)), some);
                }
            });
            List<Future<?>> readers = IntStream.range(0, READERS)
                    .<Future<?>>mapToObj(reader -> threads.submit(() -> {
                        Random random = new Random(seed + reader);
                        for (int i = 0; i < READS; i++) {
                            checkRead(some(objects, 2 + random.nextInt(3), random), stored);
                        }
                    }))
                    .toList();
            try {
                for (Future<?> reader : readers) {
                    reader.get();
                }
            } finally {
                done.set(true);
            }
            writer.get();
        }
        assertThat(stored).isNotEmpty();
    }

    private static Set<ObjectId> some(List<ObjectId> objects, int count, Random random) {
        Set<ObjectId> some = new HashSet<>();
        while (some.size() < count) {
            some.add(objects.get(random.nextInt(objects.size())));
        }
        return some;
    }

    private void checkRead(Set<ObjectId> objects, Map<EventId, Set<ObjectId>> stored) {
        List<EventId> before = stored.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(objects::contains))
                .map(Map.Entry::getKey)
                .toList();
        var read = store.read(Query.ofAnyObject(objects), ReadOptions.FORWARD).toList();
        assertThat(read).extracting(one -> one.id()).containsAll(before);
        assertThat(read)
                .allMatch(one -> one.event().objects().stream().anyMatch(objects::contains))
                .extracting(one -> one.position())
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void objects_with_many_or_large_events_are_read_to_the_end() {
        ObjectId often = SampleEvents.object();
        ObjectId large = SampleEvents.object();
        ObjectId other = SampleEvents.object();
        List<EventId> all = new ArrayList<>(IntStream.range(0, 200)
                .mapToObj(i -> i % 2 == 0 ? append(often) : append(other, SampleEvents.object(), often))
                .toList());
        Event event = SampleEvents.withData(
                SampleEvents.event(OPENED, large), Map.of("text", random(new Random(1), 200_000)));
        assertThat(store.append(event)).isInstanceOf(AppendResult.Appended.class);
        all.add(event.id());

        for (int i = 0; i < 3; i++) { // the second time it is known that they are
            assertThat(read(ofAny(often, large))).isEqualTo(all);
            assertThat(read(ofAny(SampleEvents.object(), large))).containsExactly(event.id());
        }
    }

    /// That does not compress.
    private static String random(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + 1 + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    void an_interrupt_does_not_end_the_wait_and_is_kept() throws Exception {
        ObjectId one = SampleEvents.object();
        EventId id = append(one);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> interrupted = IntStream.range(0, READERS)
                    .mapToObj(_ -> threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        List<EventId> read = read(ofAny(one, SampleEvents.object()));
                        return Thread.interrupted() && read.equals(List.of(id));
                    }))
                    .toList();
            for (Future<Boolean> reader : interrupted) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    @Test
    void readers_that_are_interrupted_break_nothing_for_the_others() throws Exception {
        ObjectId one = SampleEvents.object();
        EventId id = append(one);
        Random random = new Random(Seed.print("GroupReadTest"));
        List<FutureTask<Integer>> reads = Stream.generate(() -> new FutureTask<>(() -> {
                    int interrupts = 0;
                    for (int i = 0; i < READS; i++) {
                        assertThat(read(ofAny(one, SampleEvents.object()))).containsExactly(id);
                        interrupts += Thread.interrupted() ? 1 : 0;
                    }
                    return interrupts;
                }))
                .limit(READERS)
                .toList();
        List<Thread> readers =
                reads.stream().map(read -> Thread.ofVirtual().start(read)).toList();
        while (readers.stream().anyMatch(Thread::isAlive)) {
            readers.get(random.nextInt(READERS)).interrupt();
            LockSupport.parkNanos(200_000);
        }
        int interrupts = 0;
        for (FutureTask<Integer> read : reads) {
            interrupts += read.get();
        }
        assertThat(interrupts).isPositive();
    }

    @Test
    void when_the_database_is_gone_each_reader_is_told() throws InterruptedException {
        PostgresEventStore broken;
        try (HikariDataSource database = TestServer.SERVER.connect()) {
            broken = PostgresEventStore.open(database, TestServer.freshSchema());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> readers = IntStream.range(0, READERS)
                    .mapToObj(_ -> threads.submit(() -> (Object)
                            broken.read(ofAny(SampleEvents.object(), SampleEvents.object()), ReadOptions.FORWARD)
                                    .toList()))
                    .toList();
            for (Future<Object> reader : readers) {
                assertThatThrownBy(reader::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StoreFailure.class);
            }
        }
    }
}
