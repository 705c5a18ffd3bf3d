package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.timeline.MaterialTime;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTablesTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1967-12-31", "1969-12-31", "1970-01-01", "2026-01-31", "9999-12-30"})
    void the_end_of_a_day_is_before_the_next(String text) {
        LocalDate day = LocalDate.parse(text);

        assertThat(TimelineTables.micros(MaterialTime.endOf(day, ZONE)))
                .isEqualTo(TimelineTables.micros(MaterialTime.startOf(day.plusDays(1), ZONE)) - 1);
    }
}
