package f6.contracts;

import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each suite finds the defects that it is there for.
@SuppressWarnings("ThreadPriorityCheck") // lets another come between, where a defect needs one
class PlantedDefectsTest {
    private static final String HISTORY = "random_appends_happen_one_by_one_and_what_was_told_is_so";
    private static final String READERS = "each_reader_sees_every_event_exactly_once_in_order";
    /// One in so many calls goes wrong, so that a suite must look at all of them.
    private static final int SELDOM = 50;

    static class ConditionIgnored extends TamperedStore {
        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            return store.append(events, null);
        }
    }

    @Test
    void a_condition_that_is_ignored() throws Exception {
        PlantedDefect.assertFound(
                RacesWithConditionIgnored.class,
                "one_of_many_racers_under_the_same_condition_wins",
                "one_of_many_racers_who_have_read_as_far_wins",
                "one_of_many_racers_under_conditions_that_overlap_wins",
                "one_of_two_racers_under_conditions_of_different_form_wins",
                "racers_under_chained_conditions_end_as_if_one_by_one",
                "who_appends_without_a_condition_is_seen_by_who_has_one",
                "an_append_of_several_wins_or_loses_as_a_whole");
        PlantedDefect.assertFound(HistoryWithConditionIgnored.class, HISTORY);
    }

    static class RacesWithConditionIgnored extends EventStoreRaces {
        @Override
        protected EventStore emptyStore() {
            return new ConditionIgnored();
        }
    }

    static class HistoryWithConditionIgnored extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return new ConditionIgnored();
        }
    }

    /// Looks first, then appends: another may come between.
    static class DecidedWithoutLock extends TamperedStore {
        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            if (condition != null) {
                var match = store.read(condition.failIfMatches(), ReadOptions.BACKWARD.limit(1))
                        .map(StoredEvent::position)
                        .filter(position -> position.isAfter(condition.after()))
                        .findFirst();
                if (match.isPresent()) {
                    return new AppendResult.Conflict(match.get());
                }
                Thread.yield();
            }
            return store.append(events, null);
        }
    }

    @Test
    void a_decision_without_a_lock() throws Exception {
        PlantedDefect.assertFound(
                RacesDecidedWithoutLock.class,
                "one_of_many_racers_under_the_same_condition_wins",
                "one_of_many_racers_under_conditions_that_overlap_wins",
                "one_of_two_racers_under_conditions_of_different_form_wins");
        PlantedDefect.assertFound(HistoryDecidedWithoutLock.class, HISTORY);
        PlantedDefect.assertFound(BenchmarkDecidedWithoutLock.class, "consistency");
    }

    static class RacesDecidedWithoutLock extends EventStoreRaces {
        @Override
        protected EventStore emptyStore() {
            return new DecidedWithoutLock();
        }
    }

    static class HistoryDecidedWithoutLock extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return new DecidedWithoutLock();
        }
    }

    static class BenchmarkDecidedWithoutLock extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return new DecidedWithoutLock();
        }
    }

    /// Events of one append become visible one by one, and others come between.
    static class AppendsSplit extends TamperedStore {
        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            EventStore.requireAppendable(events);
            AppendResult first = store.append(events.subList(0, 1), condition);
            if (!(first instanceof AppendResult.Appended appended)) {
                return first;
            }
            List<StoredEvent> stored = new ArrayList<>(appended.events());
            for (Event event : events.subList(1, events.size())) {
                Thread.yield();
                if (store.append(event) instanceof AppendResult.Appended more) {
                    stored.addAll(more.events());
                }
            }
            return new AppendResult.Appended(stored);
        }
    }

    @Test
    void an_append_that_is_stored_in_parts() throws Exception {
        PlantedDefect.assertFound(RacesWithAppendsSplit.class, "appends_of_several_do_not_mix");
        PlantedDefect.assertFound(HistoryWithAppendsSplit.class, HISTORY);
    }

    static class RacesWithAppendsSplit extends EventStoreRaces {
        @Override
        protected EventStore emptyStore() {
            return new AppendsSplit();
        }
    }

    static class HistoryWithAppendsSplit extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return new AppendsSplit();
        }
    }

    /// Refuses now and then without a reason, as a lock on the whole log without a retry does.
    static class NeedlessRefusals extends TamperedStore {
        private final AtomicInteger appends = new AtomicInteger();

        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            return condition != null && appends.incrementAndGet() % SELDOM == 0
                    ? new AppendResult.Conflict(new Position(head().value() + 1))
                    : store.append(events, condition);
        }
    }

    @Test
    void a_refusal_without_a_reason() throws Exception {
        PlantedDefect.assertFound(RacesWithNeedlessRefusals.class, "racers_under_disjoint_conditions_all_win");
        PlantedDefect.assertFound(HistoryWithNeedlessRefusals.class, HISTORY);
        PlantedDefect.assertFound(BenchmarkWithNeedlessRefusals.class, "parallel_writes");
    }

    static class RacesWithNeedlessRefusals extends EventStoreRaces {
        @Override
        protected EventStore emptyStore() {
            return new NeedlessRefusals();
        }
    }

    static class HistoryWithNeedlessRefusals extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return new NeedlessRefusals();
        }
    }

    static class BenchmarkWithNeedlessRefusals extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return new NeedlessRefusals();
        }
    }

    /// An event shows only after the next one, as when positions are taken before the commit's turn. On every
    /// read: how many there are is up to the machine.
    static class OutOfOrder extends TamperedStore {
        @Override
        public Stream<StoredEvent> read(Query query, ReadOptions options) {
            long late = head().value() - 1;
            Predicate<StoredEvent> visible = stored -> stored.position().value() != late;
            return store.read(query, options).filter(visible);
        }
    }

    @Test
    void a_position_that_is_taken_outside_the_lock() throws Exception {
        PlantedDefect.assertFound(ReadersOutOfOrder.class, READERS);
        PlantedDefect.assertFound(BenchmarkOutOfOrder.class, "monotonic_positions");
    }

    static class ReadersOutOfOrder extends EventStoreReadersContract {
        @Override
        protected Delivery delivery(int reader) {
            return polling();
        }

        @Override
        protected EventStore emptyStore() {
            return new OutOfOrder();
        }
    }

    static class BenchmarkOutOfOrder extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return new OutOfOrder();
        }
    }
}
