package f6.postgres.subscription;

import f6.contracts.subscription.DeliveryStoreContract;
import f6.postgres.TestDatabase;
import f6.zone.subscription.DeliveryStore;

class PostgresDeliveryStoreTest extends DeliveryStoreContract {
    @Override
    protected DeliveryStore emptyStore() {
        return PostgresDeliveryStore.open(TestDatabase.pool(), TestDatabase.freshSchema());
    }
}
