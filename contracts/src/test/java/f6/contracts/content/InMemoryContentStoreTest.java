package f6.contracts.content;

import f6.publishing.content.ContentStore;
import f6.publishing.content.InMemoryContentStore;
import java.time.Clock;

class InMemoryContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore emptyStore() {
        return new InMemoryContentStore(Clock.systemUTC());
    }
}
