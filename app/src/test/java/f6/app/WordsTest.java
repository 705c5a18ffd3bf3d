package f6.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// JSON as a person would write it, in tables that fit a screen.
class WordsTest {
    private static final Map<String, Object> DAY = Map.of("type", "Datum", "datum", "1977-08-07");

    @Test
    void incomplete_dates_are_written_as_far_as_they_are_known() {
        assertThat(Words.value(DAY)).isEqualTo("1977-08-07");
        assertThat(Words.value(Map.of("type", "JaarMaandDatum", "jaar", 1995, "maand", 7)))
                .isEqualTo("1995-07");
        assertThat(Words.value(Map.of("type", "JaarDatum", "jaar", 1968))).isEqualTo("1968");
        assertThat(Words.value(Map.of("type", "DatumOnbekend", "onbekend", true)))
                .isEqualTo("a day unknown");
    }

    @Test
    void of_a_change_only_the_parts_that_differ_are_told() {
        assertThat(Words.change(
                        Map.of("adres", Map.of("huisnummer", 1, "straat", "Breedstraat")),
                        Map.of("adres", Map.of("huisnummer", 3, "straat", "Breedstraat"))))
                .isEqualTo("adres huisnummer 1 -> 3");
        assertThat(Words.change(List.of("a", "b"), List.of("b", "c"))).isEqualTo("+ c, - a");
        assertThat(Words.change(null, DAY)).isEqualTo("nothing -> 1977-08-07");
        assertThat(Words.change(DAY, Map.of("type", "JaarDatum", "jaar", 1978))).isEqualTo("1977-08-07 -> 1978");
        assertThat(Words.change(List.of("a", "b"), List.of("b", "a"))).isEqualTo("a, b -> b, a");
        assertThat(Words.change(null, List.of())).isEqualTo("nothing -> an empty list");
    }

    @Test
    void a_change_says_for_which_days_it_is() {
        Map<String, Object> change = new HashMap<>(Map.of("field", "naam", "before", "Smit", "after", "Visser"));
        assertThat(Words.change(change)).isEqualTo("naam always: Smit -> Visser");
        change.put("from", "2001-09-05");
        change.put("until", "2008-03-01");
        assertThat(Words.change(change)).isEqualTo("naam from 2001-09-05 until 2008-03-01: Smit -> Visser");
    }

    @Test
    void a_table_is_no_wider_than_a_screen_and_leaves_nothing_out() {
        Table table = new Table("id", "said");
        table.add("5d0c7a10-0000-4000-8000-000000000001", "word ".repeat(60) + "x".repeat(200));
        table.note("y ".repeat(200));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        String printed = out.toString(StandardCharsets.UTF_8);

        assertThat(printed.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Table.MAX_WIDTH));
        assertThat(printed.split("word", -1)).hasSize(61);
        assertThat(printed.chars().filter(c -> c == 'x')).hasSize(200);
        assertThat(printed.chars().filter(c -> c == 'y')).hasSize(200);
    }
}
