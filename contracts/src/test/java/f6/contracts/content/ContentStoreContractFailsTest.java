package f6.contracts.content;

import f6.contracts.ContractRun;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentStoreContractFailsTest {
    @Test
    void every_test_fails_against_a_content_store_that_does_nothing() throws Exception {
        ContractRun.requireEachFails(10, Contract.class);
    }

    static class Contract extends ContentStoreContract {
        @Override
        protected ContentStore emptyStore() {
            return new DoingNothing();
        }
    }

    private static final class DoingNothing implements ContentStore {
        @Override
        public Put put(Item item, long payloadVersion) {
            return new Put.Created();
        }

        @Override
        public boolean delete(String basePath, long payloadVersion) {
            return false;
        }

        @Override
        public boolean remove(String basePath) {
            return false;
        }

        @Override
        public Optional<Stored> find(String path) {
            return Optional.empty();
        }

        @Override
        public List<Listed> list(String after, int limit) {
            return List.of();
        }

        @Override
        public boolean putIntent(PublishIntent intent) {
            return false;
        }

        @Override
        public boolean deleteIntent(String basePath) {
            return false;
        }

        @Override
        public Optional<PublishIntent> findIntent(String path) {
            return Optional.empty();
        }

        @Override
        public List<PublishIntent> intents(String after, int limit) {
            return List.of();
        }

        @Override
        public int forgetIntentsBefore(Instant time) {
            return 0;
        }
    }
}
