package f6.zone.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.zone.subscription.Backlog.Item;
import f6.zone.subscription.Waiting.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which of the events that a subscriber has not settled may go next.
class BacklogTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final ObjectId ANNA = ObjectId.next();
    private static final ObjectId BRAM = ObjectId.next();
    private static final ObjectId CEES = ObjectId.next();

    private final Backlog backlog = Backlog.of(List.of(), Position.START);
    private long head;

    private StoredEvent happened(ObjectId... objects) {
        head++;
        return new StoredEvent(
                new Position(head),
                NOW,
                Event.fact(
                        new EventType("Iets"),
                        "1",
                        NOW,
                        List.of(objects),
                        new Source(UUID.randomUUID(), "bron"),
                        EventData.EMPTY));
    }

    private void told(ObjectId... objects) {
        take(happened(objects));
    }

    private void take(StoredEvent event) {
        backlog.take(List.of(event), event.position());
    }

    private Item next() {
        return backlog.next(NOW).orElseThrow();
    }

    private static long position(Item item) {
        return item.waiting().position().value();
    }

    private List<Long> allNext() {
        return Stream.generate(() -> backlog.next(NOW))
                .takeWhile(Optional::isPresent)
                .map(item -> position(item.orElseThrow()))
                .toList();
    }

    private Position checkpoint() {
        return backlog.checkpoint();
    }

    @Test
    void events_of_different_objects_go_together_and_those_of_one_after_each_other() {
        told(ANNA);
        told(BRAM);
        told(ANNA);

        Item anna = next();
        Item bram = next();

        assertThat(position(anna)).isEqualTo(1);
        assertThat(position(bram)).isEqualTo(2);
        assertThat(backlog.next(NOW)).isEmpty();
        backlog.settle(anna);
        assertThat(allNext()).containsExactly(3L);
    }

    @Test
    void an_event_of_several_objects_waits_for_all_of_them() {
        told(ANNA);
        told(BRAM);
        told(ANNA, BRAM);
        told(BRAM, CEES);
        told(CEES);
        Item anna = next();
        Item bram = next();

        backlog.settle(bram);
        assertThat(backlog.next(NOW)).isEmpty();
        backlog.settle(anna);
        Item both = next();
        assertThat(position(both)).isEqualTo(3);
        backlog.settle(both);
        Item four = next();
        assertThat(position(four)).isEqualTo(4);
        backlog.settle(four);
        assertThat(allNext()).containsExactly(5L);
    }

    @Test
    void a_parked_event_holds_back_its_objects_and_no_others() {
        told(ANNA);
        told(BRAM);
        told(ANNA, CEES);
        told(CEES);
        backlog.park(next(), "nee");

        backlog.settle(next());

        assertThat(backlog.next(NOW.plusSeconds(1_000_000))).isEmpty();
        assertThat(checkpoint()).isEqualTo(new Position(4));
        assertThat(standings()).isEqualTo(Map.of(1L, Standing.PARKED, 3L, Standing.HELD, 4L, Standing.HELD));
        told(BRAM);
        assertThat(allNext()).containsExactly(5L);
    }

    private List<Waiting> kept() {
        return backlog.takeChanges().values().stream().flatMap(Optional::stream).toList();
    }

    /// Kept because it waits for one that is, and so ahead of one that it waits for as well.
    @Test
    void what_was_kept_waits_for_what_was_not() {
        StoredEvent anna = happened(ANNA);
        StoredEvent bram = happened(BRAM);
        StoredEvent both = happened(ANNA, BRAM);
        List.of(anna, bram, both).forEach(this::take);
        Item one = next();
        backlog.park(next(), "nee");
        assertThat(position(one)).isEqualTo(1);
        Backlog later = Backlog.of(kept(), checkpoint());

        assertThat(later.scanned()).isEqualTo(Position.START);
        later.settle(later.at(bram.position()).orElseThrow());
        assertThat(later.next(NOW)).isEmpty();
        later.take(List.of(anna, both), both.position());
        Item first = later.next(NOW).orElseThrow();
        assertThat(position(first)).isEqualTo(1);
        assertThat(later.next(NOW)).isEmpty();
        later.settle(first);
        assertThat(later.next(NOW).map(BacklogTest::position)).contains(3L);
    }

    private Map<Long, Standing> standings() {
        Map<Long, Standing> standings = new TreeMap<>();
        backlog.takeChanges()
                .forEach((position, waiting) ->
                        waiting.ifPresent(kept -> standings.put(position.value(), kept.standing())));
        return standings;
    }

    @Test
    void a_parked_event_that_is_tried_again_goes_first_and_skipped_lets_the_others_go() {
        told(ANNA);
        told(ANNA);
        Item first = next();
        backlog.park(first, "nee");
        backlog.renew(first);

        Item again = next();
        assertThat(position(again)).isEqualTo(1);
        assertThat(again.waiting().attempts()).isZero();
        backlog.park(again, "weer niet");
        backlog.settle(again);
        assertThat(allNext()).containsExactly(2L);
    }

    @Test
    void a_retried_event_waits_for_its_moment() {
        told(ANNA);
        told(BRAM);
        backlog.retryAt(next(), NOW.plusSeconds(10), "even niet");

        assertThat(allNext()).containsExactly(2L);
        assertThat(backlog.nextMoment()).contains(NOW.plusSeconds(10));
        assertThat(backlog.next(NOW.plusSeconds(9))).isEmpty();
        Item again = backlog.next(NOW.plusSeconds(10)).orElseThrow();
        assertThat(again.waiting().attempts()).isEqualTo(1);
        assertThat(again.waiting().reason()).isEqualTo("even niet");
    }

    @Test
    void the_checkpoint_is_before_what_is_neither_settled_nor_kept() {
        told(ANNA);
        told(BRAM);
        told(CEES);
        Item anna = next();
        Item bram = next();
        backlog.settle(bram);

        assertThat(checkpoint()).isEqualTo(Position.START);
        backlog.settle(anna);
        assertThat(checkpoint()).isEqualTo(new Position(2));
        backlog.retryAt(next(), NOW, "");
        assertThat(checkpoint()).isEqualTo(new Position(3));
    }

    @Test
    void what_was_kept_and_comes_by_again_is_there_once() {
        StoredEvent first = happened(ANNA);
        take(first);
        backlog.park(next(), "nee");
        Backlog later = Backlog.of(kept(), Position.START);

        later.take(List.of(first, happened(ANNA)), new Position(2));

        assertThat(later.size()).isEqualTo(2);
        assertThat(later.next(NOW)).isEmpty();
    }

    /// A subscriber that fails, leases and parks by chance, and a node that dies by chance: in the end each event
    /// was delivered, and never before an earlier one that names one of its objects.
    @Test
    void whatever_happens_each_object_has_its_events_in_order() {
        for (long seed = 1; seed <= 300; seed++) {
            new Chance(seed).run();
        }
    }

    private static final class Chance {
        private static final int EVENTS = 60;
        private final long seed;
        private final Random random;
        private final List<StoredEvent> log = new ArrayList<>();
        private final Map<Position, Waiting> kept = new TreeMap<>();
        private final Map<ObjectId, Long> last = new HashMap<>();
        private final List<Long> settled = new ArrayList<>();
        private final List<Item> out = new ArrayList<>();
        private Position checkpoint = Position.START;
        private Backlog backlog = Backlog.of(List.of(), Position.START);
        private Instant now = NOW;

        Chance(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            BacklogTest events = new BacklogTest();
            List<ObjectId> objects = List.of(ANNA, BRAM, CEES, ObjectId.next(), ObjectId.next());
            for (int i = 0; i < EVENTS; i++) {
                ObjectId one = objects.get(random.nextInt(objects.size()));
                ObjectId other = objects.get(random.nextInt(objects.size()));
                log.add(one.equals(other) ? events.happened(one) : events.happened(one, other));
            }
        }

        void run() {
            for (int step = 0;
                    step < 5_000 && !(backlog.size() == 0 && backlog.scanned().value() == EVENTS);
                    step++) {
                step(random.nextInt(10));
            }
            assertThat(settled.stream().distinct().sorted())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            log.stream().map(event -> event.position().value()).toList());
        }

        private void step(int what) {
            switch (what) {
                case 0, 1 -> {
                    if (backlog.scanned().value() < EVENTS) {
                        StoredEvent event = log.get((int) backlog.scanned().value());
                        backlog.take(List.of(event), event.position());
                    }
                }
                case 2 -> save();
                case 3 -> {
                    if (random.nextInt(5) == 0) {
                        die();
                    }
                }
                case 4, 5, 6 -> backlog.next(now).ifPresent(out::add);
                default -> {
                    now = now.plusSeconds(1);
                    if (!out.isEmpty()) {
                        finish(out.remove(random.nextInt(out.size())));
                    }
                }
            }
        }

        private void finish(Item item) {
            switch (random.nextInt(6)) {
                case 0 -> backlog.retryAt(item, now.plusSeconds(random.nextInt(20)), "");
                case 1 -> {
                    backlog.park(item, "");
                    backlog.renew(item);
                }
                case 2 -> backlog.lease(item, now.plusSeconds(random.nextInt(5)));
                default -> {
                    long position = position(item);
                    settled.add(position);
                    for (ObjectId object : item.waiting().objects()) {
                        assertThat(earlierUnsettled(object, position))
                                .as("seed %d: position %d", seed, position)
                                .isFalse();
                        last.put(object, position);
                    }
                    backlog.settle(item);
                }
            }
        }

        private boolean earlierUnsettled(ObjectId object, long position) {
            return log.stream()
                    .filter(event -> event.position().value() < position
                            && event.event().objects().contains(object))
                    .anyMatch(event -> !settled.contains(event.position().value()));
        }

        private void save() {
            checkpoint = backlog.checkpoint();
            backlog.takeChanges()
                    .forEach((position, waiting) ->
                            waiting.ifPresentOrElse(one -> kept.put(position, one), () -> kept.remove(position)));
        }

        private void die() {
            backlog = Backlog.of(List.copyOf(kept.values()), checkpoint);
            out.clear();
        }
    }
}
