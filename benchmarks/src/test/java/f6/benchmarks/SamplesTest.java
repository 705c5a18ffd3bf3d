package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
    @Test
    void an_event_has_about_300_bytes_of_data_and_one_to_three_objects() {
        Samples samples = new Samples();
        for (int i = 0; i < 10_000; i++) {
            Sample sample = samples.next();
            assertThat(sample.json().length()).isBetween(280, 320);
            assertThat(sample.event().objects()).hasSizeBetween(1, 3);
        }
    }

    @Test
    void clients_have_objects_of_their_own() {
        Set<ObjectId> first = objects(new Samples());
        Set<ObjectId> second = objects(new Samples());

        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 20_000, 30_000})
    void each_object_of_the_history_has_ten_events_and_the_hot_one_its_own(int events) {
        History history = new History(events);
        InMemoryEventStore store = new InMemoryEventStore();
        history.store(store);

        assertThat(store.head().value()).isEqualTo(events);
        for (int number = 0; number < history.objects(); number += 97) {
            assertThat(store.read(Query.ofObjects(history.object(number)), ReadOptions.FORWARD))
                    .hasSize(History.EVENTS_OF_AN_OBJECT);
        }
        assertThat(store.read(Query.ofObjects(History.HOT), ReadOptions.FORWARD))
                .hasSize(history.hotEvents());
    }

    private static Set<ObjectId> objects(Samples samples) {
        Set<ObjectId> objects = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            Event event = samples.next().event();
            objects.addAll(event.objects());
        }
        return objects;
    }
}
