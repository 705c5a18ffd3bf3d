package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.full;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A log taken over event by event is the same log.
class LogImportTest {
    private final String schema = TestServer.freshSchema();
    private final PostgresEventStore original = PostgresEventStore.open(TestServer.DATABASE, TestServer.freshSchema());
    private final PostgresEventStore copy = PostgresEventStore.open(TestServer.DATABASE, schema);
    private final LogImport intoCopy = new LogImport(TestServer.DATABASE, schema);

    @BeforeEach
    void fill() {
        for (int i = 0; i < 300; i++) {
            assertThat(original.append(full(object(), object(), object(), object(), object()), event(CLOSED, object())))
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    @AfterEach
    void close() {
        original.close();
        copy.close();
    }

    private static List<StoredEvent> all(PostgresEventStore store) {
        return store.read(Query.all(), ReadOptions.FORWARD).toList();
    }

    @Test
    void positions_times_and_content_are_kept_and_every_check_holds() {
        List<StoredEvent> events = all(original);
        assertThat(intoCopy.add(events.subList(0, 100))).isEqualTo(100);
        assertThat(intoCopy.add(events.subList(100, 600))).isEqualTo(500);

        assertThat(all(copy)).isEqualTo(events);
        assertThat(copy.versions()).isEqualTo(original.versions());
        for (StoredEvent event : events.subList(200, 230)) {
            assertThat(copy.positionAt(event.createdAt())).isEqualTo(original.positionAt(event.createdAt()));
            assertThat(copy.read(Query.ofObjects(event.event().objects().getLast()), ReadOptions.FORWARD))
                    .containsExactly(event);
        }
        assertThat(PostgresEventStore.verify(TestServer.DATABASE, schema, Progress.NONE))
                .allMatch(Check::holds);
    }

    @Test
    void what_is_there_already_is_left_and_the_rest_is_added() {
        List<StoredEvent> events = all(original);
        assertThat(intoCopy.add(events.subList(0, 250))).isEqualTo(250);

        assertThat(intoCopy.add(events.subList(0, 200))).isZero();
        assertThat(intoCopy.add(events.subList(200, 600))).isEqualTo(350);
        assertThat(all(copy)).isEqualTo(events);
    }

    @Test
    void the_log_goes_on_behind_what_was_added() {
        List<StoredEvent> events = all(original);
        assertThat(intoCopy.add(events)).isEqualTo(600);

        StoredEvent next =
                copy.append(event(OPENED, object())).orThrow().events().getFirst();
        assertThat(next.position()).isEqualTo(new Position(601));
        assertThat(next.createdAt()).isAfter(events.getLast().createdAt());
    }

    @Test
    void another_log_is_refused_and_nothing_is_changed() {
        StoredEvent own =
                copy.append(event(OPENED, object())).orThrow().events().getFirst();

        assertThatThrownBy(() -> intoCopy.add(all(original)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("has another event at position 1");
        assertThat(all(copy)).containsExactly(own);
    }

    @Test
    void an_event_stored_at_another_moment_is_another_event() {
        StoredEvent first = all(original).getFirst();
        assertThat(intoCopy.add(List.of(first))).isEqualTo(1);

        assertThatThrownBy(() -> intoCopy.add(List.of(
                        new StoredEvent(first.position(), first.createdAt().minusSeconds(1), first.event()))))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("at position 1");
    }

    @Test
    void a_gap_and_a_step_back_in_time_are_refused() {
        List<StoredEvent> events = all(original);
        assertThat(intoCopy.add(events.subList(0, 2))).isEqualTo(2);

        assertThatThrownBy(() -> intoCopy.add(events.subList(3, 4)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("position 4 cannot come behind 2");
        StoredEvent third = events.get(2);
        assertThatThrownBy(() -> intoCopy.add(List.of(new StoredEvent(
                        third.position(), events.getFirst().createdAt().minusSeconds(1), third.event()))))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("before the one in front of it");
    }

    @Test
    void raw_events_are_those_that_are_read() {
        for (int limit : new int[] {1, 100, 251, 600, 5_000}) {
            ReadOptions some = ReadOptions.FORWARD.after(new Position(7)).limit(limit);
            assertThat(original.readRaw(Query.all(), some)
                            .map(raw -> new StoredEvent(
                                    raw.position(),
                                    raw.createdAt(),
                                    new Event(
                                            raw.id(),
                                            raw.type(),
                                            raw.version(),
                                            raw.kind(),
                                            raw.occurredAt(),
                                            raw.objects(),
                                            raw.source(),
                                            raw.references(),
                                            raw.data().read(Json::read)))))
                    .containsExactlyElementsOf(original.read(Query.all(), some).toList());
        }
    }
}
