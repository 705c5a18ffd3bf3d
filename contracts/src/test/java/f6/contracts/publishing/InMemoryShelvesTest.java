package f6.contracts.publishing;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.publishing.memory.InMemoryShelves;

class InMemoryShelvesTest extends ShelvesContract {
    @Override
    protected Stocked empty() {
        EventStore log = new InMemoryEventStore();
        return new Stocked(log, new InMemoryShelves(log));
    }
}
