package f6.postgres;

import f6.contracts.CommandLoopContract;
import f6.eventstore.store.EventStore;

class PostgresCommandLoopTest extends CommandLoopContract {
    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    }
}
