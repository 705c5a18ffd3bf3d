package f6.postgres;

import f6.contracts.SnapshotsContract;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.EventStore;

class PostgresSnapshotsTest extends SnapshotsContract {
    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    }

    @Override
    protected Snapshots snapshots(EventStore store) {
        return ((PostgresEventStore) store).snapshots();
    }
}
