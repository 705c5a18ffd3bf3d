package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void the_median_is_the_middle_one_whatever_the_order() {
        assertThat(Statistics.median(5, 1, 900)).isEqualTo(5);
        assertThat(Statistics.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Statistics.median(List.of(new Run(7, 1, 1), new Run(3, 1, 1), new Run(9, 1, 1)), Run::rate))
                .isEqualTo(7);
        assertThatThrownBy(Statistics::median).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_percentile_is_a_value_that_was_measured() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();

        assertThat(Statistics.percentile(hundred, 0.50)).isEqualTo(50);
        assertThat(Statistics.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Statistics.percentile(new long[] {7}, 0.99)).isEqualTo(7);
    }
}
