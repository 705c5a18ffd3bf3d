package f6.postgres;

import f6.contracts.EventStoreHistoryContract;
import f6.eventstore.store.EventStore;

class PostgresHistoryTest extends EventStoreHistoryContract {
    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    }
}
