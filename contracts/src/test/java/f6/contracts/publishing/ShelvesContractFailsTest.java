package f6.contracts.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.ContractRun;
import f6.eventstore.event.Position;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.publishing.command.Stock;
import f6.publishing.memory.InMemoryShelves;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShelvesContractFailsTest {
    @Test
    void every_test_fails_against_empty_shelves() throws Exception {
        ContractRun.requireEachFails(4, Empty.class);
    }

    @Test
    void shelves_that_lag_behind_the_log_are_found_out() throws Exception {
        assertThat(ContractRun.of(Lagging.class).failed().count()).isPositive();
    }

    static class Empty extends ShelvesContract {
        @Override
        protected Stocked empty() {
            return new Stocked(
                    new InMemoryEventStore(), _ -> new Stock(Position.START, Map.of(), Map.of(), Map.of(), Map.of()));
        }
    }

    /// Tell the head of the log, and what was before its last reading.
    static class Lagging extends ShelvesContract {
        @Override
        protected Stocked empty() {
            EventStore log = new InMemoryEventStore();
            InMemoryShelves shelves = new InMemoryShelves(log);
            Stock[] last = {new Stock(Position.START, Map.of(), Map.of(), Map.of(), Map.of())};
            return new Stocked(log, reads -> {
                Stock before = last[0];
                last[0] = shelves.read(reads);
                return new Stock(
                        log.head(), before.documents(), before.reservations(), before.linkSets(), before.intents());
            });
        }
    }
}
