package f6.postgres.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.zone.subscription.Delivery.Pull;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Pulling;
import f6.zone.subscription.Pulling.Leased;
import f6.zone.subscription.Waiting;
import f6.zone.subscription.Waiting.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events that a subscriber comes for, on any node.
class PullingTest {
    private static final ObjectId ANNA = ObjectId.next();
    private static final Duration LONG = Duration.ofMinutes(10);
    private final Desk desk = new Desk();
    private final Desk.Node node = desk.new Node();

    @AfterEach
    void close() {
        desk.close();
    }

    private static List<Leased> pull(Desk.Node on, int most, Duration lease) {
        return on.subscriptions.pulling().pull("alles", most, lease).given().orElseThrow();
    }

    private static List<Long> positions(List<Leased> leased) {
        return leased.stream().map(one -> one.waiting().position().value()).toList();
    }

    private static Set<EventId> ids(List<Leased> leased) {
        return leased.stream().map(one -> one.waiting().event()).collect(Collectors.toSet());
    }

    private Pulling.Acknowledged acknowledge(Set<EventId> ids) {
        return node.subscriptions.pulling().acknowledge("alles", ids).given().orElseThrow();
    }

    /// The tail of a node hears of events a moment later.
    private void untilKnown(Desk.Node on, long position) {
        Desk.until(() -> on.tail.reached().value() >= position);
    }

    @Test
    void events_are_leased_until_they_are_acknowledged() {
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        for (int i = 0; i < 5; i++) {
            var _ = desk.happens(ObjectId.next());
        }
        untilKnown(node, 5);

        List<Leased> first = pull(node, 3, LONG);
        List<Leased> second = pull(node, 3, LONG);
        assertThat(positions(first)).containsExactly(1L, 2L, 3L);
        assertThat(positions(second)).containsExactly(4L, 5L);
        assertThat(pull(node, 3, LONG)).isEmpty();

        assertThat(acknowledge(ids(first)).settled()).isEqualTo(3);
        assertThat(acknowledge(ids(first)).unknown()).isEqualTo(ids(first));
        assertThat(acknowledge(ids(second)).settled()).isEqualTo(2);
        assertThat(desk.kept("alles").checkpoint()).isEqualTo(new Position(5));
        assertThat(node.subscriptions.parked(desk.kept("alles"), Position.START, 10))
                .isEmpty();
    }

    @Test
    void an_object_has_one_event_out_at_a_time() {
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        for (int i = 0; i < 3; i++) {
            var _ = desk.happens(ANNA);
        }
        var _ = desk.happens(ObjectId.next());
        untilKnown(node, 4);

        List<Leased> leased = pull(node, 10, LONG);
        assertThat(positions(leased)).containsExactlyInAnyOrder(1L, 4L);
        assertThat(pull(node, 10, LONG)).isEmpty();
        assertThat(acknowledge(ids(leased)).settled()).isEqualTo(2);
        assertThat(positions(pull(node, 10, LONG))).containsExactly(2L);
    }

    @Test
    void a_lease_that_ends_gives_the_event_again_on_any_node() {
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        var _ = desk.happens(ANNA);
        untilKnown(node, 1);
        assertThat(positions(pull(node, 10, Duration.ofMillis(1)))).containsExactly(1L);
        Desk.Node other = desk.new Node();

        Desk.until(() -> positions(pull(other, 10, LONG)).equals(List.of(1L)));
    }

    @Test
    void what_is_given_back_comes_again_and_is_parked_in_the_end() {
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        var _ = desk.happens(ANNA);
        untilKnown(node, 1);
        for (int i = 1; i <= Pulling.MAX_ATTEMPTS; i++) {
            List<Leased> leased = pull(node, 1, LONG);
            assertThat(leased).as("attempt %d", i).hasSize(1);
            assertThat(node.subscriptions
                            .pulling()
                            .giveBack("alles", ids(leased), Duration.ZERO, "nu niet")
                            .given()
                            .orElseThrow()
                            .settled())
                    .isEqualTo(1);
        }

        assertThat(pull(node, 1, LONG)).isEmpty();
        Waiting parked = node.subscriptions
                .parked(desk.kept("alles"), Position.START, 10)
                .getFirst();
        assertThat(parked.standing()).isEqualTo(Standing.PARKED);
        assertThat(parked.reason()).isEqualTo("nu niet");
        assertThat(node.subscriptions.retry(desk.kept("alles"), parked.event())).contains(true);
        assertThat(pull(node, 1, LONG)).hasSize(1);
    }

    @Test
    void a_paused_subscription_gives_nothing() {
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        assertThat(node.subscriptions.pause(desk.kept("alles"))).isTrue();

        assertThat(node.subscriptions.pulling().pull("alles", 1, LONG).refused())
                .contains(Pulling.Refusal.NOT_ACTIVE);
        assertThatThrownBy(() -> pull(node, 0, LONG)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> pull(node, 1, Duration.ZERO)).isInstanceOf(InvalidValue.class);
    }

    /// Pullers on two nodes at once: each event goes to one of them.
    @Test
    void no_event_is_leased_twice() throws Exception {
        int events = 300;
        var _ = node.make("alles", Pull.WAY, Filter.ALL);
        Desk.Node other = desk.new Node();
        for (int i = 0; i < events; i++) {
            var _ = desk.happens(ObjectId.next());
        }
        untilKnown(node, events);
        untilKnown(other, events);
        List<Long> leased = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier start = new CyclicBarrier(6);
        List<Thread> pullers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Desk.Node on = i % 2 == 0 ? node : other;
            pullers.add(Thread.ofVirtual().start(() -> {
                try {
                    var _ = start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                while (leased.size() < events) {
                    on.subscriptions
                            .pulling()
                            .pull("alles", 7, LONG)
                            .given()
                            .ifPresent(given -> leased.addAll(positions(given)));
                }
            }));
        }
        for (Thread puller : pullers) {
            assertThat(puller.join(Duration.ofSeconds(60))).isTrue();
        }

        assertThat(new HashSet<>(leased)).hasSameSizeAs(leased);
        assertThat(leased)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, events).boxed().toList());
    }

    @Test
    void a_filter_that_little_passes_is_pulled_through() {
        var _ = node.make("alles", Pull.WAY, Filter.of(Set.of(), Set.of(), Optional.of("event.type == 'Zeldzaam'")));
        for (int i = 0; i < 1_200; i++) {
            var _ = desk.happens(ANNA);
        }
        long rare = desk.happens("Zeldzaam", ANNA);
        untilKnown(node, rare);

        assertThat(positions(pull(node, 10, LONG))).containsExactly(rare);
    }
}
