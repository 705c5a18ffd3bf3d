package f6.contracts;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.CommandLoop;
import f6.eventstore.model.Decider;
import f6.eventstore.model.Decision;
import f6.eventstore.model.Outcome;
import f6.eventstore.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of [CommandLoop] on a store.
@Timeout(120)
public abstract class CommandLoopContract extends EventStoreSuite {
    private static final int RIVALS = 100;
    private static final int PLACES = 90;

    /// A guest takes a place at a table that has some.
    private record Guest(ObjectId table, Event arrival) {
        static Guest at(ObjectId table) {
            return new Guest(table, event(OPENED, table, object()));
        }
    }

    private static final class Seating implements Decider<Guest, Integer> {
        @Override
        public Query boundary(Guest guest) {
            return Query.ofObjects(guest.table());
        }

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Integer evolve(Integer taken, StoredEvent event) {
            return taken + 1;
        }

        @Override
        public Decision decide(Guest guest, Integer taken) {
            return taken < PLACES ? Decision.accept(guest.arrival()) : Decision.refuse("full");
        }
    }

    @Test
    void rivals_for_one_boundary_are_all_served() throws Exception {
        ObjectId table = object();
        List<CommandLoop> loops = nodes.stream().map(CommandLoop::new).toList();
        CyclicBarrier barrier = new CyclicBarrier(RIVALS);
        List<Future<Outcome>> served = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RIVALS; i++) {
                CommandLoop loop = loops.get(i % loops.size());
                served.add(threads.submit(() -> {
                    var _ = barrier.await();
                    return loop.handle(new Seating(), Guest.at(table));
                }));
            }
        }
        int seated = 0;
        int refused = 0;
        for (Future<Outcome> one : served) {
            seated += one.get() instanceof Outcome.Recorded ? 1 : 0;
            refused += one.get().equals(new Outcome.Refused("full")) ? 1 : 0;
        }
        assertThat(seated).isEqualTo(PLACES);
        assertThat(refused).isEqualTo(RIVALS - PLACES);
        assertThat(all()).hasSize(PLACES);
    }

    @Test
    void a_command_that_is_sent_again_with_its_key_is_answered_as_the_first_time() {
        CommandLoop loop = new CommandLoop(store);
        ObjectId table = object();
        for (int i = 1; i < PLACES; i++) {
            assertThat(loop.handle(new Seating(), Guest.at(table))).isInstanceOf(Outcome.Recorded.class);
        }
        Guest last = Guest.at(table);
        EventId key = last.arrival().id();
        Outcome first = loop.handle(new Seating(), last, key);
        assertThat(first).isInstanceOf(Outcome.Recorded.class);
        assertThat(loop.handle(new Seating(), last)).isEqualTo(new Outcome.Refused("full"));
        assertThat(loop.handle(new Seating(), last, key)).isEqualTo(first);
        Guest late = Guest.at(table);
        assertThat(loop.handle(new Seating(), late, late.arrival().id())).isEqualTo(new Outcome.Refused("full"));
    }
}
