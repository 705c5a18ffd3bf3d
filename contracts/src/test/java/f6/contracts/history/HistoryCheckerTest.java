package f6.contracts.history;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.history.Operation.Answer;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.AppendResult.Appended;
import f6.eventstore.store.AppendResult.Conflict;
import f6.eventstore.store.AppendResult.IdTaken;
import f6.eventstore.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Histories written by hand, each with one thing wrong.
class HistoryCheckerTest {
    private static final ObjectId ACCOUNT = object();
    private static final AppendCondition UNTOUCHED = AppendCondition.noneMatches(Query.ofObjects(ACCOUNT));

    private final AppendHistory history = new AppendHistory();
    private final List<StoredEvent> log = new ArrayList<>();
    private final Event first = event(OPENED, ACCOUNT);
    private final Event second = event(CLOSED, ACCOUNT);
    private final Event other = event(OPENED, object());

    @Test
    void nothing_is_wrong_with_appends_and_refusals_in_order() {
        told(1, 2, UNTOUCHED, stored(first, other));
        told(1, 9, null, stored(second));
        told(3, 4, UNTOUCHED, new Conflict(new Position(1)), event(OPENED, object()));
        told(5, 9, UNTOUCHED, new Conflict(new Position(3)), event(OPENED, object()));
        told(10, 11, UNTOUCHED, new Appended(log.subList(0, 2)), first, other);
        told(10, 11, null, new IdTaken(first.id()), first, event(OPENED, object()));
        assertThat(violations()).isEmpty();
    }

    @Test
    void an_append_of_unknown_end_is_there_or_not() {
        unknown(1, first, other);
        unknown(1, second);
        var _ = stored(first, other);
        assertThat(violations()).isEmpty();
    }

    @Test
    void an_append_of_unknown_end_that_is_half_there() {
        unknown(1, first, other);
        var _ = stored(first);
        assertWrong("positions 1 to 1 share a moment, and no append");
    }

    @Test
    void an_event_that_nobody_appended() {
        told(1, 2, null, stored(first));
        var _ = stored(other);
        assertWrong("positions 2 to 2 share a moment, and no append");
    }

    @Test
    void events_of_two_appends_that_share_a_moment() {
        Appended both = stored(first, other);
        told(1, 2, null, new Appended(both.events().subList(0, 1)), first);
        told(1, 2, null, new Appended(both.events().subList(1, 2)), other);
        assertWrong("positions 1 to 2 share a moment, and no append");
    }

    @Test
    void an_acknowledged_event_that_is_lost() {
        told(1, 2, null, stored(first));
        log.clear();
        assertWrong("was acknowledged at position 1 and is not in the log");
    }

    @Test
    void an_event_that_is_stored_elsewhere_than_told() {
        told(1, 2, null, new Appended(List.of(new StoredEvent(new Position(7), Instant.EPOCH, first))), first);
        var _ = stored(first);
        assertWrong("is stored as");
    }

    @Test
    void a_condition_that_did_not_hold() {
        told(1, 4, null, stored(first));
        told(1, 4, UNTOUCHED, stored(second));
        assertWrong("position 2 was appended under the condition");
    }

    @Test
    void positions_against_the_order_of_time() {
        told(5, 6, null, stored(first));
        told(1, 2, null, stored(second));
        assertWrong("position 2 was acknowledged before the append of position 1 was called");
    }

    @Test
    void a_refusal_for_what_was_not_there_yet() {
        told(5, 6, null, stored(first));
        told(1, 2, UNTOUCHED, new Conflict(new Position(1)), other);
        assertWrong("whose append was called later");
    }

    @Test
    void a_refusal_that_does_not_name_the_latest_match() {
        told(1, 2, null, stored(first));
        told(3, 4, null, stored(second));
        told(5, 6, UNTOUCHED, new Conflict(new Position(1)), other);
        assertWrong("while position 2 was in the log and matched");
    }

    @Test
    void a_refusal_for_what_the_caller_has_seen() {
        told(1, 2, null, stored(first));
        told(
                3,
                4,
                AppendCondition.noneMatchesAfter(Query.all(), new Position(1)),
                new Conflict(new Position(1)),
                other);
        assertWrong("which is not after 1");
    }

    @Test
    void a_refusal_for_what_does_not_match() {
        told(1, 2, null, stored(other));
        told(3, 4, UNTOUCHED, new Conflict(new Position(1)), first);
        assertWrong("which is not a match");
    }

    @Test
    void a_refusal_without_a_condition() {
        told(1, 2, null, stored(other));
        told(3, 4, null, new Conflict(new Position(1)), first);
        assertWrong("without a condition");
    }

    @Test
    void an_append_given_again_that_is_refused() {
        told(1, 2, null, stored(first));
        told(3, 4, UNTOUCHED, new Conflict(new Position(1)), first);
        assertWrong("were refused for position 1 when given again");
    }

    @Test
    void an_id_that_is_said_to_be_taken_and_is_not() {
        told(1, 2, null, new IdTaken(first.id()), first);
        assertWrong("which was not in the log");
    }

    @Test
    void a_gap() {
        told(1, 2, null, stored(first));
        told(1, 2, null, stored(other));
        log.removeFirst();
        assertWrong("position 2 is read where 1 is due");
    }

    @Test
    void moments_that_go_back() {
        told(1, 2, null, stored(first));
        log.add(new StoredEvent(new Position(2), Instant.EPOCH.minusSeconds(1), other));
        assertWrong("position 2 was created before the one ahead of it");
    }

    @Test
    void an_id_that_is_stored_twice() {
        told(1, 2, null, stored(first));
        told(3, 4, null, stored(first));
        assertWrong("is stored twice");
    }

    private Appended stored(Event... events) {
        Instant moment = Instant.EPOCH.plusSeconds(log.size());
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : events) {
            stored.add(new StoredEvent(new Position(log.size() + stored.size() + 1L), moment, event));
        }
        log.addAll(stored);
        return new Appended(stored);
    }

    private void told(long invoked, long answered, @Nullable AppendCondition condition, Appended appended) {
        Event[] events = appended.events().stream().map(StoredEvent::event).toArray(Event[]::new);
        told(invoked, answered, condition, appended, events);
    }

    private void told(
            long invoked, long answered, @Nullable AppendCondition condition, AppendResult result, Event... events) {
        history.add(new Operation(invoked, answered, List.of(events), condition, new Answer.Told(result)));
    }

    private void unknown(long invoked, Event... events) {
        history.add(new Operation(invoked, Operation.NEVER, List.of(events), null, new Answer.Unknown()));
    }

    private List<String> violations() {
        return HistoryChecker.violations(history, List.copyOf(log));
    }

    private void assertWrong(String what) {
        assertThat(violations()).anySatisfy(wrong -> assertThat(wrong).contains(what));
    }
}
