package courses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import courses.CourseEvent.CourseDefined;
import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.AppendResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CourseEventTest {
    private static final ObjectId CHESS = new ObjectId(UUID.randomUUID());
    private static final ObjectId ANNA = new ObjectId(UUID.randomUUID());
    private static final Act ACT = Act.now(new Source(UUID.randomUUID(), "registrar"));

    private static StoredEvent stored(Event event) {
        return new InMemoryEventStore().append(event).orThrow().events().getFirst();
    }

    private static Event courseDefined(String version) {
        return ACT.records(
                CourseEvent.COURSE_DEFINED, version, List.of(CHESS), Map.of("title", "Chess", "capacity", 12));
    }

    @Test
    void what_was_written_is_read() {
        List<CourseEvent> events = List.of(
                new CourseDefined(CHESS, "Chess", new Capacity(8, Capacity.Unit.WORKPLACES)),
                new StudentSubscribed(CHESS, ANNA));
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(CourseEvent.of(stored(event.by(ACT)))).isEqualTo(event));
    }

    // tag::upcast[]
    @Test
    void a_capacity_of_version_1_means_seats() {
        assertThat(CourseEvent.of(stored(courseDefined("1"))))
                .isEqualTo(new CourseDefined(CHESS, "Chess", Capacity.seats(12)));
    }
    // end::upcast[]

    @Test
    void a_log_with_a_version_that_nobody_reads_is_refused_at_the_start() {
        InMemoryEventStore store = new InMemoryEventStore();
        assertThat(store.append(courseDefined("3"))).isInstanceOf(AppendResult.Appended.class);
        assertThatThrownBy(() -> CourseEvent.EVOLUTION.requireComplete(store))
                .hasMessageContaining("CourseDefined version 3");
    }
}
