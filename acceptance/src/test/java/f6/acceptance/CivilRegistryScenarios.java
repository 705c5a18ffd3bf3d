package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.acceptance.CivilRegistry.Actor;
import f6.acceptance.CivilRegistry.Entry;
import f6.acceptance.CivilRegistry.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What a civil registry must do, whatever it runs on.
abstract class CivilRegistryScenarios {
    private static final int RACERS = 8;

    private final CivilRegistry registry = new CivilRegistry(driver());
    private final Actor registrar = registry.registrar();
    private final Actor parent = registry.parent();
    private final Actor citizen = registry.citizen();
    private final Person noor = Person.someone();

    protected abstract ZoneDriver driver();

    @Test
    void a_birth_claimed_by_a_parent_counts_once_a_registrar_accepts_it() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Visser");
        assertThat(registry.about(noor).isRegistered()).isFalse();
        assertThat(registry.about(noor).countingWhatIsPending().surname()).isEqualTo("Visser");

        Entry accepted = registrar.accepts(claim);

        assertThat(registry.about(noor).surname()).isEqualTo("Visser");
        assertThat(registry.about(noor).knownWith(claim).isRegistered()).isFalse();
        assertThat(registry.about(noor).knownWith(accepted).isRegistered()).isTrue();
    }

    @Test
    void a_rejected_claim_never_counts() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Visser");
        Entry _ = registrar.rejects(claim);

        assertThat(registry.about(noor).isRegistered()).isFalse();
        assertThat(registry.about(noor).countingWhatIsPending().isRegistered()).isFalse();
    }

    @Test
    void a_later_verdict_replaces_an_earlier_one() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Visser");
        Entry rejected = registrar.rejects(claim);
        Entry _ = registrar.accepts(claim.seenUpTo(rejected));

        assertThat(registry.about(noor).isRegistered()).isTrue();
    }

    @Test
    void a_retracted_verdict_leaves_the_claim_waiting() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Visser");
        Entry accepted = registrar.accepts(claim);
        Entry _ = registrar.retracts(accepted);

        assertThat(registry.about(noor).isRegistered()).isFalse();
        assertThat(registry.about(noor).knownWith(accepted).isRegistered()).isTrue();
    }

    @Test
    void a_correction_changes_what_is_known_and_not_what_was_known() {
        Entry birth = registrar.registersBirth(noor, "1990-01-01", "Fiser");
        Entry correction = registrar.correctsName(birth, "Visser");

        assertThat(registry.about(noor).on("2000-01-01").surname()).isEqualTo("Visser");
        assertThat(registry.about(noor).on("2000-01-01").knownWith(birth).surname())
                .isEqualTo("Fiser");
        assertThat(registry.about(noor).knownWith(correction).surname()).isEqualTo("Visser");
    }

    @Test
    void an_event_inserted_late_takes_its_place_in_time() {
        Entry _ = registrar.registersBirth(noor, "1990-01-01", "Een");
        Entry _ = registrar.registersName(noor, "2010-01-01", "Drie");
        Entry late = registrar.registersName(noor, "2000-01-01", "Twee");

        assertThat(registry.about(noor).on("1999-12-31").surname()).isEqualTo("Een");
        assertThat(registry.about(noor).on("2005-01-01").surname()).isEqualTo("Twee");
        assertThat(registry.about(noor).on("2010-01-01").surname()).isEqualTo("Drie");
        Entry _ = registrar.movesDate(late, "1995-01-01");
        assertThat(registry.about(noor).on("1999-12-31").surname()).isEqualTo("Twee");
    }

    @Test
    void a_death_registered_by_mistake_is_retracted() {
        Entry _ = registrar.registersBirth(noor, "1941-01-17", "Mulder");
        Entry death = registrar.registersDeath(noor, "2017-02-14");
        assertThat(registry.about(noor).isDead()).isTrue();

        Entry retraction = registrar.retracts(death);

        assertThat(registry.about(noor).on("2017-06-01").isDead()).isFalse();
        assertThat(registry.about(noor).on("2017-06-01").knownWith(death).isDead())
                .isTrue();
        Entry _ = registrar.retracts(retraction);
        assertThat(registry.about(noor).on("2017-06-01").isDead()).isTrue();
        assertThat(registry.about(noor).on("2017-02-13").isDead()).isFalse();
    }

    @Test
    void what_is_accepted_may_take_effect_on_a_day_of_its_own() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Visser");
        Entry _ = registrar.acceptsFrom(claim, "2024-06-01");

        assertThat(registry.about(noor).on("2024-05-31").isRegistered()).isFalse();
        assertThat(registry.about(noor).on("2024-06-01").isRegistered()).isTrue();
    }

    @Test
    void a_citizens_correction_waits_for_a_registrar() {
        Entry birth = registrar.registersBirth(noor, "1990-01-01", "Fiser");
        Entry report = citizen.correctsName(birth, "Visser");
        assertThat(report.basis()).isEqualTo("NONE");
        assertThat(registry.about(noor).surname()).isEqualTo("Fiser");
        assertThat(registry.about(noor).countingWhatIsPending().surname()).isEqualTo("Visser");

        Entry _ = registrar.accepts(report);

        assertThat(registry.about(noor).surname()).isEqualTo("Visser");
    }

    @Test
    void a_parent_corrects_its_own_claim_before_it_is_accepted() {
        Entry claim = parent.claimsBirth(noor, "2024-05-01", "Fiser");
        Entry correction = parent.correctsName(claim, "Visser");
        assertThat(correction.basis()).isEqualTo("OWN");
        Entry _ = registrar.accepts(claim.seenUpTo(correction));

        assertThat(registry.about(noor).surname()).isEqualTo("Visser");
    }

    @Test
    void a_citizen_cannot_claim_a_death() {
        Entry _ = registrar.registersBirth(noor, "1990-01-01", "Visser");

        assertRefused(citizen.triesToClaimDeath(noor, "2020-01-01"), "FORBIDDEN", "burger");
        assertThat(registry.eventsOf(noor)).hasSize(2);
    }

    @Test
    void nobody_is_born_twice() {
        Entry _ = registrar.registersBirth(noor, "1990-01-01", "Visser");

        assertRefused(
                parent.triesToClaimBirth(noor, "1991-01-01", "Visser"), "RULE_BROKEN", "is al geboren op 1990-01-01");
    }

    @Test
    void the_same_claim_twice_is_stored_once() {
        UUID event = UUID.randomUUID();
        Reply first = parent.claimsBirthAs(event, noor, "2024-05-01", "Visser");

        assertThat(parent.claimsBirthAs(event, noor, "2024-05-01", "Visser")).isEqualTo(first);
        assertRefused(parent.claimsBirthAs(event, noor, "2024-05-02", "Visser"), "ID_TAKEN", event.toString());
        assertThat(registry.eventsOf(noor)).containsExactly(event);
    }

    @Test
    void of_two_registrars_who_correct_at_once_one_must_look_again() throws Exception {
        Entry birth = registrar.registersBirth(noor, "1990-01-01", "Fiser");

        List<Reply> replies = atOnce(number -> registrar.triesToCorrectName(birth, "Visser" + number));

        assertThat(replies).filteredOn(Reply.Done.class::isInstance).hasSize(1);
        assertThat(replies)
                .filteredOn(Reply.No.class::isInstance)
                .allSatisfy(reply -> assertRefused(reply, "CONFLICT", "look again"));
    }

    @Test
    void of_many_claims_of_one_birth_accepted_at_once_one_counts() throws Exception {
        List<Entry> claims = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            claims.add(parent.claimsBirth(noor, "2024-05-01", "Visser" + i));
        }

        List<Reply> replies = atOnce(number -> registrar.triesToAccept(claims.get(number)));

        assertThat(replies).filteredOn(Reply.Done.class::isInstance).hasSize(1);
        assertThat(replies)
                .filteredOn(Reply.No.class::isInstance)
                .allSatisfy(reply -> assertRefused(reply, "RULE_BROKEN", "is al geboren"));
    }

    private interface Act {
        Reply by(int number);
    }

    private static List<Reply> atOnce(Act act) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(RACERS);
        List<Future<Reply>> acting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                int number = i;
                acting.add(threads.submit(() -> {
                    barrier.await();
                    return act.by(number);
                }));
            }
        }
        List<Reply> replies = new ArrayList<>();
        for (Future<Reply> reply : acting) {
            replies.add(reply.get());
        }
        return replies;
    }

    private static void assertRefused(Reply reply, String code, String words) {
        assertThat(reply).isInstanceOfSatisfying(Reply.No.class, no -> {
            assertThat(no.code()).isEqualTo(code);
            assertThat(no.text()).contains(words);
        });
    }
}
