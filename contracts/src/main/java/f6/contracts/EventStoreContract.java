package f6.contracts;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.full;
import static f6.contracts.SampleEvents.object;
import static f6.contracts.SampleEvents.withData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendRefused;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promises of [EventStore]. An adapter's test hands over an empty store.
public abstract class EventStoreContract extends EventStoreRaces {
    @Test
    void an_event_is_read_back_as_it_was_appended() {
        Event event = full(object(), object());

        StoredEvent stored = store.append(event).orThrow().events().getFirst();

        assertThat(stored.event()).isEqualTo(event);
        assertThat(all()).containsExactly(stored);
        assertThat(store.find(event.id())).contains(stored);
    }

    @Test
    void numbers_that_are_equal_are_stored_as_equal() {
        Event event = event(OPENED, object());
        given(withData(event, Map.of("n", 1)));

        assertThat(store.append(withData(event, Map.of("n", 1.0)))).isInstanceOf(AppendResult.Appended.class);
        assertThat(all()).hasSize(1);
    }

    @Test
    void positions_count_from_one_without_gaps_in_the_order_given() {
        List<Event> events = many(5);
        given(events.get(0), events.get(1), events.get(2));
        given(events.get(3));
        given(events.get(4));

        assertThat(all().stream().map(StoredEvent::event)).isEqualTo(events);
        assertThat(positions(all())).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(store.head()).isEqualTo(new Position(5));
    }

    @Test
    void an_empty_log_starts_before_the_first_position() {
        assertThat(store.head()).isEqualTo(Position.START);
        assertThat(all()).isEmpty();
        assertThat(store.find(EventId.next())).isEmpty();
        given(event(OPENED, object()));
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void a_gap_is_not_left_by_an_append_that_is_refused() {
        ObjectId account = object();
        given(event(OPENED, account));
        assertConflict(event(OPENED, account), AppendCondition.noneMatches(Query.ofObjects(account)), 1);
        given(event(CLOSED, account));

        assertThat(positions(all())).containsExactly(1L, 2L);
    }

    static Stream<Query> formsThatMatch() {
        ObjectId first = new ObjectId(new UUID(1, 1));
        ObjectId second = new ObjectId(new UUID(2, 2));
        return Stream.of(
                Query.ofTypes(OPENED),
                Query.ofTypes(CLOSED, OPENED),
                Query.ofObjects(first),
                Query.ofObjects(second),
                Query.ofObjects(first, second),
                Query.of(Set.of(OPENED), Set.of(first)),
                Query.of(Set.of(OPENED, CLOSED), Set.of(first, second)),
                Query.all(),
                new Query(List.of(new Query.Item(Set.of(CLOSED), Set.of()), new Query.Item(Set.of(), Set.of(second)))));
    }

    @ParameterizedTest
    @MethodSource("formsThatMatch")
    void a_condition_that_matches_refuses_and_stores_nothing(Query query) {
        Event known = event(OPENED, formsObject(1), formsObject(2));
        given(known);

        assertConflict(event(CLOSED, object()), AppendCondition.noneMatches(query), 1);
        assertThat(store.read(query, ReadOptions.FORWARD).map(StoredEvent::event))
                .containsExactly(known);
    }

    @ParameterizedTest
    @MethodSource("formsThatMatch")
    void a_condition_looks_only_after_its_position(Query query) {
        given(event(OPENED, formsObject(1), formsObject(2)));

        assertThat(store.append(
                        List.of(event(CLOSED, object())), AppendCondition.noneMatchesAfter(query, new Position(1))))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(store.head()).isEqualTo(new Position(2));
    }

    static Stream<Query> formsThatDoNotMatch() {
        return Stream.of(
                Query.ofTypes(CLOSED),
                Query.ofObjects(formsObject(3)),
                Query.ofObjects(formsObject(1), formsObject(3)),
                Query.of(Set.of(CLOSED), Set.of(formsObject(1))),
                Query.of(Set.of(OPENED), Set.of(formsObject(3))),
                new Query(List.of(
                        new Query.Item(Set.of(CLOSED), Set.of(formsObject(1))),
                        new Query.Item(Set.of(OPENED), Set.of(formsObject(3))))));
    }

    @ParameterizedTest
    @MethodSource("formsThatDoNotMatch")
    void a_condition_that_does_not_match_lets_the_append_pass(Query query) {
        given(event(OPENED, formsObject(1), formsObject(2)));

        assertThat(store.append(List.of(event(CLOSED, object())), AppendCondition.noneMatches(query)))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(store.head()).isEqualTo(new Position(2));
        assertThat(store.read(query, ReadOptions.FORWARD.limit(1))
                        .filter(read -> read.position().value() == 1))
                .isEmpty();
    }

    @Test
    void a_conflict_names_the_latest_match() {
        ObjectId account = object();
        given(event(OPENED, account), event(OPENED, object()), event(CLOSED, account), event(OPENED, object()));

        assertConflict(event(CLOSED, account), AppendCondition.noneMatches(Query.ofObjects(account)), 3);
    }

    @Test
    void an_append_of_several_is_all_or_nothing() {
        ObjectId account = object();
        given(event(OPENED, account));
        AppendResult refused = store.append(many(3), AppendCondition.noneMatches(Query.ofObjects(account)));

        assertThat(refused).isEqualTo(new AppendResult.Conflict(new Position(1)));
        assertThat(all()).hasSize(1);
    }

    @Test
    void appending_again_answers_as_the_first_time_whatever_the_condition_says_now() {
        ObjectId account = object();
        Event event = full(account);
        AppendCondition first = AppendCondition.noneMatches(Query.ofObjects(account));
        AppendResult once = store.append(List.of(event), first);
        given(event(CLOSED, account));

        assertThat(store.append(List.of(event), first)).isEqualTo(once);
        assertThat(all()).hasSize(2);
    }

    @Test
    void an_id_is_not_taken_twice() {
        Event event = event(OPENED, object());
        given(event);
        Event other = withData(event, Map.of("other", true));

        assertThat(store.append(other)).isEqualTo(new AppendResult.IdTaken(event.id()));
        assertThat(store.append(event(OPENED, object()), event)).isEqualTo(new AppendResult.IdTaken(event.id()));
        assertThat(all().stream().map(StoredEvent::event)).containsExactly(event);
    }

    @Test
    void a_refusal_can_be_thrown() {
        ObjectId account = object();
        given(event(OPENED, account));
        AppendResult refused = store.append(List.of(event(CLOSED, account)), AppendCondition.noneMatches(Query.all()));

        assertThatThrownBy(refused::orThrow).isInstanceOf(AppendRefused.class).hasMessageContaining("position 1");
    }

    @Test
    void reads_forward_and_backward_with_after_and_limit() {
        given(many(6).toArray(Event[]::new));
        Query all = Query.all();

        assertThat(positions(store.read(all, ReadOptions.FORWARD).toList())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(positions(store.read(all, ReadOptions.BACKWARD).toList())).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(positions(store.read(
                                all, ReadOptions.FORWARD.after(new Position(2)).limit(3))
                        .toList()))
                .containsExactly(3L, 4L, 5L);
        assertThat(positions(store.read(
                                all, ReadOptions.BACKWARD.after(new Position(4)).limit(2))
                        .toList()))
                .containsExactly(3L, 2L);
        assertThat(store.read(all, ReadOptions.FORWARD.after(new Position(6)))).isEmpty();
        assertThat(store.read(all, ReadOptions.BACKWARD.after(new Position(1)))).isEmpty();
    }

    @Test
    void an_event_that_matches_two_items_is_read_once() {
        ObjectId account = object();
        given(event(OPENED, account, object()), event(CLOSED, object()), event(CLOSED, account));
        Query query = new Query(List.of(
                new Query.Item(Set.of(OPENED), Set.of()),
                new Query.Item(Set.of(), Set.of(account)),
                new Query.Item(Set.of(OPENED), Set.of(account))));

        assertThat(positions(store.read(query, ReadOptions.FORWARD).toList())).containsExactly(1L, 3L);
        assertThat(positions(store.read(query, ReadOptions.BACKWARD).toList())).containsExactly(3L, 1L);
    }

    @Test
    void a_long_read_is_complete() {
        ObjectId account = object();
        List<Event> events = IntStream.range(0, 2500)
                .mapToObj(i -> event(i % 2 == 0 ? OPENED : CLOSED, account))
                .toList();
        assertThat(store.append(events, null)).isInstanceOf(AppendResult.Appended.class);

        assertThat(store.read(Query.ofObjects(account), ReadOptions.FORWARD).map(StoredEvent::event))
                .isEqualTo(events);
        assertThat(store.read(Query.ofTypes(OPENED), ReadOptions.BACKWARD)).hasSize(1250);
    }

    @Test
    void created_at_grows_with_every_append_and_is_shared_within_one() {
        given(event(OPENED, object()), event(OPENED, object()));
        given(event(OPENED, object()));
        List<StoredEvent> log = all();

        assertThat(log.get(0).createdAt()).isEqualTo(log.get(1).createdAt());
        assertThat(log.get(2).createdAt()).isAfter(log.get(1).createdAt());
    }

    @Test
    void an_instant_resolves_to_what_was_known_then() {
        given(event(OPENED, object()), event(OPENED, object()));
        given(event(OPENED, object()));
        Instant first = all().get(0).createdAt();
        Instant second = all().get(2).createdAt();

        assertThat(store.positionAt(first.minusNanos(1000))).isEqualTo(Position.START);
        assertThat(store.positionAt(first)).isEqualTo(new Position(2));
        assertThat(store.positionAt(second.minusNanos(1000))).isEqualTo(new Position(2));
        assertThat(store.positionAt(second)).isEqualTo(new Position(3));
        assertThat(store.positionAt(Instant.MAX)).isEqualTo(new Position(3));
        assertThat(store.positionAt(Instant.MIN)).isEqualTo(Position.START);
    }

    @Test
    void what_cannot_be_appended_is_refused_by_name_and_changes_nothing() {
        Event event = event(OPENED, object());
        given(event(CLOSED, object()));

        assertThatThrownBy(() -> store.append(List.of(), null))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("1 to 10000 events, not 0");
        assertThatThrownBy(() -> store.append(many(EventStore.MAX_EVENTS + 1), null))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("not 10001");
        assertThatThrownBy(() -> store.append(event, event))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining(event.id() + " twice");
        assertThat(all()).hasSize(1);
    }

    private void given(Event... events) {
        assertThat(store.append(events)).isInstanceOf(AppendResult.Appended.class);
    }

    private void assertConflict(Event event, @Nullable AppendCondition condition, long at) {
        Position before = store.head();
        assertThat(store.append(List.of(event), condition)).isEqualTo(new AppendResult.Conflict(new Position(at)));
        assertThat(store.head()).isEqualTo(before);
        assertThat(store.find(event.id())).isEmpty();
    }

    private static List<Event> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> event(OPENED, object())).toList();
    }

    private static ObjectId formsObject(long number) {
        return new ObjectId(new UUID(number, number));
    }

    @Test
    void data_as_large_as_may_be_is_stored() {
        Event event = withData(event(OPENED, object()), Map.of("s", "x".repeat(EventData.MAX_SIZE - 100)));
        given(event);
        assertThat(all().getFirst().event()).isEqualTo(event);
    }
}
