package f6.contracts;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static f6.contracts.SampleEvents.withData;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.AppendResult.Appended;
import f6.eventstore.store.AppendResult.Conflict;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The part of the contract in which threads meet at a barrier and collide, on as many nodes as the adapter hands
/// over.
public abstract class EventStoreRaces extends EventStoreSuite {
    private static final int RACERS = 16;
    private static int racesRun;

    private final int rounds = Effort.RACE_ROUNDS.count();

    @BeforeAll
    static void startCounting() {
        racesRun = 0;
    }

    @AfterAll
    static void reportCount(TestInfo suite) {
        Effort.report("%s: races: %d threads x %d rounds".formatted(suite.getDisplayName(), RACERS, racesRun));
    }

    @Test
    void one_of_many_racers_under_the_same_condition_wins() throws Exception {
        for (int round = 0; round < rounds; round++) {
            ObjectId account = object();
            AppendCondition unopened = AppendCondition.noneMatches(Query.of(Set.of(OPENED), Set.of(account)));
            assertOneWins(race((racer, node) -> node.append(List.of(event(OPENED, account)), unopened)));
        }
    }

    @Test
    void one_of_many_racers_who_have_read_as_far_wins() throws Exception {
        ObjectId account = object();
        for (int round = 0; round < rounds; round++) {
            AppendCondition unchanged = AppendCondition.noneMatchesAfter(Query.ofObjects(account), store.head());
            assertOneWins(race((racer, node) -> node.append(List.of(event(OPENED, account)), unchanged)));
        }
    }

    @Test
    void one_of_many_racers_under_conditions_that_overlap_wins() throws Exception {
        for (int round = 0; round < rounds; round++) {
            ObjectId account = object();
            ObjectId holder = object();
            List<Query> overlapping = List.of(
                    Query.ofObjects(account),
                    Query.ofObjects(holder),
                    Query.ofObjects(account, holder),
                    Query.of(Set.of(OPENED), Set.of(holder)),
                    Query.of(Set.of(OPENED, CLOSED), Set.of(account)),
                    Query.ofAnyObject(List.of(account, object())),
                    new Query(List.of(
                            new Query.Item(Set.of(CLOSED), Set.of(account)),
                            new Query.Item(Set.of(OPENED), Set.of(holder, account)))));
            Position before = store.head();
            assertOneWins(race((racer, node) -> node.append(
                    List.of(event(OPENED, account, holder)),
                    AppendCondition.noneMatchesAfter(overlapping.get(racer % overlapping.size()), before))));
        }
    }

    @Test
    void one_of_two_racers_under_conditions_of_different_form_wins() throws Exception {
        for (int round = 0; round < rounds; round++) {
            ObjectId account = object();
            EventType type = new EventType("Round" + round);
            AppendCondition byType = AppendCondition.noneMatches(Query.ofTypes(type));
            AppendCondition byObject = AppendCondition.noneMatches(Query.ofObjects(account));
            assertOneWins(race((racer, node) ->
                    node.append(List.of(event(type, account)), racer / 2 % 2 == 0 ? byType : byObject)));
        }
    }

    /// Each racer's event is what the next one's condition forbids, in a ring: who is refused comes after the one
    /// before him, and who is not comes before.
    @Test
    void racers_under_chained_conditions_end_as_if_one_by_one() throws Exception {
        for (int round = 0; round < rounds; round++) {
            List<ObjectId> ring =
                    Stream.generate(SampleEvents::object).limit(RACERS).toList();
            List<AppendResult> results = race((racer, node) -> node.append(
                    List.of(event(OPENED, ring.get(racer))),
                    AppendCondition.noneMatches(Query.ofObjects(ring.get((racer + RACERS - 1) % RACERS)))));
            for (int racer = 0; racer < RACERS; racer++) {
                AppendResult before = results.get((racer + RACERS - 1) % RACERS);
                if (results.get(racer) instanceof Appended appended) {
                    assertThat(before instanceof Appended ahead ? ahead.last() : Position.END)
                            .as("the place of who is ahead of %s in round %d", appended, round)
                            .isGreaterThan(appended.last());
                } else {
                    assertThat(results.get(racer))
                            .isEqualTo(new Conflict(before.orThrow().last()));
                }
            }
        }
    }

    @Test
    void racers_under_disjoint_conditions_all_win() throws Exception {
        for (int round = 0; round < rounds; round++) {
            assertThat(race((racer, node) -> {
                        ObjectId own = object();
                        return node.append(
                                List.of(event(OPENED, own)), AppendCondition.noneMatches(Query.ofObjects(own)));
                    }))
                    .hasOnlyElementsOfType(Appended.class);
        }
        assertThat(positions(all())).isEqualTo(upTo(RACERS * rounds));
    }

    @Test
    void who_appends_without_a_condition_is_seen_by_who_has_one() throws Exception {
        for (int round = 0; round < rounds; round++) {
            ObjectId account = object();
            Position before = store.head();
            AppendCondition untouched = AppendCondition.noneMatches(Query.ofObjects(account));
            List<AppendResult> results = race(
                    (racer, node) -> node.append(List.of(event(OPENED, account)), racer % 2 == 0 ? null : untouched));
            for (int racer = 0; racer < RACERS; racer++) {
                if (racer % 2 == 0) {
                    assertThat(results.get(racer)).isInstanceOf(Appended.class);
                } else if (results.get(racer) instanceof Appended winner) {
                    assertThat(winner.last().value()).isEqualTo(before.value() + 1);
                }
            }
            assertThat(results)
                    .filteredOn(Conflict.class::isInstance)
                    .hasSizeBetween(RACERS / 2 - 1, RACERS / 2)
                    .allSatisfy(refused -> assertThat(((Conflict) refused).at()).isGreaterThan(before));
        }
    }

    @Test
    void an_append_of_several_wins_or_loses_as_a_whole() throws Exception {
        for (int round = 0; round < rounds; round++) {
            ObjectId account = object();
            AppendCondition unopened = AppendCondition.noneMatches(Query.ofObjects(account));
            Position before = store.head();
            Appended winner = onlyWinner(race((racer, node) -> node.append(
                    List.of(event(OPENED, object(), account), event(CLOSED, object()), event(CLOSED, account)),
                    unopened)));
            assertThat(after(before)).isEqualTo(winner.events()).hasSize(3);
        }
    }

    @Test
    void appends_of_several_do_not_mix() throws Exception {
        for (int round = 0; round < rounds; round++) {
            Position before = store.head();
            List<AppendResult> results = race((racer, node) -> node.append(
                    IntStream.rangeClosed(0, racer)
                            .mapToObj(i -> event(OPENED, object()))
                            .toList(),
                    null));
            for (AppendResult result : results) {
                List<Long> places = positions(result.orThrow().events());
                assertThat(places)
                        .isEqualTo(LongStream.rangeClosed(places.getFirst(), places.getLast())
                                .boxed()
                                .toList());
            }
            assertThat(after(before)).hasSize(RACERS * (RACERS + 1) / 2);
        }
    }

    @Test
    void racers_with_the_same_event_store_it_once() throws Exception {
        for (int round = 0; round < rounds; round++) {
            Event event = event(OPENED, object());
            List<AppendResult> results = race((racer, node) -> node.append(event));
            assertThat(results).hasOnlyElementsOfType(Appended.class);
            assertThat(Set.copyOf(results)).hasSize(1);
        }
        assertThat(all()).hasSize(rounds);
    }

    @Test
    void racers_with_the_same_id_and_different_content_store_one_of_them() throws Exception {
        for (int round = 0; round < rounds; round++) {
            Event event = event(OPENED, object());
            List<Event> versions = List.of(withData(event, Map.of("v", 1)), withData(event, Map.of("v", 2)));
            List<AppendResult> results = race((racer, node) -> node.append(versions.get(racer / 2 % 2)));
            Event stored = store.find(event.id()).orElseThrow().event();
            for (int racer = 0; racer < RACERS; racer++) {
                assertThat(results.get(racer))
                        .isInstanceOf(
                                versions.get(racer / 2 % 2).equals(stored)
                                        ? Appended.class
                                        : AppendResult.IdTaken.class);
            }
        }
        assertThat(all()).hasSize(rounds);
    }

    @Test
    void a_reader_beside_writers_sees_a_prefix_without_gaps() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                for (int round = 0; round < rounds; round++) {
                    assertThat(race((racer, node) -> node.append(event(OPENED, object()))))
                            .hasOnlyElementsOfType(Appended.class);
                }
                return null;
            });
            boolean last;
            do {
                last = writing.isDone();
                List<Long> seen = positions(all());
                assertThat(seen).isEqualTo(upTo(seen.size()));
            } while (!last);
            writing.get();
        }
        assertThat(store.head()).isEqualTo(new Position((long) RACERS * rounds));
    }

    private interface Racer {
        AppendResult run(int number, EventStore node) throws Exception;
    }

    private List<AppendResult> race(Racer racer) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(RACERS);
        List<Future<AppendResult>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    barrier.await();
                    return racer.run(number, nodes.get(number % nodes.size()));
                }));
            }
        }
        List<AppendResult> results = new ArrayList<>();
        for (Future<AppendResult> one : running) {
            results.add(one.get());
        }
        racesRun++;
        return results;
    }

    private void assertOneWins(List<AppendResult> results) {
        Position last = onlyWinner(results).last();
        for (EventStore node : nodes) {
            assertThat(node.head()).isEqualTo(last);
        }
    }

    private static Appended onlyWinner(List<AppendResult> results) {
        List<Appended> winners = results.stream()
                .filter(Appended.class::isInstance)
                .map(Appended.class::cast)
                .toList();
        assertThat(winners).as("winners of %s", results).hasSize(1);
        assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(RACERS - 1);
        return winners.getFirst();
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
