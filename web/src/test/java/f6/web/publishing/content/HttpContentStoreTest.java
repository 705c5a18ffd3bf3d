package f6.web.publishing.content;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.content.ContentStoreContract;
import f6.eventstore.store.StoreFailure;
import f6.publishing.content.ContentStore;
import f6.web.publishing.client.HttpContentStore;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract by the client over HTTP, as in a production shape.
class HttpContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore emptyStore() {
        StartedStore.LIVE.empty();
        return new HttpContentStore(StartedStore.live(), Optional::empty);
    }

    @Test
    void a_store_that_is_not_there_fails_for_now() {
        ContentStore away = new HttpContentStore(URI.create("http://127.0.0.1:9"), Optional::empty);
        assertThatThrownBy(() -> away.remove("/a")).isInstanceOf(StoreFailure.class);
    }
}
