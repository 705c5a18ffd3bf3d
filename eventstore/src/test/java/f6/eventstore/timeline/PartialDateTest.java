package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.InvalidValue;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartialDateTest {
    @Test
    void an_incomplete_date_orders_at_the_start_of_its_period_and_an_unknown_one_first() {
        List<Object> inOrder = List.of(
                Map.of("type", "DatumOnbekend", "onbekend", true),
                Map.of("type", "Datum", "datum", "1967-12-31"),
                Map.of("type", "JaarDatum", "jaar", 1968L),
                "1968-01-02",
                Map.of("type", "JaarMaandDatum", "jaar", 1968L, "maand", 2L),
                Map.of("type", "Datum", "datum", "1968-02-02"));

        assertThat(inOrder.stream().map(json -> MaterialTime.startOf(PartialDate.of(json), ZoneOffset.UTC)))
                .isSorted();
    }

    static Stream<Object> notDates() {
        return Stream.of(
                1L,
                "1968",
                "2023-02-29",
                "0000-01-01",
                "+10000-01-01",
                Map.of(),
                Map.of("type", "Dag"),
                Map.of("type", "Datum"),
                Map.of("type", "Datum", "datum", "gisteren"),
                Map.of("type", "JaarDatum", "jaar", 0L),
                Map.of("type", "JaarDatum", "jaar", "1968"),
                Map.of("type", "JaarMaandDatum", "jaar", 1968L, "maand", 13L));
    }

    @ParameterizedTest
    @MethodSource("notDates")
    void what_is_no_date_is_refused(Object json) {
        assertThatThrownBy(() -> PartialDate.of(json)).isInstanceOf(InvalidValue.class);
    }
}
