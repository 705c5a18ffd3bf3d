package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.KnownAt;
import f6.zone.view.EventFilter;
import f6.zone.view.EventPage;
import f6.zone.view.EventPages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Events by object, type, source and period, page by page.
class EventPagesTest {
    private static final List<String> TYPES = List.of("Geboorte", "Overlijden", "Huwelijk");
    private static final List<UUID> SOURCES = List.of(new UUID(1, 1), new UUID(2, 2));

    private final Zonnendaal stand = new Zonnendaal("burgerlijke-stand");
    private final List<ObjectId> objects =
            Stream.generate(Zonnendaal::object).limit(4).toList();

    private StoredEvent store(Random random) {
        Event event = new Event(
                EventId.next(),
                new EventType(TYPES.get(random.nextInt(TYPES.size()))),
                "1",
                EventKind.CLAIM,
                Instant.EPOCH,
                List.of(objects.get(random.nextInt(objects.size()))),
                new Source(SOURCES.get(random.nextInt(SOURCES.size())), "ambtenaar"),
                List.of(),
                EventData.EMPTY);
        var _ = stand.store.append(event).orThrow();
        return stand.store.find(event.id()).orElseThrow();
    }

    private List<StoredEvent> all(EventFilter filter, boolean newestFirst, int limit) {
        List<StoredEvent> all = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        do {
            EventPage page = stand.zone.questions().events(filter, KnownAt.NOW, newestFirst, after, limit);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.events());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    private static boolean passes(StoredEvent stored, EventFilter filter) {
        Event event = stored.event();
        return filter.object().map(event.objects()::contains).orElse(true)
                && filter.type().map(event.type()::equals).orElse(true)
                && filter.source().map(event.source().id()::equals).orElse(true)
                && filter.from().map(from -> !stored.createdAt().isBefore(from)).orElse(true)
                && filter.to().map(to -> stored.createdAt().isBefore(to)).orElse(true);
    }

    @Test
    void pages_together_are_what_passes_the_filter_whatever_it_is() {
        long seed = Long.getLong("f6.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<StoredEvent> stored =
                Stream.generate(() -> store(random)).limit(60).toList();
        for (int i = 0; i < 300; i++) {
            EventFilter filter = new EventFilter(
                    maybe(random, objects),
                    maybe(random, TYPES).map(EventType::new),
                    maybe(random, SOURCES),
                    maybe(random, stored).map(one -> one.createdAt().plusNanos(random.nextInt(3) - 1)),
                    maybe(random, stored).map(one -> one.createdAt().plusNanos(random.nextInt(3) - 1)));
            boolean newestFirst = random.nextBoolean();
            List<StoredEvent> expected =
                    stored.stream().filter(one -> passes(one, filter)).toList();

            assertThat(all(filter, newestFirst, 1 + random.nextInt(20)))
                    .as("%s, newest first: %s", filter, newestFirst)
                    .isEqualTo(newestFirst ? expected.reversed() : expected);
        }
    }

    private static <T> Optional<T> maybe(Random random, List<T> choices) {
        return random.nextInt(3) == 0 ? Optional.of(choices.get(random.nextInt(choices.size()))) : Optional.empty();
    }

    @Test
    void a_page_that_is_asked_for_again_at_its_moment_is_the_same() {
        Random random = new Random(1);
        var _ = Stream.generate(() -> store(random)).limit(5).toList();
        EventFilter every = new EventFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        EventPage page = stand.zone.questions().events(every, KnownAt.NOW, true, Optional.empty(), 3);
        var _ = store(random);

        assertThat(stand.zone.questions().events(every, KnownAt.upto(page.position()), true, Optional.empty(), 3))
                .isEqualTo(page);
    }

    /// One event of a source among more than are looked at for one page.
    @Test
    void a_page_may_be_empty_and_say_where_to_go_on() {
        Random random = new Random(2);
        List<Event> others = new ArrayList<>();
        for (int i = 0; i < EventPages.MAX_LOOKED_AT; i++) {
            others.add(new Event(
                    EventId.next(),
                    new EventType("Geboorte"),
                    "1",
                    EventKind.CLAIM,
                    Instant.EPOCH,
                    List.of(objects.getFirst()),
                    new Source(new UUID(9, 9), "burger"),
                    List.of(),
                    EventData.EMPTY));
        }
        var _ = stand.store.append(others, null).orThrow();
        StoredEvent last = store(random);
        EventFilter filter = new EventFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(last.event().source().id()),
                Optional.empty(),
                Optional.empty());

        EventPage page = stand.zone.questions().events(filter, KnownAt.NOW, false, Optional.empty(), 10);

        assertThat(page.events()).isEmpty();
        assertThat(page.next()).contains(new Position(EventPages.MAX_LOOKED_AT));
        assertThat(all(filter, false, 10)).containsExactly(last);
        assertThatThrownBy(() -> stand.zone.questions().events(filter, KnownAt.NOW, false, Optional.empty(), 1_001))
                .isInstanceOf(InvalidValue.class);
    }
}
