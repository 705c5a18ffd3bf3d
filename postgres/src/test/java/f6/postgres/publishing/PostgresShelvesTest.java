package f6.postgres.publishing;

import f6.contracts.publishing.ShelvesContract;
import f6.postgres.PostgresEventStore;
import f6.postgres.TestServer;

class PostgresShelvesTest extends ShelvesContract {
    @Override
    protected Stocked empty() {
        String log = TestServer.freshSchema();
        return new Stocked(
                PostgresEventStore.open(TestServer.DATABASE, log, new PublishingViews()),
                new PostgresShelves(TestServer.DATABASE, log));
    }
}
