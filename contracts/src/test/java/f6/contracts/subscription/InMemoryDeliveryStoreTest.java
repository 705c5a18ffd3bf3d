package f6.contracts.subscription;

import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.InMemoryDeliveryStore;
import java.time.Clock;

class InMemoryDeliveryStoreTest extends DeliveryStoreContract {
    @Override
    protected DeliveryStore emptyStore() {
        return new InMemoryDeliveryStore(Clock.systemUTC());
    }
}
