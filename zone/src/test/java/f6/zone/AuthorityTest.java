package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Source;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.Authority;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.Duty;
import f6.zone.definition.ZoneDefinition;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityTest {
    private final ZoneDefinition definition = DefinitionFile.parse("stand.yaml", Zonnendaal.text("burgerlijke-stand"));

    private Authority of(String type) {
        return definition.authorityOf(new Source(UUID.randomUUID(), type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        burger      | false | false | false |
        ouder       | false | false | false |
        ambtenaar   | true  | true  | true  |
        systeem-bsn | true  | false | false | SUBSCRIPTIONS
        beheerder   | false | false | false | DEFINITIONS SUBSCRIPTIONS FEED AUDIT
        auditor     | true  | true  | true  | AUDIT
        onbekend    | false | false | false |
        """)
    void a_source_may_read_and_manage_what_its_authority_lists(
            String type, boolean person, boolean names, boolean events, String duties) {
        assertThat(of(type).mayRead("persoon")).isEqualTo(person);
        assertThat(of(type).mayRead("naamgegevens")).isEqualTo(names);
        assertThat(of(type).mayReadEvents()).isEqualTo(events);
        for (Duty duty : Duty.values()) {
            assertThat(of(type).mayManage(duty))
                    .as(duty.toString())
                    .isEqualTo(duties != null && duties.contains(duty.name()));
        }
    }

    @Test
    void views_that_come_later_are_in_all() {
        assertThat(of("ambtenaar").mayRead("een-latere")).isTrue();
        assertThat(of("systeem-bsn").mayRead("een-latere")).isFalse();
    }

    /// Else a change of rights would have all that is kept of objects made anew.
    @Test
    void states_do_not_follow_from_authorities() {
        String text = Zonnendaal.text("burgerlijke-stand");
        String other = text.replace("manage: [audit]", "manage: \"*\"").replace("read: [persoon]", "read: \"*\"");

        assertThat(other).isNotEqualTo(text);
        assertThat(DefinitionFile.parse("stand.yaml", other).fingerprint()).isEqualTo(definition.fingerprint());
    }

    @Test
    void who_only_looks_records_nothing_that_waits_either() {
        Zonnendaal zonnendaal = new Zonnendaal("burgerlijke-stand");

        Outcome outcome = zonnendaal.zone.handle(
                new Source(UUID.randomUUID(), "auditor"),
                new Command.Validate(
                        EventId.of(UUID.randomUUID().toString()),
                        EventId.of(UUID.randomUUID().toString()),
                        EventId.of(UUID.randomUUID().toString()),
                        Validation.Decision.ACCEPT,
                        Optional.empty(),
                        Optional.empty()));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.FORBIDDEN));
        assertThat(zonnendaal.zone.position().value()).isZero();
    }
}
