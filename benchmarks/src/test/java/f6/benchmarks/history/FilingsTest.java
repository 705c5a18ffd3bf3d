package f6.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import f6.benchmarks.history.Filing.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilingsTest {
    @ParameterizedTest
    @CsvSource({"500, 20", "30, 200", "5, 2"})
    void all_facts_are_registered_before_they_are_corrected_and_a_person_is_in_a_step_once(int people, int facts) {
        Filings filings = Filings.generate(people, facts, 1);
        Set<List<Integer>> registered = new HashSet<>();

        for (List<Filing> step : filings.steps()) {
            assertThat(step).isNotEmpty();
            assertThat(step).extracting(Filing::person).doesNotHaveDuplicates();
            for (Filing filing : step) {
                List<Integer> fact = List.of(filing.person(), filing.fact());
                assertThat(registered.contains(List.of(filing.person(), 0)) || filing.fact() == 0)
                        .isTrue();
                assertThat(registered.add(fact)).isEqualTo(filing.kind() == Kind.REGISTERED);
            }
        }
        assertThat(registered).hasSize(people * facts);
    }

    @Test
    void one_fact_in_ten_is_corrected_half_of_them_in_its_date() {
        List<Filing> all = all(Filings.generate(2_000, 20, 1)).toList();

        assertThat(all.stream()
                        .filter(filing -> filing.kind() != Kind.REGISTERED)
                        .count())
                .isBetween(3_700L, 4_300L);
        assertThat(all.stream().filter(filing -> filing.kind() == Kind.REDATED).count())
                .isBetween(1_700L, 2_200L);
    }

    @Test
    void a_seed_makes_the_same_again_and_another_another() {
        assertThat(Filings.generate(50, 5, 7).steps())
                .isEqualTo(Filings.generate(50, 5, 7).steps());
        assertThat(Filings.generate(50, 5, 7).steps())
                .isNotEqualTo(Filings.generate(50, 5, 8).steps());
    }

    @Test
    void a_person_has_never_two_addresses_from_one_day() {
        Filings filings = Filings.generate(200, 20, 3);
        Dossier[] dossiers = Dossier.all(filings);
        int[] registered = new int[filings.people()];

        all(filings).forEach(filing -> {
            dossiers[filing.person()].take(filing);
            registered[filing.person()] += filing.kind() == Kind.REGISTERED ? 1 : 0;
            assertThat(dossiers[filing.person()].days()).hasSizeGreaterThanOrEqualTo(registered[filing.person()]);
        });
    }

    @Test
    void addresses_of_different_numbers_differ() {
        Set<Address> addresses = new HashSet<>();
        for (int number = 0; number < 10_000; number++) {
            addresses.add(Address.numbered(number));
        }
        assertThat(addresses).hasSize(10_000);
    }

    private static Stream<Filing> all(Filings filings) {
        return filings.steps().stream().flatMap(List::stream);
    }
}
