package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The golden cases of history, as timelines of one attribute.
class TimelineTest {
    private static final String NAME = "name";
    private static final String EVER = "ever";

    private final Log log = new Log();

    /// The last name that counts.
    private static final Folding LAST_NAME = new Folding() {
        @Override
        public Map<String, Object> initial(List<String> anomalies) {
            return Map.of();
        }

        @Override
        public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
            Map<String, Object> after = new HashMap<>(before);
            after.put(NAME, String.valueOf(entry.content().data().members().get(NAME)));
            return after;
        }
    };

    /// A rectangle in days: both axes from the first day on, until before the second.
    private record Known(String name, String from, String until, String registered, String superseded) {}

    /// From the Dutch government's guide on history.
    @Test
    void golden_case_1_an_address() {
        log.today("2010-06-01");
        StoredEvent address = log.accepted("Breedstraat 1", "2010-06-01");
        log.today("2012-06-01");
        var _ = log.amend(address, Map.of(NAME, "Breedstraat 3"));
        log.today("2018-06-01");
        var _ = log.accepted("Kerkstraat 84", "2018-06-01");

        assertThat(asked("2011-07-01", "2011-07-01")).contains("Breedstraat 1");
        assertThat(asked("2014-07-01", "2011-07-01")).contains("Breedstraat 3");
        assertThat(asked("2020-07-01", "2020-07-01")).contains("Kerkstraat 84");
        assertThat(asked("2020-07-01", "2016-07-01")).contains("Breedstraat 3");
    }

    /// StUF 03.01 §2.3.1.
    @Test
    void golden_case_2_a_name_has_eleven_rectangles() {
        log.today("1977-08-15");
        var _ = log.accepted("Poepenstaart", "1977-08-07");
        log.today("2001-09-10");
        StoredEvent berg = log.accepted("van der Berg", "2001-09-05");
        log.today("2001-11-02");
        StoredEvent first = log.amend(berg, Map.of(NAME, "van den Berg"));
        log.today("2001-12-06");
        StoredEvent second = log.amend(first, Map.of(NAME, "van den Bergh"));
        log.today("2002-10-07");
        var _ = log.amend(second, Map.of("date", "2001-09-03"));
        log.today("2008-03-07");
        var _ = log.accepted("van den Broek", "2008-03-01");
        log.today("2008-06-13");
        var _ = log.accepted("van den Werff", "2007-03-01");

        assertThat(known())
                .containsExactlyInAnyOrder(
                        new Known("Poepenstaart", "1977-08-07", EVER, "1977-08-15", "2001-09-10"),
                        new Known("Poepenstaart", "1977-08-07", "2001-09-05", "2001-09-10", "2002-10-07"),
                        new Known("van der Berg", "2001-09-05", EVER, "2001-09-10", "2001-11-02"),
                        new Known("van den Berg", "2001-09-05", EVER, "2001-11-02", "2001-12-06"),
                        new Known("van den Bergh", "2001-09-05", EVER, "2001-12-06", "2002-10-07"),
                        new Known("Poepenstaart", "1977-08-07", "2001-09-03", "2002-10-07", EVER),
                        new Known("van den Bergh", "2001-09-03", EVER, "2002-10-07", "2008-03-07"),
                        new Known("van den Bergh", "2001-09-03", "2008-03-01", "2008-03-07", "2008-06-13"),
                        new Known("van den Broek", "2008-03-01", EVER, "2008-03-07", EVER),
                        new Known("van den Bergh", "2001-09-03", "2007-03-01", "2008-06-13", EVER),
                        new Known("van den Werff", "2007-03-01", "2008-03-01", "2008-06-13", EVER));
    }

    @Test
    void golden_case_3_declared_dead_by_mistake() {
        log.today("1950-02-01");
        var _ = log.accepted("alive", "1950-01-01");
        log.today("2017-03-01");
        StoredEvent death = log.accepted("dead", "2017-02-01");
        log.today("2018-04-01");
        var _ = log.retract(death);

        assertThat(known())
                .containsExactlyInAnyOrder(
                        new Known("alive", "1950-01-01", EVER, "1950-02-01", "2017-03-01"),
                        new Known("alive", "1950-01-01", "2017-02-01", "2017-03-01", "2018-04-01"),
                        new Known("dead", "2017-02-01", EVER, "2017-03-01", "2018-04-01"),
                        new Known("alive", "1950-01-01", EVER, "2018-04-01", EVER));
        assertThat(asked("2017-06-01", "2017-06-01")).contains("dead");
        assertThat(asked("2018-06-01", "2017-06-01")).contains("alive");
        assertThat(asked("2018-06-01", "2030-01-01")).contains("alive");
    }

    private Timeline timeline() {
        return Timeline.of(log.history(), LAST_NAME, Reading.LEGAL);
    }

    private Optional<Object> asked(String onDay, String aboutDay) {
        Instant asked = Instant.parse(onDay + "T00:00:00Z");
        Position formal = log.history().events().stream()
                .filter(stored -> !stored.createdAt().isAfter(asked))
                .map(StoredEvent::position)
                .reduce(Position.START, (former, later) -> later);
        MaterialTime material = MaterialTime.endOf(LocalDate.parse(aboutDay), ZoneOffset.UTC);
        return timeline().at(NAME, material, formal).flatMap(Rectangle::value);
    }

    /// The rectangles with a value.
    private List<Known> known() {
        return timeline().rectangles(NAME).stream()
                .filter(rectangle -> rectangle.value().isPresent())
                .map(rectangle -> new Known(
                        String.valueOf(rectangle.value().get()),
                        day(rectangle.from()),
                        day(rectangle.until()),
                        registered(rectangle.since()),
                        registered(rectangle.superseded())))
                .toList();
    }

    private static String day(MaterialTime material) {
        return material.equals(MaterialTime.END)
                ? EVER
                : LocalDate.ofInstant(material.instant(), ZoneOffset.UTC).toString();
    }

    private String registered(Position position) {
        return log.history().events().stream()
                .filter(stored -> stored.position().equals(position))
                .findFirst()
                .map(stored -> day(new MaterialTime(stored.createdAt())))
                .orElse(EVER);
    }
}
