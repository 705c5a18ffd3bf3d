package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.SampleEvents;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogPartsTest {
    private static final int OBJECTS = 40;
    private static final int EVENTS_OF_EACH = 12;
    private final String schema = TestServer.freshSchema();
    private final List<ObjectId> objects =
            Stream.generate(SampleEvents::object).limit(OBJECTS).toList();
    private final AccountProjection accounts = new AccountProjection("accounts", 1, 4);
    private final PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);

    @BeforeEach
    void fillTheLog() {
        for (int round = 0; round < EVENTS_OF_EACH; round++) {
            List<Event> events = new ArrayList<>();
            objects.forEach(object -> events.add(event(OPENED, object)));
            var _ = store.append(events, null).orThrow();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private LogParts parts(int count, long upTo, Set<Long> skipped) throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection()) {
            Log log = Log.of(connection, schema);
            return LogParts.of(connection, log, accounts, count, upTo, skipped, Progress.NONE);
        }
    }

    private static List<StoredEvent> all(LogParts parts) {
        List<StoredEvent> all = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            try (LogParts.Events events = parts.events(part)) {
                List<StoredEvent> ofPart = new ArrayList<>();
                events.forEachRemaining(ofPart::add);
                assertThat(ofPart).isSortedAccordingTo(Comparator.comparing(StoredEvent::position));
                all.addAll(ofPart);
            }
        }
        all.sort(Comparator.comparing(StoredEvent::position));
        return all;
    }

    private List<StoredEvent> log() {
        return store.read(Query.all(), ReadOptions.FORWARD).toList();
    }

    @Test
    void each_event_is_in_one_part_as_it_was_stored() throws SQLException {
        try (LogParts parts = parts(7, Long.MAX_VALUE, Set.of())) {
            assertThat(all(parts)).isEqualTo(log());
        }
    }

    @Test
    void the_events_of_an_object_are_all_in_one_part() throws SQLException {
        try (LogParts parts = parts(7, Long.MAX_VALUE, Set.of())) {
            for (int part = 0; part < parts.count(); part++) {
                try (LogParts.Events events = parts.events(part)) {
                    List<StoredEvent> ofPart = new ArrayList<>();
                    events.forEachRemaining(ofPart::add);
                    assertThat(ofPart.stream()
                                    .collect(Collectors.groupingBy(
                                            stored -> stored.event().objects().getFirst(), Collectors.counting()))
                                    .values())
                            .containsOnly((long) EVENTS_OF_EACH);
                }
            }
        }
    }

    @Test
    void what_comes_later_or_is_skipped_is_in_none() throws SQLException {
        try (LogParts parts = parts(3, 100, Set.of(5L, 99L))) {
            assertThat(all(parts))
                    .extracting(stored -> stored.position().value())
                    .hasSize(98)
                    .doesNotContain(5L, 99L, 101L)
                    .contains(1L, 100L);
        }
    }
}
