package f6.contracts.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.DeliveryStore.Change;
import f6.zone.subscription.DeliveryStore.Totals;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Waiting;
import f6.zone.subscription.Waiting.Standing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promises of [DeliveryStore].
public abstract class DeliveryStoreContract {
    private static final int RACERS = 8;
    /// Longer than a test.
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Instant MOMENT = Instant.parse("2026-01-31T12:00:00.000001Z");
    private static final Source OWNER = new Source(UUID.randomUUID(), "systeem");
    private static final Webhook WEBHOOK =
            new Webhook(URI.create("https://subscriber.example/f6"), "whsec_YQ==", Optional.empty());

    @SuppressWarnings("NullAway.Init") // before every test
    private DeliveryStore store;

    protected abstract DeliveryStore emptyStore();

    @BeforeEach
    void handOver() {
        store = emptyStore();
    }

    private static Subscription subscription(String name, Delivery delivery) {
        return new Subscription(UUID.randomUUID(), name, OWNER, Filter.ALL, delivery, new Position(7), MOMENT);
    }

    private Subscription given(String name, Delivery delivery) {
        return given(subscription(name, delivery));
    }

    private Subscription given(Subscription one) {
        assertThat(store.add(one)).isTrue();
        return one;
    }

    private Kept kept(Subscription one) {
        return store.find(one.name()).orElseThrow();
    }

    private long epoch(Subscription one) {
        return kept(one).epoch();
    }

    /// As of its epoch now.
    private Change change(Subscription one, long checkpoint, Waiting... waiting) {
        return new Change(
                one.id(), epoch(one), new Position(checkpoint), byPosition(waiting), 0, Optional.empty(), false);
    }

    private static Map<Position, Optional<Waiting>> byPosition(Waiting... waiting) {
        return Stream.of(waiting).collect(Collectors.toMap(Waiting::position, Optional::of));
    }

    private static Waiting waiting(long position, Standing standing) {
        List<ObjectId> objects = List.of(new ObjectId(UUID.randomUUID()), new ObjectId(UUID.randomUUID()));
        return new Waiting(new Position(position), EventId.next(), objects, standing, 2, MOMENT, "why");
    }

    private void saved(Change change) {
        assertThat(store.save(List.of(change))).containsExactly(change.id());
    }

    private static List<String> names(List<Kept> found) {
        return found.stream().map(one -> one.subscription().name()).toList();
    }

    static Stream<Delivery> deliveries() {
        Webhook.Former former = new Webhook.Former("whsec_Yg==", MOMENT);
        return Stream.of(
                WEBHOOK,
                new Webhook(WEBHOOK.target(), "whsec_Yw==", Optional.of(former)),
                new Delivery.Sse(),
                new Delivery.Pull());
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void what_is_added_is_kept_as_it_was(Delivery delivery) {
        Filter filter = Filter.of(
                Set.of(new EventType("Geboorte"), new EventType("Overlijden")),
                Set.of(new ObjectId(UUID.randomUUID())),
                Optional.of("event.kind == 'CLAIM'"));
        Subscription one =
                given(new Subscription(UUID.randomUUID(), "een", OWNER, filter, delivery, new Position(7), MOMENT));

        Kept kept = kept(one);

        assertSame(kept.subscription(), one);
        assertThat(kept.state()).isEqualTo(State.ACTIVE);
        assertThat(kept.why()).isEmpty();
        assertThat(kept.checkpoint()).isEqualTo(one.start());
        assertThat(kept.failures()).isZero();
        assertThat(kept.lastFailure()).isEmpty();
        assertThat(names(store.find(List.of(one.id(), UUID.randomUUID())))).containsExactly("een");
        assertThat(store.find("twee")).isEmpty();
        assertThat(store.find(List.of())).isEmpty();
    }

    /// Expressions are the same when their texts are.
    private static void assertSame(Subscription found, Subscription given) {
        assertThat(found.filter().expression().map(String::valueOf))
                .isEqualTo(given.filter().expression().map(String::valueOf));
        assertThat(withoutExpression(found)).isEqualTo(withoutExpression(given));
    }

    private static Subscription withoutExpression(Subscription one) {
        Filter filter = new Filter(one.filter().types(), one.filter().objects(), Optional.empty());
        return new Subscription(
                one.id(), one.name(), one.owner(), filter, one.delivery(), one.start(), one.createdAt());
    }

    @Test
    void a_name_is_of_one_at_a_time() {
        Subscription first = given("naam", new Delivery.Pull());
        Subscription second = subscription("naam", new Delivery.Sse());
        saved(change(first, 8, waiting(8, Standing.PARKED)));

        assertThat(store.add(second)).isFalse();
        assertThat(kept(second).subscription().id()).isEqualTo(first.id());

        assertThat(store.remove(first.id())).isTrue();
        assertThat(store.remove(first.id())).isFalse();
        assertThat(store.find("naam")).isEmpty();
        assertThat(store.waiting(List.of(first.id()))).isEmpty();
        assertThat(store.add(second)).isTrue();
        assertThat(kept(second).subscription().id()).isEqualTo(second.id());
    }

    @Test
    void they_are_listed_by_name_and_of_an_owner() {
        Source other = new Source(UUID.randomUUID(), "systeem");
        for (String name : List.of("delta", "alfa", "charlie")) {
            var _ = given(name, new Delivery.Pull());
        }
        var _ = given(new Subscription(
                UUID.randomUUID(), "bravo", other, Filter.ALL, new Delivery.Sse(), Position.START, MOMENT));

        assertThat(names(store.list(Optional.empty(), "", 10))).containsExactly("alfa", "bravo", "charlie", "delta");
        assertThat(names(store.list(Optional.empty(), "alfa", 2))).containsExactly("bravo", "charlie");
        assertThat(names(store.list(Optional.of(OWNER.id()), "alfa", 10))).containsExactly("charlie", "delta");
        assertThat(store.list(Optional.of(UUID.randomUUID()), "", 10)).isEmpty();
        assertThat(store.count(OWNER.id())).isEqualTo(3);
        assertThat(store.count(other.id())).isEqualTo(1);
        assertThat(store.count(UUID.randomUUID())).isZero();
    }

    @Test
    void a_change_replaces_filter_and_delivery_in_a_new_epoch() {
        Subscription one = given("een", WEBHOOK);
        long before = epoch(one);
        Filter filter = Filter.of(Set.of(new EventType("Geboorte")), Set.of(), Optional.empty());
        Webhook elsewhere = new Webhook(URI.create("https://elsewhere.example/"), "whsec_Yg==", Optional.empty());
        Subscription other =
                new Subscription(one.id(), one.name(), OWNER, filter, elsewhere, one.start(), one.createdAt());

        assertThat(store.change(other, before)).isTrue();

        assertSame(kept(one).subscription(), other);
        assertThat(epoch(one)).isGreaterThan(before);
        assertThat(store.change(one, before)).isFalse();
        assertSame(kept(one).subscription(), other);
    }

    @Test
    void a_state_is_put_with_its_reason_in_a_new_epoch() {
        Subscription one = given("een", new Delivery.Pull());
        long before = epoch(one);

        assertThat(store.put(one.id(), before, State.SUSPENDED, Optional.of("gone")))
                .isTrue();

        assertThat(kept(one).state()).isEqualTo(State.SUSPENDED);
        assertThat(kept(one).why()).contains("gone");
        long suspended = epoch(one);
        assertThat(suspended).isGreaterThan(before);
        assertThat(store.put(one.id(), before, State.PAUSED, Optional.empty())).isFalse();
        assertThat(store.put(one.id(), suspended, State.ACTIVE, Optional.empty()))
                .isTrue();
        assertThat(kept(one).state()).isEqualTo(State.ACTIVE);
        assertThat(kept(one).why()).isEmpty();
        assertThat(store.put(UUID.randomUUID(), 0, State.PAUSED, Optional.empty()))
                .isFalse();
    }

    @Test
    void what_is_waiting_comes_in_the_order_of_the_log() {
        Subscription one = given("een", new Delivery.Pull());
        Subscription other = given("ander", new Delivery.Pull());
        Waiting held = waiting(12, Standing.HELD);
        Waiting leased = waiting(9, Standing.LEASED);
        Waiting parked = waiting(30, Standing.PARKED);
        saved(change(one, 30, held, leased, parked));
        saved(change(other, 30, waiting(8, Standing.RETRYING)));

        assertThat(store.waiting(List.of(one.id(), UUID.randomUUID())))
                .isEqualTo(Map.of(one.id(), List.of(leased, held, parked)));
        assertThat(store.waiting(List.of(one.id(), other.id()))).containsOnlyKeys(one.id(), other.id());
        assertThat(store.waiting(List.of())).isEmpty();
        assertThat(store.waiting(one.id(), new Position(9), 1)).containsExactly(held);
        assertThat(store.waiting(one.id(), new Position(9), 10)).containsExactly(held, parked);
        assertThat(store.waiting(UUID.randomUUID(), Position.START, 10)).isEmpty();
    }

    @Test
    void what_changed_replaces_what_was_waiting_and_what_is_settled_is_no_more() {
        Subscription one = given("een", new Delivery.Pull());
        Waiting first = waiting(9, Standing.LEASED);
        Waiting second = waiting(12, Standing.HELD);
        saved(change(one, 12, first, second));
        Waiting parked = new Waiting(
                first.position(), first.event(), first.objects(), Standing.PARKED, 15, Instant.EPOCH, "enough");

        saved(new Change(
                one.id(),
                epoch(one),
                new Position(12),
                Map.of(first.position(), Optional.of(parked), second.position(), Optional.empty()),
                0,
                Optional.empty(),
                false));

        assertThat(store.waiting(one.id(), Position.START, 10)).containsExactly(parked);
    }

    @Test
    void a_checkpoint_goes_back_by_a_replay_only() {
        Subscription one = given("een", new Delivery.Pull());
        Waiting first = waiting(9, Standing.PARKED);
        saved(change(one, 40, first, waiting(20, Standing.PARKED), waiting(30, Standing.HELD)));
        saved(change(one, 10));
        assertThat(kept(one).checkpoint()).isEqualTo(new Position(40));
        long before = epoch(one);

        assertThat(store.replay(one.id(), before, new Position(9))).isTrue();

        assertThat(kept(one).checkpoint()).isEqualTo(new Position(9));
        assertThat(store.waiting(one.id(), Position.START, 10)).containsExactly(first);
        assertThat(epoch(one)).isGreaterThan(before);
        assertThat(store.replay(one.id(), before, Position.START)).isFalse();
        assertThat(kept(one).checkpoint()).isEqualTo(new Position(9));
        assertThat(store.waiting(one.id(), Position.START, 10)).containsExactly(first);
    }

    @Test
    void failures_add_up_and_the_last_is_told() {
        Subscription one = given("een", WEBHOOK);
        saved(failed(one, 3, Optional.of("first")));
        Kept.Failure first = kept(one).lastFailure().orElseThrow();
        saved(failed(one, 2, Optional.of("second")));
        saved(failed(one, 0, Optional.empty()));

        assertThat(kept(one).failures()).isEqualTo(5);
        Kept.Failure last = kept(one).lastFailure().orElseThrow();
        assertThat(last.what()).isEqualTo("second");
        assertThat(last.at()).isAfterOrEqualTo(first.at());
    }

    private Change failed(Subscription one, long failures, Optional<String> last) {
        return new Change(one.id(), epoch(one), one.start(), Map.of(), failures, last, false);
    }

    @Test
    void what_is_saved_of_a_past_epoch_has_no_effect_and_holds_up_no_other() {
        Subscription late = given("laat", WEBHOOK);
        Subscription intime = given("op-tijd", WEBHOOK);
        Change tooLate = new Change(
                late.id(),
                epoch(late),
                new Position(50),
                byPosition(waiting(9, Standing.PARKED)),
                1,
                Optional.of("failed"),
                true);
        assertThat(store.put(late.id(), epoch(late), State.PAUSED, Optional.empty()))
                .isTrue();
        Kept before = kept(late);
        Change ofNobody = new Change(UUID.randomUUID(), 0, new Position(50), Map.of(), 0, Optional.empty(), false);

        assertThat(store.save(List.of(tooLate, change(intime, 50), ofNobody))).containsExactly(intime.id());

        assertThat(kept(late)).isEqualTo(before);
        assertThat(store.waiting(List.of(late.id()))).isEmpty();
        assertThat(kept(intime).checkpoint()).isEqualTo(new Position(50));
        assertThat(store.save(List.of())).isEmpty();
    }

    @Test
    void a_save_goes_on_in_its_epoch_or_ends_it() {
        Subscription one = given("een", new Delivery.Pull());
        long before = epoch(one);
        saved(change(one, 10));
        assertThat(epoch(one)).isEqualTo(before);

        Change last = new Change(one.id(), before, new Position(11), Map.of(), 0, Optional.empty(), true);
        saved(last);

        assertThat(epoch(one)).isGreaterThan(before);
        assertThat(store.save(List.of(last))).isEmpty();
    }

    @Test
    void an_active_webhook_is_held_by_one_node_until_it_lets_go() {
        Subscription one = given("een", WEBHOOK);
        var _ = given("gehaald", new Delivery.Pull());
        var _ = given("gevolgd", new Delivery.Sse());
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        long before = epoch(one);

        Map<UUID, Long> held = store.hold(first, LONG);

        assertThat(held).isEqualTo(Map.of(one.id(), epoch(one)));
        assertThat(epoch(one)).isGreaterThan(before);
        assertThat(store.hold(second, LONG)).isEmpty();
        assertThat(store.hold(first, LONG)).isEqualTo(held);
        store.release(second);
        assertThat(store.hold(second, LONG)).isEmpty();
        store.release(first);
        Map<UUID, Long> taken = store.hold(second, LONG);
        assertThat(taken).isEqualTo(Map.of(one.id(), epoch(one)));
        assertThat(taken.get(one.id())).isGreaterThan(held.get(one.id()));
        assertThat(store.hold(first, LONG)).isEmpty();
    }

    @Test
    void one_that_is_not_active_is_held_by_nobody() {
        Subscription one = given("een", WEBHOOK);
        UUID node = UUID.randomUUID();
        assertThat(store.hold(node, LONG)).containsOnlyKeys(one.id());
        assertThat(store.put(one.id(), epoch(one), State.PAUSED, Optional.empty()))
                .isTrue();
        assertThat(store.hold(node, LONG)).isEmpty();
        assertThat(store.put(one.id(), epoch(one), State.ACTIVE, Optional.empty()))
                .isTrue();
        assertThat(store.hold(node, LONG)).isEqualTo(Map.of(one.id(), epoch(one)));
    }

    @Test
    void when_a_lease_has_ended_another_node_takes_over_in_a_new_epoch() {
        Subscription one = given("een", WEBHOOK);
        UUID gone = UUID.randomUUID();
        UUID next = UUID.randomUUID();
        assertThat(store.hold(gone, SHORT)).containsOnlyKeys(one.id());
        Change tooLate = change(one, 50);

        Instant end = Instant.now().plus(AT_MOST);
        Map<UUID, Long> taken = store.hold(next, LONG);
        while (taken.isEmpty()) {
            assertThat(Instant.now()).as("the lease does not end").isBefore(end);
            LockSupport.parkNanos(1_000_000);
            taken = store.hold(next, LONG);
        }

        assertThat(taken).isEqualTo(Map.of(one.id(), epoch(one)));
        assertThat(store.hold(gone, SHORT)).isEmpty();
        assertThat(store.save(List.of(tooLate))).isEmpty();
        assertThat(kept(one).checkpoint()).isEqualTo(one.start());
    }

    @Test
    void it_is_counted_how_things_stand() {
        assertThat(store.totals()).isEmpty();
        Subscription first = given("een", WEBHOOK);
        Subscription second = given("twee", WEBHOOK);
        Subscription paused = given("drie", new Delivery.Pull());
        Subscription gone = given("vier", WEBHOOK);
        saved(change(first, 20, waiting(8, Standing.PARKED), waiting(9, Standing.HELD)));
        saved(failed(second, 4, Optional.of("failed")));
        saved(change(second, 30, waiting(8, Standing.PARKED)));
        assertThat(store.put(paused.id(), epoch(paused), State.PAUSED, Optional.empty()))
                .isTrue();
        assertThat(store.put(gone.id(), epoch(gone), State.SUSPENDED, Optional.of("gone")))
                .isTrue();

        assertThat(store.totals())
                .containsExactly(
                        new Totals("pull", 1, Optional.empty(), 0, 0, 0),
                        new Totals("webhook", 3, Optional.of(new Position(20)), 2, 4, 1));
    }

    @Test
    void of_many_who_save_at_once_and_end_the_epoch_one_wins() throws Exception {
        Subscription one = given("een", new Delivery.Pull());
        for (int checkpoint = 10; checkpoint < 30; checkpoint++) {
            Change change =
                    new Change(one.id(), epoch(one), new Position(checkpoint), Map.of(), 1, Optional.empty(), true);
            assertThat(race(racer -> store.save(List.of(change))))
                    .filteredOn(saved -> !saved.isEmpty())
                    .hasSize(1);
        }
        assertThat(kept(one).failures()).isEqualTo(20);
    }

    @Test
    void of_many_nodes_one_holds_each_webhook() throws Exception {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(given("s-" + i, WEBHOOK).id());
        }
        List<UUID> held = new ArrayList<>();
        race(racer -> store.hold(UUID.randomUUID(), LONG)).forEach(one -> held.addAll(one.keySet()));

        assertThat(held).containsExactlyInAnyOrderElementsOf(all);
    }

    private static <T> List<T> race(IntFunction<T> run) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> racing = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                int racer = i;
                racing.add(threads.submit(() -> {
                    start.await();
                    return run.apply(racer);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : racing) {
                results.add(one.get());
            }
            return results;
        }
    }
}
