package f6.eventstore.timeline;

import static f6.eventstore.timeline.Log.PARENT;
import static f6.eventstore.timeline.Log.REGISTRAR;
import static f6.eventstore.timeline.Validation.Decision.ACCEPT;
import static f6.eventstore.timeline.Validation.Decision.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of force, one by one; and the golden case of a name that is corrected again and again.
class HistoryTest {
    private static final String NOW = "2026-01-01";

    private final Log log = new Log();

    @Test
    void a_claim_alone_has_no_force() {
        var _ = log.claim("a", "2001-01-01");
        assertThat(log.names(NOW)).isEmpty();
    }

    @Test
    void a_fact_has_force_by_itself() {
        StoredEvent fact = log.fact("a", "2001-01-01");
        assertThat(log.names(NOW)).containsExactly("a");
        var _ = log.retract(fact);
        assertThat(log.names(NOW)).isEmpty();
    }

    @Test
    void a_validation_works_from_its_own_position_on() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent validation = log.accept(claim);
        assertThat(log.names(NOW, claim)).isEmpty();
        assertThat(log.names(NOW, validation)).containsExactly("a");
    }

    @Test
    void a_validation_without_authority_has_no_force() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        var _ = log.validate(claim, ACCEPT, null, Basis.NONE);
        assertThat(log.names(NOW)).isEmpty();
    }

    @Test
    void the_last_verdict_in_force_wins() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent first = log.accept(claim);
        StoredEvent second = log.reject(claim);
        StoredEvent third = log.accept(claim);
        assertThat(log.names(NOW, first)).containsExactly("a");
        assertThat(log.names(NOW, second)).isEmpty();
        assertThat(log.names(NOW, third)).containsExactly("a");
        StoredEvent retraction = log.retract(third);
        assertThat(log.names(NOW, retraction)).isEmpty();
        var _ = log.retract(second);
        assertThat(log.names(NOW)).containsExactly("a");
    }

    @Test
    void a_verdict_may_be_amended() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent verdict = log.accept(claim);
        var _ = log.amend(verdict, Map.of("decision", REJECT.name()));
        assertThat(log.names(NOW)).isEmpty();
    }

    @Test
    void the_basis_of_a_validation_cannot_be_amended() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent own = log.validate(claim, ACCEPT, null, Basis.NONE);
        var _ = log.amend(own, Map.of("basis", Basis.AUTHORITY.name()));
        assertThat(log.names(NOW)).isEmpty();
    }

    @Test
    void a_validation_amended_into_nonsense_has_no_force_and_is_named() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent verdict = log.accept(claim);
        var _ = log.amend(verdict, Map.of("decision", "MAYBE"));
        Counted counted = log.history().counted(MaterialTime.END, Position.END, Reading.LEGAL);
        assertThat(counted.entries()).isEmpty();
        assertThat(counted.anomalies())
                .singleElement()
                .asString()
                .contains(verdict.id().toString());
    }

    @Test
    void a_validation_is_nobodys_own() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent validation = log.add(
                EventKind.VALIDATION,
                PARENT,
                "2000-01-01",
                List.of(claim.id()),
                new Validation(claim.id(), ACCEPT, Optional.empty(), Basis.NONE)
                        .toData()
                        .members());
        assertBasis(validation, validation, PARENT, false, Basis.NONE);
    }

    @Test
    void an_event_whose_date_cannot_be_read_is_an_anomaly() {
        StoredEvent claim = log.accepted("a", "gisteren");
        var _ = log.accepted("b", "2001-01-01");
        Counted counted = log.history().counted(MaterialTime.END, Position.END, Reading.LEGAL);
        assertThat(counted.entries()).hasSize(1);
        assertThat(counted.anomalies())
                .singleElement()
                .asString()
                .contains(claim.id().toString());
    }

    @Test
    void effective_from_decides_on_the_material_time_and_may_be_amended() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent verdict = log.validate(claim, ACCEPT, "2005-05-05", Basis.AUTHORITY);
        assertThat(log.names("2005-05-04")).isEmpty();
        assertThat(log.names("2005-05-05")).containsExactly("a");
        var _ = log.amend(verdict, Map.of("effectiveFrom", "2006-06-06"));
        assertThat(log.names("2006-06-05")).isEmpty();
        assertThat(log.names("2006-06-06")).containsExactly("a");
    }

    @Test
    void effective_from_is_that_of_the_last_accepting_verdict() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        var _ = log.validate(claim, ACCEPT, "2005-05-05", Basis.AUTHORITY);
        var _ = log.accept(claim);
        assertThat(log.names("2001-01-01")).containsExactly("a");
    }

    @Test
    void without_a_date_in_the_data_the_time_of_the_act_counts_and_may_be_amended() {
        StoredEvent claim = log.undated("a", "2003-03-03");
        var _ = log.accept(claim);
        assertThat(log.names("2003-03-02")).isEmpty();
        assertThat(log.names("2003-03-03")).containsExactly("a");
        var _ = log.amendOccurredAt(claim, "2004-04-04");
        assertThat(log.names("2004-04-03")).isEmpty();
        assertThat(log.names("2004-04-04")).containsExactly("a");
    }

    @Test
    void an_amendment_replaces_members_and_leaves_the_others() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        var _ = log.amend(claim, Map.of("name", "b"));
        assertThat(log.names("2000-12-31")).isEmpty();
        assertThat(log.names("2001-01-01")).containsExactly("b");
    }

    @Test
    void an_amendment_of_an_amendment_lies_over_it() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent first = log.amend(claim, Map.of("name", "b"));
        var _ = log.amend(first, Map.of("date", "2002-02-02"));
        assertThat(log.names("2002-02-01")).isEmpty();
        assertThat(log.names("2002-02-02")).containsExactly("b");
    }

    @Test
    void a_null_removes_a_member_through_a_line_of_amendments() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent first = log.amend(claim, Map.of("name", "b"));
        Map<String, @Nullable Object> none = new LinkedHashMap<>();
        none.put("date", null);
        var _ = log.amend(first, none);
        assertThat(log.names("1999-12-31")).isEmpty();
        assertThat(log.names("2000-01-01")).containsExactly("b");
    }

    @Test
    void of_two_amendments_of_one_event_the_last_in_force_counts() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        var _ = log.amend(claim, Map.of("name", "b"));
        StoredEvent second = log.amend(claim, Map.of("name", "c"));
        assertThat(log.names(NOW)).containsExactly("c");
        var _ = log.retract(second);
        assertThat(log.names(NOW)).containsExactly("b");
    }

    @Test
    void a_retraction_may_be_retracted_again_and_again() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent gone = log.retract(claim);
        StoredEvent back = log.retract(gone);
        StoredEvent goneAgain = log.retract(back);
        assertThat(log.names(NOW, gone)).isEmpty();
        assertThat(log.names(NOW, back)).containsExactly("a");
        assertThat(log.names(NOW, goneAgain)).isEmpty();
    }

    @Test
    void what_is_below_a_retraction_in_mid_chain_is_inert() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent first = log.amend(claim, Map.of("name", "b"));
        StoredEvent second = log.amend(first, Map.of("name", "c"));
        assertThat(log.names(NOW, second)).containsExactly("c");
        var _ = log.retract(first);
        assertThat(log.names(NOW)).containsExactly("a");
    }

    @Test
    void a_correction_without_basis_waits_for_a_verdict() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent report = log.amend(claim, Map.of("name", "b"), Basis.NONE);
        assertThat(log.names(NOW)).containsExactly("a");
        assertThat(log.names(NOW, Position.END, Reading.ASSERTED)).containsExactly("b");
        StoredEvent verdict = log.accept(report);
        assertThat(log.names(NOW, verdict)).containsExactly("b");
        var _ = log.reject(report);
        assertThat(log.names(NOW)).containsExactly("a");
        assertThat(log.names(NOW, Position.END, Reading.ASSERTED)).containsExactly("a");
    }

    @Test
    void a_correction_of_ones_own_needs_no_verdict_but_heeds_one() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent own = log.amend(claim, Map.of("name", "b"), Basis.OWN);
        assertThat(log.names(NOW)).containsExactly("b");
        var _ = log.reject(own);
        assertThat(log.names(NOW)).containsExactly("a");
    }

    @Test
    void an_asserted_reading_counts_and_marks_what_is_pending() {
        var _ = log.accepted("a", "2001-01-01");
        var _ = log.claim("b", "2002-01-01");
        StoredEvent rejected = log.claim("c", "2003-01-01");
        var _ = log.reject(rejected);

        assertThat(log.history()
                        .counted(MaterialTime.END, Position.END, Reading.ASSERTED)
                        .entries())
                .extracting(entry -> entry.content().data().members().get("name"), Entry::pending)
                .containsExactly(Tuple.tuple("a", false), Tuple.tuple("b", true));
    }

    @Test
    void ties_are_ordered_by_causal_depth_and_then_by_position() {
        StoredEvent first = log.claim("first", "2001-01-01");
        StoredEvent effect = log.claim("effect", "2001-01-01", List.of(first.id()));
        StoredEvent later = log.claim("later", "2001-01-01");
        var _ = log.accept(later);
        var _ = log.accept(effect);
        var _ = log.accept(first);
        assertThat(log.names(NOW)).containsExactly("first", "later", "effect");
    }

    @Test
    void an_amended_event_keeps_its_place_among_ties() {
        StoredEvent first = log.accepted("first", "2001-01-01");
        var _ = log.accepted("second", "2001-01-01");
        var _ = log.amend(first, Map.of("name", "first, amended"));
        assertThat(log.names(NOW)).containsExactly("first, amended", "second");
    }

    @Test
    void an_event_that_cannot_be_read_has_no_force_and_is_named() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent odd =
                log.add(EventKind.CORRECTION, REGISTRAR, "2000-01-01", List.of(claim.id()), Map.of("action", "FORGET"));

        assertThat(log.names(NOW)).containsExactly("a");
        assertThat(log.history().judgement(odd.id(), Position.END, Reading.LEGAL))
                .hasValueSatisfying(judgement -> assertThat(judgement.anomaly())
                        .hasValueSatisfying(
                                why -> assertThat(why).contains(odd.id().toString())));
    }

    @Test
    void what_cannot_be_read_is_named_no_more_once_it_is_retracted() {
        StoredEvent claim = log.accepted("a", "2001-01-01");
        StoredEvent odd =
                log.add(EventKind.CORRECTION, REGISTRAR, "2000-01-01", List.of(claim.id()), Map.of("action", "FORGET"));
        StoredEvent gone = log.retract(odd);
        History history = log.history();

        assertThat(history.counted(MaterialTime.END, odd.position(), Reading.LEGAL)
                        .anomalies())
                .hasSize(1);
        assertThat(history.counted(MaterialTime.END, gone.position(), Reading.LEGAL)
                        .anomalies())
                .isEmpty();
    }

    @Test
    void the_basis_of_a_correction_is_authority_own_or_none() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        assertBasis(claim, claim, REGISTRAR, true, Basis.AUTHORITY);
        assertBasis(claim, claim, PARENT, false, Basis.OWN);
        assertBasis(claim, claim, REGISTRAR, false, Basis.NONE);
        StoredEvent verdict = log.reject(claim);
        assertBasis(claim, verdict, PARENT, false, Basis.OWN);
        StoredEvent accepted = log.accept(claim);
        assertBasis(claim, accepted, PARENT, false, Basis.NONE);
        StoredEvent rejected = log.reject(claim);
        assertBasis(claim, rejected, PARENT, false, Basis.NONE);
    }

    private void assertBasis(StoredEvent target, StoredEvent seen, Source source, boolean competent, Basis basis) {
        assertThat(log.history().admitCorrection(target.id(), seen.id(), Correction.Action.RETRACT, source, competent))
                .isEqualTo(new Admission.Admitted(basis));
    }

    @Test
    void a_stale_head_is_not_admitted() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent verdict = log.accept(claim);
        History history = log.history();

        assertThat(history.admitValidation(claim.id(), claim.id(), true)).isEqualTo(new Admission.Stale(verdict.id()));
        assertThat(history.admitCorrection(claim.id(), claim.id(), Correction.Action.RETRACT, REGISTRAR, true))
                .isEqualTo(new Admission.Stale(verdict.id()));
        assertThat(history.admitCorrection(verdict.id(), verdict.id(), Correction.Action.RETRACT, REGISTRAR, true))
                .isEqualTo(new Admission.Admitted(Basis.AUTHORITY));
    }

    @Test
    void what_cannot_be_a_target_is_not_admitted() {
        StoredEvent claim = log.claim("a", "2001-01-01");
        StoredEvent verdict = log.accept(claim);
        StoredEvent fact = log.fact("f", "2001-01-01");
        StoredEvent retraction = log.retract(fact);
        EventId nowhere = EventId.next();
        History history = log.history();

        assertThat(history.admitValidation(nowhere, nowhere, true)).isEqualTo(new Admission.NoSuchTarget(nowhere));
        assertThat(history.admitValidation(verdict.id(), verdict.id(), true))
                .isInstanceOf(Admission.NotApplicable.class);
        assertThat(history.admitValidation(fact.id(), retraction.id(), true))
                .isInstanceOf(Admission.NotApplicable.class);
        assertThat(history.admitCorrection(retraction.id(), retraction.id(), Correction.Action.AMEND, REGISTRAR, true))
                .isInstanceOf(Admission.NotApplicable.class);
    }

    /// StUF 03.01 §2.3.1. The eleven rectangles, each asked at its corners: [from, to) on the material axis in
    /// columns 1 and 2, from which event on it is known, and until before which.
    @Test
    void golden_case_2_has_eleven_rectangles() {
        StoredEvent f1 = log.accept(log.claim("Poepenstaart", "1977-08-07"));
        StoredEvent berg = log.claim("van der Berg", "2001-09-05");
        StoredEvent f2 = log.accept(berg);
        StoredEvent f3 = log.amend(berg, Map.of("name", "van den Berg"));
        StoredEvent f4 = log.amend(f3, Map.of("name", "van den Bergh"));
        StoredEvent f5 = log.amend(f4, Map.of("date", "2001-09-03"));
        StoredEvent f6 = log.accept(log.claim("van den Broek", "2008-03-01"));
        StoredEvent f7 = log.accept(log.claim("van den Werff", "2007-03-01"));

        rectangle("Poepenstaart", "1977-08-07", "9999-12-30", f1, f1);
        rectangle("Poepenstaart", "1977-08-07", "2001-09-04", f2, f4);
        rectangle("van der Berg", "2001-09-05", "9999-12-30", f2, f2);
        rectangle("van den Berg", "2001-09-05", "9999-12-30", f3, f3);
        rectangle("van den Bergh", "2001-09-05", "9999-12-30", f4, f4);
        rectangle("Poepenstaart", "1977-08-07", "2001-09-02", f5, f7);
        rectangle("van den Bergh", "2001-09-03", "9999-12-30", f5, f5);
        rectangle("van den Bergh", "2001-09-03", "2008-02-29", f6, f6);
        rectangle("van den Broek", "2008-03-01", "9999-12-30", f6, f7);
        rectangle("van den Bergh", "2001-09-03", "2007-02-28", f7, f7);
        rectangle("van den Werff", "2007-03-01", "2008-02-29", f7, f7);
        rectangle("-", "0001-01-01", "1977-08-06", f1, f7);
    }

    /// All four arguments inclusive.
    private void rectangle(
            String name, String firstDay, String lastDay, StoredEvent firstKnown, StoredEvent lastKnown) {
        for (String day : List.of(firstDay, lastDay)) {
            for (StoredEvent known : List.of(firstKnown, lastKnown)) {
                assertThat(log.name(day, known))
                        .as("%s, known at %s", day, known.position())
                        .isEqualTo(name);
            }
        }
    }
}
