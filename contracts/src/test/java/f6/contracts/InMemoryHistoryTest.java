package f6.contracts;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;

class InMemoryHistoryTest extends EventStoreHistoryContract {
    @Override
    protected EventStore emptyStore() {
        return new InMemoryEventStore();
    }

    /// It scans and copies.
    @Override
    protected int mostOnOneLog() {
        return 10_000;
    }
}
