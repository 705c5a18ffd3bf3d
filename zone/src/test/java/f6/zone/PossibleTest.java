package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Outcome;
import f6.zone.command.Possible;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a source may do about an event, by its authority and by how the chain stands.
class PossibleTest {
    private final Zonnendaal stand = new Zonnendaal("burgerlijke-stand");
    private final ObjectId child = Zonnendaal.object();
    private final StoredEvent claim = recorded(stand.claim(
            Zonnendaal.PARENT,
            "Geboorte",
            Map.of(
                    "kind", child.toString(),
                    "datum", Zonnendaal.date("2024-01-02"),
                    "naam", Map.of("geslachtsnaam", "Jansen"))));

    private static StoredEvent recorded(Outcome outcome) {
        return ((Outcome.Recorded) outcome).event();
    }

    private Possible possible(Source source, StoredEvent event) {
        return stand.zone.possible(
                source,
                event,
                stand.zone.histories(List.of(event), stand.zone.position()).apply(event));
    }

    @Test
    void a_claim_that_waits_is_validated_by_the_registrar_and_taken_back_by_who_made_it() {
        assertThat(possible(Zonnendaal.REGISTRAR, claim)).isEqualTo(new Possible(claim.id(), true, true, true));
        assertThat(possible(Zonnendaal.PARENT, claim)).isEqualTo(new Possible(claim.id(), false, true, true));
        assertThat(possible(Zonnendaal.CITIZEN, claim)).isEqualTo(new Possible(claim.id(), false, false, false));
    }

    @Test
    void what_is_accepted_is_not_validated_again_and_no_longer_its_makers_to_change() {
        StoredEvent accepted =
                recorded(stand.validate(Zonnendaal.REGISTRAR, claim, claim.id(), Validation.Decision.ACCEPT));

        assertThat(possible(Zonnendaal.REGISTRAR, claim)).isEqualTo(new Possible(accepted.id(), false, true, true));
        assertThat(possible(Zonnendaal.PARENT, claim)).isEqualTo(new Possible(accepted.id(), false, false, false));
        assertThat(possible(Zonnendaal.REGISTRAR, accepted)).isEqualTo(new Possible(accepted.id(), false, true, true));
    }
}
