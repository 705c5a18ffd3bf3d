package f6.postgres;

import f6.contracts.EventStoreReadersContract;
import f6.eventstore.store.EventStore;

class PostgresReadersTest extends EventStoreReadersContract {
    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    }
}
