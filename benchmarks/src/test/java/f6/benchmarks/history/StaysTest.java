package f6.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StaysTest {
    private static final Address A = Address.numbered(1);
    private static final Address B = Address.numbered(2);

    private static LocalDate day(int day) {
        return LocalDate.of(2024, 1, day);
    }

    private static Stays stays(Stay... stays) {
        return Stays.of(List.of(stays));
    }

    @Test
    void a_stay_begins_on_its_first_day_and_has_ended_on_its_last() {
        Stays stays = stays(new Stay(day(3), day(5), A));

        assertThat(stays.at(day(2))).isNull();
        assertThat(stays.at(day(3))).isEqualTo(A);
        assertThat(stays.at(day(4))).isEqualTo(A);
        assertThat(stays.at(day(5))).isNull();
    }

    @Test
    void what_says_the_same_is_equal() {
        assertThat(stays(new Stay(day(5), day(9), A), new Stay(day(3), day(5), A)))
                .isEqualTo(stays(new Stay(day(3), day(9), A)));
    }

    @Test
    void a_difference_is_where_the_later_says_something_else() {
        Stays before = stays(new Stay(day(3), Stay.FOREVER, A));
        Stays after = stays(new Stay(day(3), day(7), A), new Stay(day(7), Stay.FOREVER, B));

        assertThat(before.differences(4, after)).containsExactly(new Difference(4, day(7), Stay.FOREVER, A, B));
        assertThat(before.differences(4, before)).isEmpty();
        assertThat(Stays.NONE.differences(4, before)).containsExactly(new Difference(4, day(3), Stay.FOREVER, null, A));
    }

    @Test
    void rectangles_come_to_what_was_known_however_they_are_cut() {
        TreeMap<Integer, Stays> known = new TreeMap<>();
        known.put(2, stays(new Stay(day(3), Stay.FOREVER, A)));
        known.put(6, stays(new Stay(day(3), day(7), A), new Stay(day(7), Stay.FOREVER, B)));

        List<Rectangle> rectangles = Rectangle.of(known);

        assertThat(rectangles)
                .containsExactlyInAnyOrder(
                        new Rectangle(new Stay(day(3), Stay.FOREVER, A), 2, 6),
                        new Rectangle(new Stay(day(3), day(7), A), 6, Rectangle.STILL),
                        new Rectangle(new Stay(day(7), Stay.FOREVER, B), 6, Rectangle.STILL));
        assertThat(Rectangle.known(rectangles)).isEqualTo(known);
        assertThat(Rectangle.known(List.of(
                        new Rectangle(new Stay(day(3), day(7), A), 2, Rectangle.STILL),
                        new Rectangle(new Stay(day(7), Stay.FOREVER, A), 2, 6),
                        new Rectangle(new Stay(day(7), Stay.FOREVER, B), 6, Rectangle.STILL))))
                .isEqualTo(known);
    }
}
