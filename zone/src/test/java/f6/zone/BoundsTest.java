package f6.zone;

import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.date;
import static f6.zone.Zonnendaal.object;
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
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.zone.view.Questions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An answer is as long as it may be, or refused; never cut off.
class BoundsTest {
    private static final LocalDate FIRST = LocalDate.parse("1990-01-01");

    private final Zonnendaal pensions = new Zonnendaal("pensioenen");
    private final ObjectId anna = object();

    /// A fact of each day, each with another country than the one before.
    private void moves(int from, int until) {
        List<Event> events = new ArrayList<>();
        for (int day = from; day < until; day++) {
            events.add(new Event(
                    EventId.next(),
                    new EventType("AdresGemeld"),
                    "1",
                    EventKind.FACT,
                    Instant.parse("2020-01-01T00:00:00Z"),
                    List.of(anna),
                    REGISTRAR,
                    List.of(),
                    new EventData(Map.of(
                            "deelnemer",
                            anna.toString(),
                            "datum",
                            date(FIRST.plusDays(day).toString()),
                            "woonland",
                            Map.of("code", "%04d".formatted(day % 10_000))))));
            if (events.size() == 1_000 || day == until - 1) {
                var _ = pensions.store.append(List.copyOf(events), null).orThrow();
                events.clear();
            }
        }
    }

    @Test
    @Timeout(60)
    void histories_timelines_and_differences_end_somewhere() {
        Questions questions = pensions.zone.questions();
        int half = Questions.MAX_RECTANGLES / 2;
        moves(0, half);
        assertThat(questions.history(anna)).hasSize(half);
        // Each fact opens a rectangle of its own, and cuts short the one before it.
        assertThat(questions.timeline("deelnemer", anna, Reading.LEGAL).rectangles())
                .hasSize(2 * half - 1);

        moves(half, Questions.MAX_DEEDS + 1);

        assertThatThrownBy(() -> questions.history(anna))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("more than 10000 events");
        assertThatThrownBy(() -> questions.timeline("deelnemer", anna, Reading.LEGAL))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("more than 10000 parts");
        assertThatThrownBy(() -> questions.diff(KnownAt.upto(Position.START), KnownAt.NOW))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("more than 10000");
        assertThatThrownBy(() -> questions.diff(anna, KnownAt.upto(Position.START), KnownAt.NOW))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("more than 10000 parts");
    }
}
