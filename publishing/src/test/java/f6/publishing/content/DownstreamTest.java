package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.store.AppendResult;
import f6.publishing.command.Command;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownstreamTest {
    private static final int MANY = 10_000;

    private final Desk desk = new Desk();
    private final InMemoryContentStore draft = new InMemoryContentStore(Clock.systemUTC());
    private final InMemoryContentStore live = new InMemoryContentStore(Clock.systemUTC());
    private final Gate draftGate = new Gate(draft);
    private final Gate liveGate = new Gate(live);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private Downstream downstream = started();

    private Downstream started() {
        return new Downstream(desk.log, desk.shelves, draftGate, liveGate, checkpoints).start();
    }

    @AfterEach
    void stop() {
        downstream.close();
    }

    private static String title(ContentStore store, String path) {
        return store.find(path)
                .map(stored -> stored.item())
                .filter(item -> item.basePath().equals(path))
                .map(item -> String.valueOf(item.fields().getOrDefault("title", item.schemaName())))
                .orElse("nothing");
    }

    private static void awaitTitle(ContentStore store, String path, String title) {
        Await.until(path + " is " + title, () -> title(store, path).equals(title));
    }

    private void awaitAll() {
        Position head = desk.log.head();
        Await.until(
                "all is presented",
                () -> downstream.status().stream()
                        .allMatch(status -> status.presented()
                                .filter(at -> !head.isAfter(at))
                                .isPresent()));
    }

    @Test
    void what_is_drafted_published_and_discarded_comes_to_each_store() {
        UUID page = UUID.randomUUID();
        desk.drafts(page, "/vat", "VAT");
        awaitTitle(draft, "/vat", "VAT");
        var _ = desk.publishes(page);
        awaitTitle(live, "/vat", "VAT");
        desk.drafts(page, "/vat", "VAT, second edition");
        awaitTitle(draft, "/vat", "VAT, second edition");
        desk.discards(page);
        awaitTitle(draft, "/vat", "VAT");
        assertThat(title(live, "/vat")).isEqualTo("VAT");
    }

    @Test
    void a_page_that_moves_is_found_where_it_is_and_leaves_nothing_else_behind() {
        UUID page = UUID.randomUUID();
        desk.drafts(page, "/first", "Page");
        awaitTitle(draft, "/first", "Page");
        desk.drafts(page, "/second", "Page");
        awaitTitle(draft, "/second", "Page");
        awaitTitle(draft, "/first", "nothing");
        var _ = desk.publishes(page);
        desk.drafts(page, "/third", "Page");
        awaitTitle(draft, "/third", "Page");
        awaitTitle(draft, "/second", "redirect");
        awaitAll();
        assertThat(title(live, "/second")).isEqualTo("Page");
        assertThat(live.items()).containsOnlyKeys("/second");
        var _ = desk.publishes(page);
        awaitTitle(live, "/third", "Page");
        awaitTitle(live, "/second", "redirect");
        desk.unpublishes(page, Map.of("type", "vanish"));
        awaitTitle(live, "/third", "nothing");
        awaitTitle(draft, "/third", "nothing");
    }

    @Test
    void the_version_of_an_item_is_a_position_at_which_it_was_so() {
        UUID page = UUID.randomUUID();
        desk.drafts(page, "/vat", "VAT");
        Position published = desk.publishes(page);
        awaitTitle(live, "/vat", "VAT");
        assertThat(live.find("/vat").orElseThrow().payloadVersion())
                .isGreaterThanOrEqualTo(published.value())
                .isLessThanOrEqualTo(desk.log.head().value());
    }

    @Test
    void intents_come_to_the_live_store_and_go() {
        Map<String, @Nullable Object> intent = Map.of(
                "publishing_app",
                "publisher",
                "rendering_app",
                "frontend",
                "publish_time",
                "2031-01-01T00:00:00.000+00:00");
        var _ = desk.does(new Command.PutPublishIntent("/budget", intent));
        Await.until("the intent is there", () -> live.findIntent("/budget").isPresent());
        assertThat(draft.findIntent("/budget")).isEmpty();
        var _ = desk.does(new Command.DeletePublishIntent("/budget", Map.of()));
        Await.until("the intent is gone", () -> live.findIntent("/budget").isEmpty());
    }

    @Test
    void a_store_that_is_away_gets_all_when_it_is_back_and_the_other_does_not_wait() {
        liveGate.isAway(true);
        UUID page = desk.publishes("/vat", "VAT");
        awaitTitle(draft, "/vat", "VAT");
        Await.until(
                "it is told why it waits",
                () -> downstream.status().stream()
                        .anyMatch(status -> status.lane().equals("live-high")
                                && status.failure().equals(Optional.of("the store is away"))));
        desk.drafts(page, "/vat", "VAT, second edition");
        awaitTitle(draft, "/vat", "VAT, second edition");
        assertThat(title(live, "/vat")).isEqualTo("nothing");
        liveGate.isAway(false);
        awaitTitle(live, "/vat", "VAT");
        awaitAll();
        assertThat(downstream.status()).allMatch(status -> status.failure().isEmpty());
    }

    @Test
    void nothing_is_lost_over_a_restart_and_only_what_is_new_is_presented() {
        var _ = desk.publishes("/before", "Before");
        awaitAll();
        downstream.close();
        var _ = desk.publishes("/meanwhile", "Meanwhile");
        assertThat(live.remove("/before")).isTrue();
        downstream = started();
        awaitTitle(live, "/meanwhile", "Meanwhile");
        awaitTitle(draft, "/meanwhile", "Meanwhile");
        awaitAll();
        assertThat(title(live, "/before")).isEqualTo("nothing");
    }

    @Test
    void of_two_nodes_one_works_and_the_other_takes_over() {
        try (Downstream other = new Downstream(desk.log, desk.shelves, draftGate, liveGate, checkpoints).start()) {
            var _ = desk.publishes("/one", "One");
            awaitTitle(live, "/one", "One");
            awaitAll();
            assertThat(other.presented(Edition.ContentStore.LIVE, Lane.HIGH)).isEmpty();
            downstream.close();
            var _ = desk.publishes("/two", "Two");
            awaitTitle(live, "/two", "Two");
            assertThat(other.presented(Edition.ContentStore.LIVE, Lane.HIGH)).isPresent();
        }
    }

    private static Event bulk(int number) {
        UUID contentId = UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8)});
        DocumentKey key = new DocumentKey(contentId, "en");
        Map<String, @Nullable Object> page = Desk.page("/bulk/" + number, "Bulk");
        page.put("bulk_publishing", true);
        return Event.fact(
                new EventType(Happened.EDITION_DRAFTED),
                Happened.VERSION,
                Desk.NOW,
                List.of(key.object(), DocumentKey.path("/bulk/" + number)),
                new Source(contentId, "platform"),
                new EventData(Map.of(
                        "content_id",
                        contentId.toString(),
                        "locale",
                        "en",
                        "paths",
                        List.of("/bulk/" + number),
                        "command",
                        Map.of("action", "PutContent", "payload", page))));
    }

    @Test
    void ten_thousand_items_in_bulk_do_not_delay_an_editor() {
        draftGate.counts(path -> path.startsWith("/bulk/"));
        draftGate.lets(120);
        List<Event> events = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            events.add(bulk(number));
        }
        assertThat(desk.log.append(events, null)).isInstanceOf(AppendResult.Appended.class);

        var _ = desk.publishes("/urgent", "Urgent");
        awaitTitle(draft, "/urgent", "Urgent");
        awaitTitle(live, "/urgent", "Urgent");
        assertThat(draft.items().keySet().stream().filter(path -> path.startsWith("/bulk/")))
                .as("presented in bulk when the editor's page was there")
                .hasSizeLessThanOrEqualTo(120);

        draftGate.lets(MANY);
        Await.until("all in bulk is there", () -> draft.items().size() == MANY + 1);
    }

    @Test
    void republishing_takes_the_lane_of_bulk_work() {
        UUID page = desk.publishes("/vat", "VAT");
        awaitAll();
        liveGate.counts(path -> path.equals("/vat"));
        desk.republishes(page);
        desk.drafts(page, "/vat", "VAT, again", Map.of("update_type", "republish"));
        var _ = desk.publishes(page);
        var _ = desk.publishes("/urgent", "Urgent");
        awaitTitle(live, "/urgent", "Urgent");
        assertThat(title(live, "/vat")).isEqualTo("VAT");
        liveGate.lets(10);
        awaitTitle(live, "/vat", "VAT, again");
    }

    @Test
    void what_a_command_in_bulk_brings_with_it_takes_the_same_lane() {
        UUID page = desk.publishes("/old", "Page");
        awaitAll();
        draftGate.counts(path -> path.equals("/old") || path.equals("/new"));
        desk.drafts(page, "/new", "Page", Map.of("bulk_publishing", true));
        var _ = desk.publishes("/urgent", "Urgent");
        awaitTitle(draft, "/urgent", "Urgent");
        assertThat(title(draft, "/old")).isEqualTo("Page");
        draftGate.lets(10);
        awaitTitle(draft, "/old", "redirect");
        awaitTitle(draft, "/new", "Page");
    }

    @Test
    void what_the_bulk_lane_read_before_does_not_replace_what_the_other_presented_since() {
        UUID page = desk.publishes("/vat", "VAT");
        awaitAll();
        liveGate.counts(path -> path.equals("/vat"));
        desk.republishes(page);
        Await.until("the bulk lane is about to present", liveGate::holdsSomeone);
        desk.unpublishes(page, Map.of("type", "vanish"));
        awaitTitle(live, "/vat", "nothing");
        liveGate.lets(10);
        awaitAll();
        assertThat(title(live, "/vat")).isEqualTo("nothing");
    }
}
