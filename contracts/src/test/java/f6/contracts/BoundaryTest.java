package f6.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Content;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.PartialDate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoundaryTest {
    private static final int LOGS = 200;
    private static final Dating DATING = new Dating() {
        @Override
        public ZoneId timeZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Optional<PartialDate> dataDate(Event event, Content content) {
            return Optional.empty();
        }
    };

    @Test
    void histories_that_are_read_together_are_those_that_are_read_alone() {
        Random random = new Random(Seed.print("BoundaryTest"));
        int closed = 0;
        int open = 0;
        for (int log = 0; log < LOGS; log++) {
            EventStore store = new InMemoryEventStore();
            List<ObjectId> objects =
                    Stream.generate(SampleEvents::object).limit(6).toList();
            List<Event> stored = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                Event next = next(objects, stored, random);
                var _ = store.append(next);
                stored.add(next);
            }

            Map<ObjectId, History> together = Boundary.histories(objects, store, DATING);

            assertThat(together).containsOnlyKeys(objects);
            together.forEach((object, history) -> assertThat(ids(history))
                    .isEqualTo(ids(Boundary.of(List.of(object), store, DATING).history())));
            Set<ObjectId> alone = Boundary.closed(objects, store, store.head()).keySet();
            closed += alone.size();
            open += objects.size() - alone.size();
        }
        assertThat(closed).isPositive();
        assertThat(open).isPositive();
    }

    @Test
    void what_is_behind_a_position_is_not_read() {
        EventStore store = new InMemoryEventStore();
        ObjectId object = SampleEvents.object();
        var _ = store.append(SampleEvents.event(SampleEvents.OPENED, object));
        var before = store.head();
        var _ = store.append(SampleEvents.event(SampleEvents.CLOSED, object));

        assertThat(Boundary.closed(List.of(object), store, before).get(object)).hasSize(1);
        assertThat(Boundary.closed(List.of(object), store, store.head()).get(object))
                .hasSize(2);
    }

    private static List<EventId> ids(History history) {
        return history.events().stream().map(StoredEvent::id).toList();
    }

    /// A claim, maybe with causes, or something that targets what is there and maybe brings an object in.
    private static Event next(List<ObjectId> objects, List<Event> stored, Random random) {
        Set<ObjectId> about = new LinkedHashSet<>();
        about.add(objects.get(random.nextInt(objects.size())));
        if (random.nextInt(3) == 0) {
            about.add(objects.get(random.nextInt(objects.size())));
        }
        if (stored.isEmpty() || random.nextInt(3) == 0) {
            boolean caused = !stored.isEmpty() && random.nextInt(5) == 0;
            return event(
                    EventKind.CLAIM, about, caused ? List.of(one(stored, random).id()) : List.of());
        }
        Event target = one(stored, random);
        if (random.nextInt(4) > 0) {
            about.clear();
        }
        about.addAll(target.objects());
        EventKind kind = random.nextBoolean() ? EventKind.VALIDATION : EventKind.CORRECTION;
        return event(kind, about, List.of(target.id()));
    }

    private static Event one(List<Event> stored, Random random) {
        return stored.get(random.nextInt(stored.size()));
    }

    private static Event event(EventKind kind, Set<ObjectId> objects, List<EventId> references) {
        return new Event(
                EventId.next(),
                SampleEvents.OPENED,
                "1",
                kind,
                Instant.EPOCH,
                List.copyOf(objects),
                SampleEvents.SOURCE,
                references,
                EventData.EMPTY);
    }
}
