package f6.contracts.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.Seed;
import f6.eventstore.event.InvalidValue;
import f6.publishing.content.ContentStore;
import f6.publishing.content.ContentStore.Listed;
import f6.publishing.content.ContentStore.Put;
import f6.publishing.content.ContentStore.Stored;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The promises of [ContentStore].
public abstract class ContentStoreContract {
    private static final int RACERS = 8;

    @SuppressWarnings("NullAway.Init") // before every test
    private ContentStore store;

    protected abstract ContentStore emptyStore();

    @BeforeEach
    void handOver() {
        store = emptyStore();
    }

    private static Map<String, @Nullable Object> fields(String basePath, String title) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("base_path", basePath);
        fields.put("title", title);
        fields.put("schema_name", "guide");
        return fields;
    }

    private static Item item(String basePath, String title) {
        return new Item(fields(basePath, title));
    }

    private static Item routed(String basePath, String... routes) {
        return led(basePath, "routes", routes);
    }

    private static Item led(String basePath, String field, String... routes) {
        Map<String, @Nullable Object> fields = fields(basePath, "Routed");
        fields.put(
                field,
                Arrays.stream(routes)
                        .map(route -> route.split(" ", 2))
                        .map(route -> Map.of("path", route[1], "type", route[0]))
                        .toList());
        return new Item(fields);
    }

    private void given(Item item, long version) {
        assertThat(store.put(item, version)).isEqualTo(new Put.Created());
    }

    private Optional<String> title(String path) {
        return store.find(path)
                .map(stored -> String.valueOf(stored.item().fields().get("title")));
    }

    private Optional<String> found(String path) {
        return store.find(path).map(stored -> stored.item().basePath());
    }

    @Test
    void an_item_that_was_put_is_found_as_it_was() {
        Map<String, @Nullable Object> fields = fields("/vat-rates", "VAT “rates” & <script>");
        fields.put("content_id", "f838c22a-b2aa-49be-bd95-153f593293a3");
        fields.put("description", null);
        fields.put(
                "details",
                Map.of(
                        "body",
                        "žluť 税 🦉 \\ \" /",
                        "list",
                        List.of(1, List.of(true)),
                        "rate",
                        new BigDecimal("17.50")));
        Instant before = Instant.now().minus(Duration.ofDays(1));
        given(new Item(fields), 7);

        Stored stored = store.find("/vat-rates").orElseThrow();
        assertThat(stored.item().hash()).isEqualTo(new Item(fields).hash());
        assertThat(stored.item().fields())
                .containsEntry("description", null)
                .containsEntry("title", fields.get("title"));
        assertThat(stored.payloadVersion()).isEqualTo(7);
        assertThat(stored.updatedAt()).isAfter(before);
    }

    @Test
    void the_newer_of_two_versions_counts_in_whatever_order_they_come() {
        given(item("/a", "Second"), 20);
        assertThat(store.put(item("/a", "First"), 10)).isEqualTo(new Put.Conflict(20));
        assertThat(store.put(item("/a", "Again"), 20)).isEqualTo(new Put.Conflict(20));
        assertThat(title("/a")).contains("Second");
        assertThat(store.put(item("/a", "Third"), 21)).isEqualTo(new Put.Replaced());
        assertThat(title("/a")).contains("Third");
    }

    @Test
    void of_many_each_is_put_as_if_alone() {
        given(item("/b", "Newer"), 20);
        store.putAll(List.of(item("/c", "C"), routed("/a", "prefix /a"), item("/b", "Older")), 10);
        store.putAll(List.of(), 11);
        assertThat(title("/c")).contains("C");
        assertThat(title("/b")).contains("Newer");
        assertThat(found("/a/x")).contains("/a");
        assertThat(store.list("", 10)).hasSize(3);
    }

    @Test
    void an_item_is_replaced_as_a_whole() {
        given(routed("/a", "exact /a/b", "prefix /a/c"), 1);
        assertThat(store.put(routed("/a", "exact /a/d"), 2)).isEqualTo(new Put.Replaced());
        assertThat(found("/a/b")).isEmpty();
        assertThat(found("/a/c/x")).isEmpty();
        assertThat(found("/a/d")).contains("/a");
        assertThat(store.put(item("/a", "Plain"), 3)).isEqualTo(new Put.Replaced());
        assertThat(store.find("/a").orElseThrow().item().fields()).doesNotContainKey("routes");
    }

    @Test
    void what_was_deleted_does_not_come_back_older() {
        given(routed("/a", "exact /a/b"), 10);
        assertThat(store.delete("/a", 9)).isFalse();
        assertThat(found("/a")).contains("/a");
        assertThat(store.delete("/a", 12)).isTrue();
        assertThat(found("/a")).isEmpty();
        assertThat(found("/a/b")).isEmpty();
        assertThat(store.list("", 10)).isEmpty();
        assertThat(store.put(item("/a", "Late"), 11)).isEqualTo(new Put.Conflict(12));
        assertThat(store.delete("/a", 13)).isFalse();
        given(item("/a", "New"), 14);
    }

    @Test
    void nothing_that_was_deleted_before_it_came_comes_older() {
        assertThat(store.delete("/a", 5)).isFalse();
        assertThat(store.put(item("/a", "Late"), 4)).isEqualTo(new Put.Conflict(5));
        given(item("/a", "New"), 6);
    }

    @Test
    void what_was_removed_may_come_again_in_any_version() {
        given(item("/a", "Wrong"), 1_000_000);
        assertThat(store.remove("/a")).isTrue();
        assertThat(store.remove("/a")).isFalse();
        assertThat(found("/a")).isEmpty();
        given(item("/a", "Right"), 3);
    }

    @Test
    void an_exact_route_leads_to_its_item_and_no_further() {
        given(routed("/guide", "exact /guide", "exact /guide/print"), 1);
        assertThat(found("/guide/print")).contains("/guide");
        assertThat(found("/guide/print/more")).isEmpty();
        assertThat(found("/guide/other")).isEmpty();
        assertThat(found("/guid")).isEmpty();
    }

    @Test
    void a_prefix_leads_to_its_item_from_all_below_and_the_longest_one_first() {
        given(routed("/guide", "prefix /guide"), 1);
        given(routed("/deep", "prefix /guide/deep"), 2);
        given(item("/guide/deep/own", "Own"), 3);
        given(routed("/exact", "exact /guide/deep/exact"), 4);
        assertThat(found("/guide/a/b/c")).contains("/guide");
        assertThat(found("/guide/deep")).contains("/deep");
        assertThat(found("/guide/deep/x/y")).contains("/deep");
        assertThat(found("/guide/deep/own")).contains("/guide/deep/own");
        assertThat(found("/guide/deep/exact")).contains("/exact");
        assertThat(found("/guidebook")).isEmpty();
        assertThat(found("/")).isEmpty();
        assertThat(found("/x" + "/y".repeat(1_500))).isEmpty();
    }

    @Test
    void redirects_lead_as_routes_do() {
        given(led("/old", "redirects", "exact /old", "prefix /old/part"), 1);
        assertThat(found("/old")).contains("/old");
        assertThat(found("/old/part/x")).contains("/old");
        assertThat(found("/old/other")).isEmpty();
    }

    @Test
    void items_are_listed_page_by_page_in_order() {
        Map<String, Item> items = new LinkedHashMap<>();
        for (String path : List.of("/b", "/", "/a/b", "/a-b", "/A", "/%C3%A9", "/a", "/~", "/Z/z")) {
            items.put(path, item(path, "Title of " + path));
            given(items.get(path), 40 + items.size());
        }
        List<Listed> all = new ArrayList<>();
        List<Listed> page = store.list("", 3);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(3);
            all.addAll(page);
            page = store.list(page.getLast().basePath(), 3);
        }
        assertThat(all.stream().map(Listed::basePath))
                .containsExactly("/", "/%C3%A9", "/A", "/Z/z", "/a", "/a-b", "/a/b", "/b", "/~");
        assertThat(all).allSatisfy(listed -> {
            assertThat(listed.hash())
                    .isEqualTo(
                            store.find(listed.basePath()).orElseThrow().item().hash());
            assertThat(listed.payloadVersion()).isBetween(41L, 49L);
        });
    }

    @Test
    void what_is_no_path_or_too_long_is_refused_and_said() {
        assertThatThrownBy(() -> item("/é", "Not as an address has it")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> item("", "No path")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> item("/" + "x".repeat(Item.MAX_PATH), "Long")).isInstanceOf(InvalidValue.class);
        String longest = "/" + "x".repeat(Item.MAX_PATH - 1);
        given(routed(longest, "prefix " + longest), 1);
        assertThat(found(longest)).contains(longest);
        assertThatThrownBy(() -> store.put(item("/nul", "a\u0000b"), 1)).isInstanceOf(InvalidValue.class);
        assertThat(found("/nul")).isEmpty();
    }

    @Test
    void of_racers_the_newest_wins() throws Exception {
        long seed = Seed.print(getClass().getSimpleName());
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            String path = "/race/" + round;
            CyclicBarrier barrier = new CyclicBarrier(RACERS);
            List<Integer> versions = new ArrayList<>();
            for (int racer = 1; racer <= RACERS; racer++) {
                versions.add(racer);
            }
            Collections.shuffle(versions, random);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Put>> puts = new ArrayList<>();
                for (int version : versions) {
                    puts.add(threads.submit(() -> {
                        barrier.await();
                        return store.put(routed(path, "exact %s/%d".formatted(path, version)), version);
                    }));
                }
                for (Future<Put> put : puts) {
                    assertThat(put.get()).isNotNull();
                }
            }
            assertThat(store.find(path).orElseThrow().payloadVersion()).isEqualTo(RACERS);
            for (int version = 1; version <= RACERS; version++) {
                assertThat(found("%s/%d".formatted(path, version)).isPresent()).isEqualTo(version == RACERS);
            }
        }
    }

    private static PublishIntent intent(String basePath, Instant time, String... routes) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        fields.put("publish_time", time.toString());
        fields.put("publishing_app", "publisher");
        fields.put("rendering_app", "frontend");
        fields.put(
                "routes",
                Arrays.stream(routes)
                        .map(path -> Map.of("path", path, "type", "prefix"))
                        .toList());
        return PublishIntent.of(basePath, fields);
    }

    @Test
    void an_intent_is_found_by_its_path_and_its_routes_until_it_is_deleted() {
        Instant soon = Instant.parse("2031-05-06T07:08:09Z");
        assertThat(store.putIntent(intent("/budget", soon, "/budget/parts"))).isTrue();
        assertThat(store.putIntent(intent("/budget", soon.plusSeconds(1), "/budget/parts")))
                .isFalse();
        assertThat(store.findIntent("/budget").orElseThrow().publishTime()).isEqualTo(soon.plusSeconds(1));
        assertThat(store.findIntent("/budget/parts/one"))
                .map(PublishIntent::basePath)
                .contains("/budget");
        assertThat(store.findIntent("/budget/other")).isEmpty();
        assertThat(store.deleteIntent("/budget")).isTrue();
        assertThat(store.deleteIntent("/budget")).isFalse();
        assertThat(store.findIntent("/budget")).isEmpty();
        assertThat(store.findIntent("/budget/parts/one")).isEmpty();
    }

    @Test
    void intents_are_listed_by_path_a_page_at_a_time() {
        Instant soon = Instant.parse("2031-05-06T07:08:09Z");
        for (String path : List.of("/b", "/a/b", "/a", "/a-b")) {
            assertThat(store.putIntent(intent(path, soon))).isTrue();
        }
        assertThat(store.intents("", 3)).map(PublishIntent::basePath).containsExactly("/a", "/a-b", "/a/b");
        assertThat(store.intents("/a/b", 3)).containsExactly(intent("/b", soon));
        assertThat(store.intents("/b", 3)).isEmpty();
    }

    @Test
    void intents_that_are_over_are_forgotten() {
        Instant time = Instant.parse("2031-05-06T07:08:09Z");
        assertThat(store.putIntent(intent("/early", time))).isTrue();
        assertThat(store.putIntent(intent("/late", time.plusSeconds(60)))).isTrue();
        assertThat(store.forgetIntentsBefore(time.plusSeconds(1))).isEqualTo(1);
        assertThat(store.findIntent("/early")).isEmpty();
        assertThat(store.findIntent("/late")).isPresent();
    }
}
