package f6.contracts;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;

class InMemoryCommandLoopTest extends CommandLoopContract {
    @Override
    protected EventStore emptyStore() {
        return new InMemoryEventStore();
    }
}
