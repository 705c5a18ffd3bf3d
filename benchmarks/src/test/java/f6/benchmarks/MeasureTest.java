package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import f6.benchmarks.Measure.Bound;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void its_json_has_the_seven_members_in_order_on_one_line() {
        Measure measure = new Measure("append.1", "F6; another", 80, "events/s", 100.0, Bound.atLeast(0.8));

        assertThat(measure.json())
                .isEqualTo("{\"name\":\"append.1\",\"value\":80.0,\"unit\":\"events/s\",\"reference\":100.0,"
                        + "\"ratio\":0.8,\"required\":0.8,\"pass\":true}");
    }

    @Test
    void what_is_not_judged_is_null() {
        Measure measure = new Measure("append.256", "F6", 80, "events/s", null, null);

        assertThat(measure.json())
                .isEqualTo("{\"name\":\"append.256\",\"value\":80.0,\"unit\":\"events/s\",\"reference\":null,"
                        + "\"ratio\":null,\"required\":null,\"pass\":null}");
        assertThat(measure.failed()).isFalse();
    }

    @Test
    void more_is_better_or_worse_as_the_bound_says() {
        assertThat(ratio(0.79, Bound.atLeast(0.8)).pass()).isFalse();
        assertThat(ratio(0.80, Bound.atLeast(0.8)).pass()).isTrue();
        assertThat(ratio(4.00, Bound.atMost(4)).pass()).isTrue();
        assertThat(ratio(4.01, Bound.atMost(4)).failed()).isTrue();
    }

    private static Measure ratio(double ratio, Bound bound) {
        return new Measure("name", "compares", ratio, "events/s", 1.0, bound);
    }
}
