package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.publishing.command.Command;
import f6.publishing.document.Edition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private final Desk desk = new Desk();
    private final InMemoryContentStore live = new InMemoryContentStore(Clock.systemUTC());
    private final InMemoryContentStore draft = new InMemoryContentStore(Clock.systemUTC());
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final List<Drift> told = new ArrayList<>();

    @BeforeEach
    void publishSome() {
        for (int number = 0; number < 250; number++) {
            UUID page = desk.publishes("/page/%03d".formatted(number), "Page " + number);
            if (number % 50 == 0) {
                desk.unpublishes(page, Map.of("type", number % 100 == 0 ? "vanish" : "gone"));
            }
        }
        catchUp();
    }

    private void catchUp() {
        try (Downstream downstream = new Downstream(desk.log, desk.shelves, draft, live, checkpoints).start()) {
            Position head = desk.log.head();
            Await.until(
                    "all is presented",
                    () -> downstream.status().stream()
                            .allMatch(status -> status.presented()
                                    .filter(at -> !head.isAfter(at))
                                    .isPresent()));
        }
    }

    private Reconciliation reconciliation(Edition.ContentStore store) {
        return new Reconciliation(
                desk.log,
                desk.shelves,
                desk.shelves,
                store,
                store == Edition.ContentStore.LIVE ? live : draft,
                () -> checkpoints.positions().entrySet().stream()
                        .filter(lane -> lane.getKey().startsWith(store.word()))
                        .map(Map.Entry::getValue)
                        .min(Position::compareTo)
                        .orElse(Position.START));
    }

    private Reconciliation.Result compare() {
        told.clear();
        return reconciliation(Edition.ContentStore.LIVE).compare(told::add);
    }

    private static Item item(String path) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("base_path", path);
        fields.put("title", "Put by hand");
        return new Item(fields);
    }

    @Test
    void stores_that_were_presented_to_have_what_they_are_to_have() {
        assertThat(compare()).isEqualTo(new Reconciliation.Result(247, 0, 0, 0, 0));
        assertThat(reconciliation(Edition.ContentStore.DRAFT).compare(told::add))
                .isEqualTo(new Reconciliation.Result(247, 0, 0, 0, 0));
        assertThat(told).isEmpty();
    }

    @Test
    void what_is_missing_different_and_extra_is_found_and_just_that_is_repaired() {
        long before = live.find("/page/003").orElseThrow().payloadVersion();
        assertThat(live.remove("/page/007")).isTrue();
        assertThat(live.put(item("/page/123"), Long.MAX_VALUE)).isInstanceOf(ContentStore.Put.Replaced.class);
        assertThat(live.put(item("/page/100"), Long.MAX_VALUE)).isInstanceOf(ContentStore.Put.Created.class);
        assertThat(live.put(item("/aaa"), 1)).isInstanceOf(ContentStore.Put.Created.class);
        assertThat(live.put(item("/zzz"), 1)).isInstanceOf(ContentStore.Put.Created.class);

        assertThat(compare()).isEqualTo(new Reconciliation.Result(250, 1, 1, 3, 0));
        assertThat(told)
                .containsExactly(
                        new Drift("/aaa", Drift.Kind.EXTRA),
                        new Drift("/page/007", Drift.Kind.MISSING),
                        new Drift("/page/100", Drift.Kind.EXTRA),
                        new Drift("/page/123", Drift.Kind.DIFFERENT),
                        new Drift("/zzz", Drift.Kind.EXTRA));

        List<Drift> repaired = new ArrayList<>();
        assertThat(reconciliation(Edition.ContentStore.LIVE)
                        .repair(repaired::add)
                        .drifted())
                .isEqualTo(5);
        assertThat(repaired).isEqualTo(told);
        assertThat(compare()).isEqualTo(new Reconciliation.Result(247, 0, 0, 0, 0));
        assertThat(live.find("/page/003").orElseThrow().payloadVersion()).isEqualTo(before);
        assertThat(live.find("/page/123").orElseThrow().item().fields()).containsEntry("title", "Page 123");
    }

    @Test
    void what_is_on_its_way_is_no_drift() {
        UUID page = desk.publishes("/late", "Late");
        assertThat(compare()).isEqualTo(new Reconciliation.Result(248, 0, 0, 0, 1));
        catchUp();
        assertThat(compare()).isEqualTo(new Reconciliation.Result(248, 0, 0, 0, 0));
        desk.drafts(page, "/late", "Late, second edition");
        assertThat(compare()).isEqualTo(new Reconciliation.Result(248, 0, 0, 0, 0));
    }

    @Test
    void a_store_that_is_empty_is_filled_by_a_repair() {
        InMemoryContentStore fresh = new InMemoryContentStore(Clock.systemUTC());
        Reconciliation.Result result = new Reconciliation(
                        desk.log, desk.shelves, desk.shelves, Edition.ContentStore.LIVE, fresh, desk.log::head)
                .repair(told::add);
        assertThat(result).isEqualTo(new Reconciliation.Result(247, 247, 0, 0, 0));
        assertThat(fresh.items()).isEqualTo(live.items());
    }

    private void intends(String path, String time) {
        var _ = desk.does(new Command.PutPublishIntent(
                path, Map.of("publishing_app", "publisher", "rendering_app", "frontend", "publish_time", time)));
    }

    private Reconciliation.Result compareIntents(boolean repair) {
        told.clear();
        return new IntentReconciliation(
                        desk.log,
                        desk.shelves,
                        desk.shelves,
                        live,
                        () -> checkpoints.positions().entrySet().stream()
                                .filter(lane -> lane.getKey().startsWith("live"))
                                .map(Map.Entry::getValue)
                                .min(Position::compareTo)
                                .orElse(Position.START),
                        Desk.NOW)
                .compare(repair, told::add);
    }

    @Test
    void publish_intents_are_compared_and_repaired_but_for_those_that_are_past() {
        intends("/budget", "2030-01-01T00:00:00Z");
        intends("/later", "2031-01-01T00:00:00Z");
        intends("/past", "2020-01-01T00:00:00Z");
        catchUp();
        assertThat(compareIntents(false)).isEqualTo(new Reconciliation.Result(2, 0, 0, 0, 0));

        assertThat(live.forgetIntentsBefore(Desk.NOW)).isEqualTo(1);
        assertThat(live.deleteIntent("/budget")).isTrue();
        Map<String, @Nullable Object> other = Map.of(
                "publishing_app", "publisher", "rendering_app", "frontend", "publish_time", "2032-01-01T00:00:00Z");
        assertThat(live.putIntent(PublishIntent.of("/later", other))).isFalse();
        assertThat(live.putIntent(PublishIntent.of("/nobody", other))).isTrue();
        assertThat(compareIntents(true)).isEqualTo(new Reconciliation.Result(3, 1, 1, 1, 0));
        assertThat(told)
                .containsExactly(
                        new Drift("/budget", Drift.Kind.MISSING),
                        new Drift("/later", Drift.Kind.DIFFERENT),
                        new Drift("/nobody", Drift.Kind.EXTRA));
        assertThat(compareIntents(false)).isEqualTo(new Reconciliation.Result(2, 0, 0, 0, 0));

        intends("/new", "2030-01-01T00:00:00Z");
        assertThat(compareIntents(false)).isEqualTo(new Reconciliation.Result(3, 0, 0, 0, 1));
    }
}
