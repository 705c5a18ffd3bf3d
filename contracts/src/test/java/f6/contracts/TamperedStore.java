package f6.contracts;

import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.ForwardingStore;

/// A store that is right, for subclasses to spoil.
class TamperedStore extends ForwardingStore {
    TamperedStore() {
        super(new InMemoryEventStore());
    }
}
