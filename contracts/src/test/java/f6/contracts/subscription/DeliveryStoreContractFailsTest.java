package f6.contracts.subscription;

import f6.contracts.ContractRun;
import f6.eventstore.event.Position;
import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Waiting;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryStoreContractFailsTest {
    @Test
    void every_test_fails_against_a_store_that_does_nothing() throws Exception {
        ContractRun.requireEachFails(10, Contract.class);
    }

    static class Contract extends DeliveryStoreContract {
        @Override
        protected DeliveryStore emptyStore() {
            return new DoingNothing();
        }
    }

    private static final class DoingNothing implements DeliveryStore {
        @Override
        public boolean add(Subscription subscription) {
            return true;
        }

        @Override
        public Optional<Kept> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<Kept> list(Optional<UUID> owner, String after, int most) {
            return List.of();
        }

        @Override
        public int count(UUID owner) {
            return 0;
        }

        @Override
        public boolean remove(UUID id) {
            return true;
        }

        @Override
        public boolean change(Subscription subscription, long epoch) {
            return true;
        }

        @Override
        public boolean put(UUID id, long epoch, State state, Optional<String> why) {
            return true;
        }

        @Override
        public boolean replay(UUID id, long epoch, Position from) {
            return true;
        }

        @Override
        public Map<UUID, List<Waiting>> waiting(Collection<UUID> ids) {
            return Map.of();
        }

        @Override
        public List<Waiting> waiting(UUID id, Position after, int most) {
            return List.of();
        }

        @Override
        public Set<UUID> save(Collection<Change> changes) {
            return Set.of();
        }

        @Override
        public Map<UUID, Long> hold(UUID node, Duration lease) {
            return Map.of();
        }

        @Override
        public List<Kept> find(Collection<UUID> ids) {
            return List.of();
        }

        @Override
        public void release(UUID node) {}

        @Override
        public List<Totals> totals() {
            return List.of();
        }
    }
}
