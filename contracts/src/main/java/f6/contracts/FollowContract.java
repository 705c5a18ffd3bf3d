package f6.contracts;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static f6.contracts.SampleEvents.withData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.TypeVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of [EventStore#follow], and what a caller may not ask for.
@Timeout(60)
public abstract class FollowContract extends EventStoreSuite {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private void given(Event... events) {
        assertThat(store.append(events)).isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void what_is_there_comes_first_and_then_what_is_appended() {
        given(event(OPENED, object()), event(OPENED, object()));
        try (Follower follower = store.follow(Query.all(), Position.START)) {
            assertThat(positions(follower.next(LONG))).containsExactly(1L, 2L);
            given(event(OPENED, object()));
            assertThat(positions(follower.next(LONG))).containsExactly(3L);
            assertThat(follower.position()).isEqualTo(new Position(3));
            assertThat(follower.next(SHORT)).isEmpty();
        }
    }

    @Test
    void who_waits_is_woken_by_an_append_on_any_node() throws Exception {
        for (EventStore writer : nodes) {
            for (EventStore reader : nodes) {
                try (Follower follower = reader.follow(Query.all(), store.head());
                        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    Future<List<StoredEvent>> waiting = threads.submit(() -> follower.next(LONG));
                    Event event = event(OPENED, object());
                    assertThat(writer.append(event)).isInstanceOf(AppendResult.Appended.class);
                    assertThat(waiting.get()).extracting(StoredEvent::event).containsExactly(event);
                }
            }
        }
    }

    @Test
    void only_what_matches_is_given_and_the_position_goes_on_beyond_it() {
        given(event(OPENED, object()), event(CLOSED, object()), event(OPENED, object()));
        try (Follower follower = store.follow(Query.ofTypes(CLOSED), Position.START)) {
            assertThat(positions(follower.next(LONG))).containsExactly(2L);
            assertThat(follower.position()).isEqualTo(new Position(3));
        }
    }

    @Test
    void it_resumes_from_any_position() {
        given(Stream.generate(() -> event(OPENED, object())).limit(5).toArray(Event[]::new));
        for (long after = 0; after <= 5; after++) {
            try (Follower follower = store.follow(Query.all(), new Position(after))) {
                List<Long> rest = IntStream.rangeClosed((int) after + 1, 5)
                        .mapToObj(Long::valueOf)
                        .toList();
                assertThat(positions(follower.next(SHORT))).isEqualTo(rest);
            }
        }
    }

    @Test
    void a_long_log_comes_in_bounded_parts() {
        int count = 2 * Follower.MAX_BATCH + 10;
        given(Stream.generate(() -> event(OPENED, object())).limit(count).toArray(Event[]::new));
        try (Follower follower = store.follow(Query.all(), Position.START)) {
            assertThat(follower.next(LONG)).hasSize(Follower.MAX_BATCH);
            assertThat(follower.next(LONG)).hasSize(Follower.MAX_BATCH);
            assertThat(follower.next(LONG)).hasSize(10);
        }
    }

    @Test
    void large_events_come_in_smaller_parts() {
        int many = Follower.MAX_BATCH_SIZE / EventData.MAX_SIZE + 2;
        for (int i = 0; i < many; i++) {
            given(withData(event(OPENED, object()), Map.of("s", "x".repeat(EventData.MAX_SIZE - 100))));
        }
        try (Follower follower = store.follow(Query.all(), Position.START)) {
            assertThat(follower.next(LONG)).hasSizeLessThan(many).isNotEmpty();
            assertThat(follower.next(LONG)).isNotEmpty();
            assertThat(follower.position()).isEqualTo(new Position(many));
        }
    }

    @Test
    void closing_ends_a_wait() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Follower follower = store.follow(Query.all(), Position.START);
            Future<List<StoredEvent>> waiting = threads.submit(() -> follower.next(LONG));
            follower.close();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InvalidValue.class);
            given(event(OPENED, object()));
            assertThat(store.head()).isEqualTo(new Position(1));
        }
    }

    @Test
    void who_does_not_ask_holds_up_no_append() {
        try (Follower _ = store.follow(Query.all(), Position.START)) {
            for (int i = 0; i < 100; i++) {
                given(event(OPENED, object()));
            }
            assertThat(store.head()).isEqualTo(new Position(100));
        }
    }

    @Test
    void a_position_that_was_not_reached_is_refused() {
        given(event(OPENED, object()));
        assertThatThrownBy(() -> store.follow(Query.all(), new Position(2)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("the log ends at 1");
        AppendCondition ahead = AppendCondition.noneMatchesAfter(Query.all(), new Position(2));
        assertThatThrownBy(() -> store.append(List.of(event(OPENED, object())), ahead))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("looks behind position 2, and the log ends at 1");
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void what_is_too_much_is_refused_and_stores_nothing() {
        assertThat(store.head()).isEqualTo(Position.START);
        given(event(OPENED, object()));
        Event large = withData(event(OPENED, object()), Map.of("s", "x".repeat(EventData.MAX_SIZE - 100)));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i <= EventStore.MAX_APPEND_SIZE / large.data().size(); i++) {
            events.add(withData(event(OPENED, object()), large.data().members()));
        }
        assertThatThrownBy(() -> store.append(events, null))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("50000000 characters");
        assertThatThrownBy(() -> withData(event(OPENED, object()), Map.of("s", "x".repeat(16_000_000))))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new Query(Collections.nCopies(1_000, new Query.Item(Set.of(OPENED), Set.of()))))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("1 to 256 items");
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void the_formats_in_the_log_are_known() {
        EventType other = new EventType("Other");
        given(event(OPENED, object()), event(OPENED, object()), event(other, object()));
        assertThat(store.versions())
                .containsExactlyInAnyOrder(new TypeVersion(OPENED, "1"), new TypeVersion(other, "1"));
        assertThat(store.reached().value()).isLessThanOrEqualTo(3);
    }
}
