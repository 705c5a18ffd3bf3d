package f6.zone;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;
import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.zone.command.Outcome;
import f6.zone.command.Outcome.Reason;
import f6.zone.command.Outcome.Refused;
import f6.zone.definition.NameIds;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the example zone asks of a citizen service number, whoever assigns it.
class BsnRulesTest {
    private static final String SPACE = "8f6d1c1e-9e0b-5c57-9d3a-6b1f0c5a7e42";

    private final Zonnendaal stand = new Zonnendaal("burgerlijke-stand");
    private final ObjectId child = object();
    private final ObjectId other = object();

    private static Map<String, Object> bsn(ObjectId person, String number) {
        return Map.of(
                "persoon", person.toString(),
                "burgerservicenummer", number,
                "nummer", NameIds.of(SPACE, number).toString());
    }

    private Outcome assign(ObjectId person, String number) {
        return stand.claim(REGISTRAR, "BsnToegekend", bsn(person, number));
    }

    private static void assertRefused(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.RULE_BROKEN);
            assertThat(refused.violations()).anyMatch(one -> one.message().contains(why));
        });
    }

    @ParameterizedTest
    @CsvSource({"123456782, true", "111222333, true", "999990019, true", "123456789, false", "000000000, false"})
    void it_passes_the_eleven_test(String number, boolean good) {
        var _ = stand.birth(child, "2024-05-01");

        assertThat(assign(child, number) instanceof Outcome.Recorded).isEqualTo(good);
    }

    @Test
    void it_is_given_to_one_person_only() {
        var _ = stand.birth(child, "2024-05-01");
        var _ = stand.birth(other, "2024-05-02");
        StoredEvent first = recorded(assign(child, "999990019"));
        StoredEvent second = recorded(assign(other, "999990019"));
        var _ = recorded(stand.validate(REGISTRAR, first, first.id(), ACCEPT));

        assertRefused(stand.validate(REGISTRAR, second, second.id(), ACCEPT), "al toegekend");
        assertRefused(assign(other, "999990019"), "al toegekend");
        assertThat(assign(other, "123456782")).isInstanceOf(Outcome.Recorded.class);
    }

    @Test
    void a_person_has_one() {
        var _ = stand.birth(child, "2024-05-01");
        StoredEvent first = recorded(assign(child, "999990019"));
        StoredEvent second = recorded(assign(child, "123456782"));
        var _ = recorded(stand.validate(REGISTRAR, first, first.id(), ACCEPT));

        assertRefused(stand.validate(REGISTRAR, second, second.id(), ACCEPT), "heeft al een burgerservicenummer");
    }

    @Test
    void the_object_named_is_the_number() {
        var _ = stand.birth(child, "2024-05-01");
        Map<String, Object> another = new HashMap<>(bsn(child, "999990019"));
        another.put("nummer", NameIds.of(SPACE, "123456782").toString());
        Map<String, Object> none = new HashMap<>(bsn(child, "999990019"));
        none.remove("nummer");

        assertRefused(stand.claim(REGISTRAR, "BsnToegekend", another), "niet het object");
        assertRefused(stand.claim(REGISTRAR, "BsnToegekend", none), "niet het object");
    }

    @Test
    void ids_of_names_are_those_of_the_standard() {
        // RFC 9562, appendix A.4.
        assertThat(NameIds.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"))
                .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
