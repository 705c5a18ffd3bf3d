package f6.web.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.content.ContentStoreContract;
import f6.eventstore.store.StoreFailure;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import f6.web.publishing.client.HttpContentStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    void a_store_that_is_closed_takes_items_of_who_has_a_token_only_and_shows_them_to_all() throws Exception {
        StartedStore.LIVE.empty();
        ContentStore nobody = new HttpContentStore(StartedStore.closed(), Optional::empty);
        ContentStore wrong = new HttpContentStore(StartedStore.closed(), () -> Optional.of("wrong"));
        ContentStore right = new HttpContentStore(StartedStore.closed(), () -> Optional.of(StartedStore.TOKEN));
        Item item = new Item(Map.of("base_path", "/a"));
        for (ContentStore refused : List.of(nobody, wrong)) {
            assertThatThrownBy(() -> refused.put(item, 1)).isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> refused.remove("/a")).isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> refused.find("/a")).isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> refused.list("", 1)).isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> refused.deleteIntent("/a")).isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> refused.forgetIntentsBefore(Instant.EPOCH)).isInstanceOf(StoreFailure.class);
        }
        assertThat(right.put(item, 1)).isEqualTo(new ContentStore.Put.Created());
        assertThat(right.find("/a")).isPresent();
        try (HttpClient anyone = HttpClient.newHttpClient()) {
            HttpRequest get = HttpRequest.newBuilder(URI.create(StartedStore.closed() + "/content/a"))
                    .build();
            assertThat(anyone.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_store_that_is_not_there_fails_for_now() {
        ContentStore away = new HttpContentStore(URI.create("http://127.0.0.1:9"), Optional::empty);
        assertThatThrownBy(() -> away.remove("/a")).isInstanceOf(StoreFailure.class);
    }
}
