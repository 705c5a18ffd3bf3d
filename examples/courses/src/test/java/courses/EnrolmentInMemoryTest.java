package courses;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.model.InMemorySnapshots;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.EventStore;

class EnrolmentInMemoryTest extends EnrolmentScenarios {
    private final EventStore store = new InMemoryEventStore();
    private final Snapshots snapshots = new InMemorySnapshots(store);

    @Override
    EventStore store() {
        return store;
    }

    @Override
    Snapshots snapshots() {
        return snapshots;
    }
}
