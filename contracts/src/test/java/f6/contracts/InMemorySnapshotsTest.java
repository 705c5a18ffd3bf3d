package f6.contracts;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.model.InMemorySnapshots;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.EventStore;

class InMemorySnapshotsTest extends SnapshotsContract {
    @Override
    protected EventStore emptyStore() {
        return new InMemoryEventStore();
    }

    @Override
    protected Snapshots snapshots(EventStore store) {
        return new InMemorySnapshots(store);
    }
}
