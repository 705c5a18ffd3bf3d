package f6.contracts;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The part of the contract in which threads meet at a barrier and collide.
abstract class EventStoreRaces {
    private static final int RACERS = 8;
    private static final int ROUNDS = 25;

    @SuppressWarnings("NullAway.Init") // before every test
    EventStore store;

    protected abstract EventStore emptyStore();

    @BeforeEach
    void handOver() {
        store = emptyStore();
    }

    @Test
    void one_of_many_racers_under_the_same_condition_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ObjectId account = object();
            AppendCondition unopened = AppendCondition.noneMatches(Query.of(Set.of(OPENED), Set.of(account)));
            assertThat(race(racer -> store.append(List.of(event(OPENED, account)), unopened)))
                    .as("winners of round %d", round)
                    .filteredOn(AppendResult.Appended.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void one_of_two_racers_under_conditions_of_different_form_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ObjectId account = object();
            EventType type = new EventType("Round" + round);
            AppendCondition byType = AppendCondition.noneMatches(Query.ofTypes(type));
            AppendCondition byObject = AppendCondition.noneMatches(Query.ofObjects(account));
            assertThat(race(racer -> store.append(List.of(event(type, account)), racer % 2 == 0 ? byType : byObject)))
                    .as("winners of round %d", round)
                    .filteredOn(AppendResult.Appended.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void racers_under_disjoint_conditions_all_win() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(race(racer -> {
                        ObjectId own = object();
                        return store.append(
                                List.of(event(OPENED, own)), AppendCondition.noneMatches(Query.ofObjects(own)));
                    }))
                    .hasOnlyElementsOfType(AppendResult.Appended.class);
        }
        assertThat(positions(all()))
                .isEqualTo(LongStream.rangeClosed(1, (long) RACERS * ROUNDS)
                        .boxed()
                        .toList());
    }

    @Test
    void racers_with_the_same_event_store_it_once() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Event event = event(OPENED, object());
            List<AppendResult> results = race(racer -> store.append(event));
            assertThat(results).hasOnlyElementsOfType(AppendResult.Appended.class);
            assertThat(Set.copyOf(results)).hasSize(1);
        }
        assertThat(all()).hasSize(ROUNDS);
    }

    @Test
    void a_reader_beside_writers_sees_a_prefix_without_gaps() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(race(racer -> store.append(event(OPENED, object()))))
                            .hasOnlyElementsOfType(AppendResult.Appended.class);
                }
                return null;
            });
            boolean last;
            do {
                last = writing.isDone();
                List<Long> seen = positions(all());
                assertThat(seen)
                        .isEqualTo(
                                LongStream.rangeClosed(1, seen.size()).boxed().toList());
            } while (!last);
            writing.get();
        }
        assertThat(store.head()).isEqualTo(new Position((long) RACERS * ROUNDS));
    }

    private interface Racer {
        AppendResult run(int number) throws Exception;
    }

    private static List<AppendResult> race(Racer racer) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(RACERS);
        List<Future<AppendResult>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    barrier.await();
                    return racer.run(number);
                }));
            }
        }
        List<AppendResult> results = new ArrayList<>();
        for (Future<AppendResult> one : running) {
            results.add(one.get());
        }
        return results;
    }

    List<StoredEvent> all() {
        return store.read(Query.all(), ReadOptions.FORWARD).toList();
    }

    static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(stored -> stored.position().value()).toList();
    }
}
