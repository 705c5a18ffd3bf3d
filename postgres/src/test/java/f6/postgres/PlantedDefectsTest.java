package f6.postgres;

import f6.contracts.DcbBenchmarkContract;
import f6.contracts.EventStoreHistoryContract;
import f6.contracts.EventStoreRaces;
import f6.contracts.EventStoreReadersContract;
import f6.contracts.PlantedDefect;
import f6.eventstore.store.EventStore;
import f6.postgres.SpoiltStore.Defect;
import org.junit.jupiter.api.Test;

/// The defects that stores on PostgreSQL have are found by the suites.
class PlantedDefectsTest {
    @Test
    void read_committed_without_a_lock() throws Exception {
        PlantedDefect.assertFound(
                RacesWithoutLock.class,
                "one_of_many_racers_under_the_same_condition_wins",
                "one_of_many_racers_who_have_read_as_far_wins",
                "one_of_many_racers_under_conditions_that_overlap_wins",
                "one_of_two_racers_under_conditions_of_different_form_wins",
                "racers_under_chained_conditions_end_as_if_one_by_one",
                "an_append_of_several_wins_or_loses_as_a_whole");
        PlantedDefect.assertFound(HistoryWithoutLock.class, "random_appends_happen_one_by_one_and_what_was_told_is_so");
        PlantedDefect.assertFound(BenchmarkWithoutLock.class, "consistency");
    }

    @Test
    void a_position_that_is_taken_outside_the_lock() throws Exception {
        PlantedDefect.assertFound(ReadersOutOfOrder.class, "each_reader_sees_every_event_exactly_once_in_order");
        PlantedDefect.assertFound(BenchmarkOutOfOrder.class, "monotonic_positions");
    }

    private static EventStore spoilt(Defect defect) {
        return new SpoiltStore(TestServer.DATABASE, TestServer.freshSchema(), defect);
    }

    static class RacesWithoutLock extends EventStoreRaces {
        @Override
        protected EventStore emptyStore() {
            return spoilt(Defect.NO_LOCK);
        }
    }

    static class HistoryWithoutLock extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return spoilt(Defect.NO_LOCK);
        }
    }

    static class BenchmarkWithoutLock extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return spoilt(Defect.NO_LOCK);
        }
    }

    static class ReadersOutOfOrder extends EventStoreReadersContract {
        @Override
        protected Delivery delivery(int reader) {
            return polling();
        }

        @Override
        protected EventStore emptyStore() {
            return spoilt(Defect.POSITION_OUTSIDE_THE_LOCK);
        }
    }

    static class BenchmarkOutOfOrder extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return spoilt(Defect.POSITION_OUTSIDE_THE_LOCK);
        }
    }
}
