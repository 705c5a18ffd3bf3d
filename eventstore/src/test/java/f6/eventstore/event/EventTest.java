package f6.eventstore.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final Instant AT = Instant.parse("2024-01-01T00:00:00.123456789Z");
    private static final Source SOURCE = new Source(new UUID(1, 1), "burger");
    private static final ObjectId OBJECT = new ObjectId(new UUID(2, 2));

    private static Event event(EventKind kind, Instant at, List<ObjectId> objects, List<EventId> references) {
        return new Event(
                EventId.next(), new EventType("T"), "1", kind, at, objects, SOURCE, references, EventData.EMPTY);
    }

    @Test
    void times_are_cut_to_what_the_database_keeps() {
        assertThat(event(EventKind.FACT, AT, List.of(OBJECT), List.of()).occurredAt())
                .isEqualTo(Instant.parse("2024-01-01T00:00:00.123456Z"));
    }

    @Test
    void new_ids_are_of_version_7_and_sort_by_time() {
        EventId earlier = EventId.next();
        assertThat(earlier.value().version()).isEqualTo(7);
        assertThat(earlier.value().variant()).isEqualTo(2);
        assertThat(earlier.value().getMostSignificantBits() >>> 16).isLessThanOrEqualTo(System.currentTimeMillis());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000", "{00000000-0000-0000-0000-000000000000}"
            })
    void an_id_has_the_canonical_form(String text) {
        assertThatThrownBy(() -> EventId.of(text))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("not a UUID");
    }

    static Stream<ThrowableAssert.ThrowingCallable> impossible() {
        List<ObjectId> many = IntStream.rangeClosed(0, Event.MAX_OBJECTS)
                .mapToObj(i -> new ObjectId(new UUID(3, i)))
                .toList();
        return Stream.of(
                () -> event(EventKind.FACT, AT, List.of(), List.of()),
                () -> event(EventKind.FACT, AT, List.of(OBJECT, OBJECT), List.of()),
                () -> event(EventKind.FACT, AT, many, List.of()),
                () -> event(EventKind.FACT, Instant.parse("+10000-01-01T00:00:00Z"), List.of(OBJECT), List.of()),
                () -> event(EventKind.FACT, Instant.MIN, List.of(OBJECT), List.of()),
                () -> event(EventKind.VALIDATION, AT, List.of(OBJECT), List.of()),
                () -> event(EventKind.CORRECTION, AT, List.of(OBJECT), List.of(EventId.next(), EventId.next())),
                () -> event(
                        EventKind.CLAIM,
                        AT,
                        List.of(OBJECT),
                        Collections.nCopies(Event.MAX_REFERENCES + 1, EventId.next())),
                () -> new EventType(" "),
                () -> new EventType("x".repeat(EventType.MAX_LENGTH + 1)),
                () -> new EventType("a\nb"),
                () -> new Source(new UUID(1, 1), ""),
                () -> new Position(-1));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void an_invalid_event_cannot_exist(ThrowableAssert.ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(InvalidValue.class);
    }
}
