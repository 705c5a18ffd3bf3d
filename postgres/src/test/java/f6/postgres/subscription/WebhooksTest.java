package f6.postgres.subscription;

import static f6.postgres.subscription.Desk.until;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Seed;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.zone.subscription.Attempt;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.DeliveryStore.Change;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Waiting;
import f6.zone.subscription.Waiting.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events brought to webhooks: in order where that counts, at least once whatever dies, parked when it cannot be.
class WebhooksTest {
    private static final ObjectId ANNA = ObjectId.next();
    private static final ObjectId BRAM = ObjectId.next();
    private static final Attempt NO = new Attempt.Failed("nee", Optional.empty());
    private static final Attempt YES = new Attempt.Delivered();

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private List<Waiting> waiting(String name) {
        return desk.kept.waiting(desk.kept(name).subscription().id(), Position.START, 100);
    }

    private boolean isParked(String name) {
        return waiting(name).stream().anyMatch(one -> one.standing() == Standing.PARKED);
    }

    private void untilAt(String name, long position) {
        until(() -> desk.kept(name).checkpoint().value() == position);
    }

    @Test
    void what_was_there_and_what_comes_is_delivered_once_each() {
        var _ = desk.happens(ANNA);
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        long last = IntStream.range(0, 500)
                .mapToLong(i -> desk.happens(i % 3 == 0 ? ANNA : ObjectId.next()))
                .max()
                .orElseThrow();

        untilAt("alles", last);

        assertThat(desk.got("alles"))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(waiting("alles")).isEmpty();
    }

    @Test
    void only_what_passes_the_filter_is_delivered() {
        Desk.Node node = desk.new Node();
        var _ = node.make(
                "huwelijken", Webhook.WAY, Filter.of(Set.of(new EventType("Huwelijk")), Set.of(), Optional.empty()));
        var _ = node.make(
                "anna", Webhook.WAY, Filter.of(Set.of(), Set.of(ANNA), Optional.of("event.type != 'Geheim'")));
        long birth = desk.happens("Geboorte", ANNA);
        long marriage = desk.happens("Huwelijk", ANNA, BRAM);
        var _ = desk.happens("Geheim", ANNA);
        long other = desk.happens("Huwelijk", BRAM);

        untilAt("huwelijken", other);
        untilAt("anna", other);

        assertThat(desk.got("huwelijken")).containsExactly(marriage, other);
        assertThat(desk.got("anna")).containsExactly(birth, marriage);
    }

    @Test
    void a_parked_event_holds_back_its_objects_only_until_it_is_tried_again() {
        Set<Long> refused = ConcurrentHashMap.newKeySet();
        desk.answers = (one, event) -> refused.contains(event.position().value()) ? NO : YES;
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        refused.add(1L);
        var _ = desk.happens(ANNA);
        var _ = desk.happens(BRAM);
        var _ = desk.happens(ANNA, BRAM);
        var _ = desk.happens(BRAM);
        var _ = desk.happens(ObjectId.next());

        until(() -> isParked("alles"));
        untilAt("alles", 5);
        assertThat(desk.got("alles")).containsExactlyInAnyOrder(2L, 5L);
        assertThat(waiting("alles").stream().map(Waiting::standing))
                .containsExactly(Standing.PARKED, Standing.HELD, Standing.HELD);
        assertThat(waiting("alles").getFirst().reason()).isEqualTo("nee");
        assertThat(waiting("alles").getFirst().attempts()).isEqualTo(3);
        assertThat(desk.kept("alles").failures()).isEqualTo(3);

        refused.clear();
        assertThat(node.subscriptions.retry(
                        desk.kept("alles"), waiting("alles").getFirst().event()))
                .contains(true);
        until(() -> waiting("alles").isEmpty());
        assertThat(desk.got("alles").subList(2, 5)).containsExactly(1L, 3L, 4L);
    }

    @Test
    void an_event_that_is_tried_again_while_a_node_looks_anew_is_delivered() {
        desk.answers = (one, event) -> NO;
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        var _ = desk.happens(ANNA);
        until(() -> isParked("alles"));
        desk.answers = (one, event) -> YES;
        AtomicBoolean tried = new AtomicBoolean();
        desk.haveReadWaiting = () -> {
            if (tried.compareAndSet(false, true)) {
                assertThat(node.subscriptions.retry(
                                desk.kept("alles"), waiting("alles").getFirst().event()))
                        .contains(true);
            }
        };

        assertThat(node.subscriptions.resume(desk.kept("alles"))).isTrue();

        until(() -> waiting("alles").isEmpty());
        assertThat(tried).isTrue();
        assertThat(desk.got("alles")).containsExactly(1L);
    }

    @Test
    void a_parked_event_can_be_left_out() {
        desk.answers = (one, event) -> event.position().value() == 1 ? NO : YES;
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        var _ = desk.happens(ANNA);
        var _ = desk.happens(ANNA);
        until(() -> isParked("alles"));

        assertThat(node.subscriptions.skip(
                        desk.kept("alles"), waiting("alles").getFirst().event()))
                .contains(true);

        until(() -> waiting("alles").isEmpty() && desk.got("alles").equals(List.of(2L)));
        assertThat(node.subscriptions.skip(desk.kept("alles"), EventId.next())).isEmpty();
    }

    @Test
    void a_target_that_wants_no_more_suspends_its_subscription_until_it_is_resumed() {
        desk.answers = (one, event) -> new Attempt.Ended("weg");
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        var _ = desk.happens(ANNA);
        until(() -> desk.kept("alles").state() == State.SUSPENDED);
        assertThat(desk.kept("alles").why()).contains("weg");

        desk.answers = (one, event) -> YES;
        assertThat(node.subscriptions.resume(desk.kept("alles"))).isTrue();
        untilAt("alles", 1);
        assertThat(desk.got("alles")).containsExactly(1L);
    }

    @Test
    void a_paused_subscription_gets_nothing_and_goes_on_where_it_was() {
        Desk.Node node = desk.new Node();
        var _ = node.webhook("alles");
        var _ = desk.happens(ANNA);
        untilAt("alles", 1);
        assertThat(node.subscriptions.pause(desk.kept("alles"))).isTrue();
        var _ = node.webhook("ander");
        var _ = desk.happens(ANNA);
        untilAt("ander", 2);
        assertThat(desk.got("alles")).containsExactly(1L);

        assertThat(node.subscriptions.resume(desk.kept("alles"))).isTrue();
        untilAt("alles", 2);
        assertThat(desk.got("alles")).containsExactly(1L, 2L);
    }

    @Test
    void a_replay_is_for_one_subscriber() {
        Desk.Node node = desk.new Node();
        var _ = node.webhook("een");
        var _ = node.webhook("twee");
        for (int i = 0; i < 5; i++) {
            var _ = desk.happens(ANNA);
        }
        untilAt("een", 5);
        untilAt("twee", 5);

        assertThat(node.subscriptions.replay(desk.kept("een"), new Position(3))).isTrue();

        until(() -> desk.got("een").size() == 7);
        untilAt("een", 5);
        assertThat(desk.got("een")).containsExactly(1L, 2L, 3L, 4L, 5L, 4L, 5L);
        assertThat(desk.got("twee")).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_target_says_how_long_to_wait() {
        Set<Long> asked = ConcurrentHashMap.newKeySet();
        desk.answers = (one, event) -> asked.add(event.position().value())
                ? new Attempt.Failed("later", Optional.of(Duration.ofMillis(700)))
                : YES;
        var _ = desk.new Node().webhook("alles");
        long before = System.nanoTime();
        var _ = desk.happens(ANNA);

        until(() -> !desk.got("alles").isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void one_node_at_a_time_runs_a_webhook_and_another_takes_over() {
        Desk.Node first = desk.new Node();
        var _ = first.webhook("alles");
        untilAt("alles", 0);
        until(() -> desk.kept("alles").epoch() > 0);
        Desk.Node second = desk.new Node();
        for (int i = 0; i < 100; i++) {
            var _ = desk.happens(ANNA);
        }
        untilAt("alles", 100);
        first.close();
        for (int i = 0; i < 100; i++) {
            var _ = desk.happens(ANNA);
        }

        untilAt("alles", 200);

        assertThat(desk.got("alles"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        second.close();
    }

    @Test
    void who_has_lost_a_webhook_saves_nothing_any_more() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Desk.Node node = desk.new Node();
        node.close();
        var _ = node.webhook("alles");
        UUID id = desk.kept("alles").subscription().id();
        long epoch =
                Objects.requireNonNull(desk.kept.hold(one, Duration.ofMillis(1)).get(id));
        until(() -> desk.kept.hold(other, Duration.ofSeconds(60)).containsKey(id));
        long next = desk.kept("alles").epoch();

        assertThat(desk.kept.save(List.of(change(id, epoch, 7)))).isEmpty();
        assertThat(desk.kept.hold(one, Duration.ofSeconds(1))).isEmpty();
        assertThat(desk.kept("alles").checkpoint()).isEqualTo(Position.START);
        assertThat(desk.kept.save(List.of(change(id, next, 7)))).containsExactly(id);
        assertThat(desk.kept("alles").checkpoint()).isEqualTo(new Position(7));
    }

    private static Change change(UUID id, long epoch, long position) {
        return new Change(id, epoch, new Position(position), Map.of(), 0, Optional.empty(), false);
    }

    /// Targets fail by chance while nodes come and go: each event arrives, and never before an earlier one of its
    /// objects has arrived.
    @Test
    void whatever_fails_each_object_has_its_events_in_order_at_least_once() {
        Random random = new Random(Seed.print("webhooks"));
        desk.answers = (one, event) -> {
            synchronized (random) {
                return random.nextInt(5) == 0 ? new Attempt.Failed("toeval", Optional.empty()) : YES;
            }
        };
        List<ObjectId> objects =
                IntStream.range(0, 20).mapToObj(i -> ObjectId.next()).toList();
        Map<Long, Set<ObjectId>> about = new HashMap<>();
        Desk.Node node = desk.new Node();
        for (int i = 0; i < 5; i++) {
            var _ = node.webhook("w" + i);
        }
        long last = 0;
        for (int i = 0; i < 400; i++) {
            Set<ObjectId> named = new HashSet<>(List.of(objects.get(i % 20), objects.get((i * 7) % 20)));
            last = desk.happens(named.toArray(ObjectId[]::new));
            about.put(last, named);
            if (i % 100 == 99) {
                node.close();
                node = desk.new Node();
            }
        }
        Desk.Node end = node;
        long all = last;
        for (int i = 0; i < 5; i++) {
            String name = "w" + i;
            until(() -> {
                waiting(name).stream()
                        .filter(one -> one.standing() == Standing.PARKED)
                        .forEach(one -> {
                            var _ = end.subscriptions.retry(desk.kept(name), one.event());
                        });
                return desk.kept(name).checkpoint().value() == all
                        && waiting(name).isEmpty();
            });
            assertInOrder(desk.got(name), about);
        }
    }

    private static void assertInOrder(List<Long> got, Map<Long, Set<ObjectId>> about) {
        Set<Long> seen = new HashSet<>();
        for (long position : got) {
            List<Long> missed = new ArrayList<>();
            about.forEach((earlier, objects) -> {
                if (earlier < position
                        && !seen.contains(earlier)
                        && objects.stream().anyMatch(about.getOrDefault(position, Set.of())::contains)) {
                    missed.add(earlier);
                }
            });
            assertThat(missed).as("before %d", position).isEmpty();
            seen.add(position);
        }
        assertThat(seen).isEqualTo(about.keySet());
    }
}
