package f6.zone;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;
import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.date;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.command.StoredEventsCheck;
import f6.zone.definition.DecisionBasis;
import f6.zone.definition.DefinitionFile;
import f6.zone.impact.Reliance;
import f6.zone.view.ObjectChanges;
import f6.zone.view.ViewExplanation;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Decisions of a zone that is nothing like a civil registry, and what follows when what they rest on was wrong.
class PensionTest {
    private static final Map<String, Object> NETHERLANDS = Map.of("code", "6030");
    private static final Map<String, Object> SPAIN = Map.of("code", "6037");

    private final Zonnendaal pensions = new Zonnendaal("pensioenen");
    private final ObjectId anna = object();

    private StoredEvent granted() {
        var _ = pensions.fact(
                "DeelnemerGemeld",
                Map.of("deelnemer", anna.toString(), "geboortedatum", date("1945-02-01"), "woonland", NETHERLANDS));
        return pensions.fact(
                "PensioenToegekend",
                Map.of(
                        "deelnemer",
                        anna.toString(),
                        "regeling",
                        "AOW",
                        "bedragPerMaand",
                        1200L,
                        "datumIngang",
                        date("2012-03-01")));
    }

    private StoredEvent death() {
        return pensions.fact("OverlijdenGemeld", Map.of("deelnemer", anna.toString(), "datum", date("2017-05-02")));
    }

    private StoredEvent stopped() {
        return pensions.fact(
                "PensioenGestopt",
                Map.of("deelnemer", anna.toString(), "datumEinde", date("2017-06-01"), "reden", "overlijden"));
    }

    private Command.Correct retraction(StoredEvent target) {
        return new Command.Correct(
                EventId.next(),
                target.id(),
                pensions.zone.head(target),
                Correction.Action.RETRACT,
                EventData.EMPTY,
                Optional.empty(),
                Optional.empty());
    }

    private List<Reliance> impact(StoredEvent event) {
        return pensions.zone.impact(event.id()).orElseThrow();
    }

    @Test
    void a_decision_records_what_it_rests_on() {
        StoredEvent decision = granted();
        DecisionBasis basis = DecisionBasis.of(decision.event().data());
        assertThat(basis.formal()).containsExactly(Map.entry("pensioenen", new Position(2)));
        assertThat(basis.material()).isEqualTo("2012-02-29T23:00:00Z");
        assertThat(basis.rule()).isEqualTo("1");
        assertThat(basis.result().orElseThrow()).startsWith("sha256:");
        assertThat(basis.reads())
                .containsExactlyInAnyOrder(
                        new DecisionBasis.Read(anna, "geboortedatum", false),
                        new DecisionBasis.Read(anna, "overlijdensdatum", true),
                        new DecisionBasis.Read(anna, "woonland", false));
    }

    /// Golden case 3: declared dead by mistake.
    @Test
    void a_pension_that_was_stopped_on_a_death_that_was_none_is_found() {
        StoredEvent grant = granted();
        StoredEvent death = death();
        StoredEvent stop = stopped();
        Position between = stop.position();

        Command.Correct retraction = retraction(death);
        Preview.Foreseen foreseen = (Preview.Foreseen) pensions.zone.preview(REGISTRAR, retraction);
        assertThat(pensions.store.head()).isEqualTo(new Position(8));
        StoredEvent retracted = recorded(pensions.zone.handle(REGISTRAR, retraction, foreseen.token()));

        List<Reliance> impact = impact(retracted);
        assertThat(impact).singleElement().satisfies(found -> {
            assertThat(found.decision().id()).isEqualTo(stop.id());
            assertThat(found.effect()).isEqualTo(Reliance.Effect.OUTCOME_CHANGED);
            assertThat(found.before()).contains(Map.of("stopt", true));
            assertThat(found.after()).contains(Map.of("stopt", false));
            assertThat(found.touched()).extracting(DecisionBasis.Read::field).containsExactly("overlijdensdatum");
            assertThat(found.inForce()).isTrue();
        });
        assertThat(foreseen.impact()).isEqualTo(impact);
        assertThat(foreseen.changes())
                .isEqualTo(pensions.zone
                        .questions()
                        .diff(KnownAt.upto(new Position(8)), KnownAt.NOW)
                        .objects());
        assertThat(grant.id()).isNotEqualTo(stop.id());
        assertThat(pensions.state("deelnemer", anna)).doesNotContainKey("overlijdensdatum");
        assertThat(pensions.zone
                        .questions()
                        .state(
                                "deelnemer",
                                anna,
                                Optional.of(LocalDate.parse("2017-12-31")),
                                KnownAt.upto(between),
                                Reading.LEGAL)
                        .orElseThrow()
                        .fields())
                .containsEntry("overlijdensdatum", date("2017-05-02"));
    }

    @Test
    void a_decision_that_would_be_the_same_is_classed_so() {
        var _ = granted();
        StoredEvent moved = pensions.fact(
                "AdresGemeld", Map.of("deelnemer", anna.toString(), "datum", date("2015-01-01"), "woonland", SPAIN));
        var _ = pensions.fact(
                "PensioenGestopt",
                Map.of("deelnemer", anna.toString(), "datumEinde", date("2015-02-01"), "reden", "vertrek"));
        StoredEvent corrected = recorded(pensions.amend(
                REGISTRAR, moved, pensions.zone.head(moved), Map.of("woonland", Map.of("code", "5010"))));

        assertThat(impact(corrected))
                .singleElement()
                .satisfies(found -> assertThat(found.effect()).isEqualTo(Reliance.Effect.SAME_OUTCOME));
    }

    @Test
    void a_decision_is_found_by_what_it_did_not_find_as_well() {
        StoredEvent grant = granted();
        StoredEvent claim = recorded(pensions.claim(
                REGISTRAR, "OverlijdenGemeld", Map.of("deelnemer", anna.toString(), "datum", date("2011-12-31"))));
        StoredEvent accepted = recorded(pensions.validate(REGISTRAR, claim, claim.id(), ACCEPT));

        assertThat(impact(claim)).isEmpty();
        assertThat(impact(accepted)).singleElement().satisfies(found -> {
            assertThat(found.decision().id()).isEqualTo(grant.id());
            assertThat(found.effect()).isEqualTo(Reliance.Effect.OUTCOME_CHANGED);
        });
    }

    @Test
    void what_is_about_another_time_or_another_field_is_not_named() {
        var _ = granted();
        StoredEvent later = death();
        StoredEvent accepted = pensions.store.find(pensions.zone.head(later)).orElseThrow();
        assertThat(impact(accepted)).isEmpty();
    }

    @Test
    void a_decision_that_builds_on_one_that_is_found_is_found() {
        var _ = granted();
        StoredEvent death = death();
        StoredEvent stop = stopped();
        EventId id = EventId.next();
        var _ = recorded(pensions.zone.handle(
                REGISTRAR,
                new Command.RecordClaim(
                        id,
                        "PensioenToegekend",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(stop.id()),
                        new EventData(Map.of(
                                "deelnemer",
                                anna.toString(),
                                "regeling",
                                "nabestaanden",
                                "bedragPerMaand",
                                600L,
                                "datumIngang",
                                date("2017-04-01"))))));
        StoredEvent retracted = recorded(pensions.zone.handle(REGISTRAR, retraction(death)));

        assertThat(impact(retracted))
                .extracting(found -> found.decision().id(), Reliance::effect, Reliance::through)
                .containsExactly(
                        tuple(stop.id(), Reliance.Effect.OUTCOME_CHANGED, Optional.empty()),
                        tuple(id, Reliance.Effect.INPUT_UNCHANGED, Optional.of(stop.id())));
    }

    @Test
    void what_the_engine_records_cannot_be_given() {
        var _ = granted();
        Outcome outcome = pensions.claim(
                REGISTRAR,
                "PensioenGestopt",
                Map.of(
                        "deelnemer", anna.toString(),
                        "datumEinde", date("2017-06-01"),
                        "reden", "overlijden",
                        "basis", Map.of()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Outcome.Violation::path)
                                .containsExactly("/basis"));
    }

    @Test
    void a_decision_is_idempotent_too() {
        var _ = granted();
        Command.RecordClaim claim = new Command.RecordClaim(
                EventId.next(),
                "PensioenGestopt",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new EventData(
                        Map.of("deelnemer", anna.toString(), "datumEinde", date("2017-06-01"), "reden", "vertrek")));
        StoredEvent once = recorded(pensions.zone.handle(REGISTRAR, claim));
        assertThat(recorded(pensions.zone.handle(REGISTRAR, claim))).isEqualTo(once);
    }

    @Test
    void a_command_is_refused_when_the_boundary_has_moved_since_its_preview() {
        var _ = granted();
        StoredEvent death = death();
        Command.Correct retraction = retraction(death);
        Preview.Foreseen foreseen = (Preview.Foreseen) pensions.zone.preview(REGISTRAR, retraction);
        var _ = stopped();

        assertThat(pensions.zone.handle(REGISTRAR, retraction, foreseen.token()))
                .isInstanceOf(Outcome.Conflict.class);
        Outcome other = pensions.zone.handle(REGISTRAR, retraction(death), foreseen.token());
        assertThat(other)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("previewToken"));
        List<ObjectChanges> again = ((Preview.Foreseen) pensions.zone.preview(REGISTRAR, retraction)).changes();
        assertThat(again).isEqualTo(foreseen.changes());
    }

    @Test
    void nothing_works_from_before_a_birth() {
        StoredEvent claim = recorded(pensions.claim(
                REGISTRAR,
                "DeelnemerGemeld",
                Map.of("deelnemer", anna.toString(), "geboortedatum", date("1945-02-01"), "woonland", NETHERLANDS)));
        Command.Validate early = new Command.Validate(
                EventId.next(),
                claim.id(),
                claim.id(),
                ACCEPT,
                Optional.of(LocalDate.parse("1945-01-31")),
                Optional.empty());
        assertThat(pensions.zone.handle(REGISTRAR, early))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Outcome.Violation::path)
                                .containsExactly("/effectiveFrom"));
        assertThat(pensions.store.head()).isEqualTo(new Position(1));
    }

    @Test
    void what_is_retracted_is_not_corrected_but_brought_back() {
        var _ = granted();
        StoredEvent death = death();
        StoredEvent retracted = recorded(pensions.zone.handle(REGISTRAR, retraction(death)));
        assertThat(pensions.zone.handle(REGISTRAR, retraction(death)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("retract the retraction")
                                .contains(retracted.id().toString()));
        var _ = recorded(pensions.zone.handle(REGISTRAR, retraction(retracted)));
        assertThat(pensions.state("deelnemer", anna)).containsKey("overlijdensdatum");
    }

    @Test
    void a_definition_that_cannot_take_what_is_stored_is_found_out() {
        var _ = granted();
        String text = Zonnendaal.text("pensioenen");
        assertThat(unfit(text)).isEmpty();
        assertThat(unfit(
                        text.replace("regeling: {type: string, minLength: 1", "regeling: {type: string, minLength: 9")))
                .singleElement()
                .satisfies(unfit -> {
                    assertThat(unfit.position()).isEqualTo(new Position(3));
                    assertThat(unfit.why()).contains("/regeling");
                });
        assertThat(unfit(text.replaceFirst("AdresGemeld: #.*\n    version: \"1\"", "AdresGemeld:\n    version: \"2\"")))
                .isEmpty();
        assertThat(unfit(text.replace("woonland: \"data.woonland\"", "woonland: \"data.woonplaats\"")))
                .singleElement()
                .satisfies(unfit -> {
                    assertThat(unfit.position()).isEqualTo(new Position(1));
                    assertThat(unfit.why()).contains("woonplaats");
                });
    }

    private List<StoredEventsCheck.Unfit> unfit(String definition) {
        return StoredEventsCheck.of(DefinitionFile.parse("pensioenen.yaml", definition), pensions.store)
                .first();
    }

    @Test
    void the_fingerprint_is_of_what_states_follow_from() {
        String text = Zonnendaal.text("pensioenen");
        String fingerprint = DefinitionFile.parse("a", text).fingerprint();
        assertThat(DefinitionFile.parse("b", "# more words\n" + text).fingerprint())
                .isEqualTo(fingerprint);
        assertThat(DefinitionFile.parse("b", text.replace("'6030'", "'6031'")).fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void a_token_is_of_what_a_command_says_in_whatever_order() {
        var _ = granted();
        EventId id = EventId.next();
        Preview.Foreseen foreseen = (Preview.Foreseen)
                pensions.zone.preview(REGISTRAR, stop(id, List.of("deelnemer", "datumEinde", "reden")));

        var _ = recorded(pensions.zone.handle(
                REGISTRAR, stop(id, List.of("reden", "deelnemer", "datumEinde")), foreseen.token()));
    }

    private Command.RecordClaim stop(EventId id, List<String> order) {
        Map<String, Object> said =
                Map.of("deelnemer", anna.toString(), "datumEinde", date("2017-06-01"), "reden", "vertrek");
        Map<String, Object> ordered = new LinkedHashMap<>();
        order.forEach(name -> ordered.put(name, said.get(name)));
        return new Command.RecordClaim(
                id, "PensioenGestopt", Optional.empty(), Optional.empty(), List.of(), new EventData(ordered));
    }

    @Test
    void a_preview_of_what_is_recorded_foresees_nothing_more() {
        var _ = granted();
        StoredEvent death = death();
        Command.Correct retraction = retraction(death);
        StoredEvent retracted = recorded(pensions.zone.handle(REGISTRAR, retraction));

        Preview.Foreseen foreseen = (Preview.Foreseen) pensions.zone.preview(REGISTRAR, retraction);

        assertThat(foreseen.event()).isEqualTo(retracted.event());
        assertThat(foreseen.changes()).isEmpty();
        assertThat(foreseen.impact()).isEmpty();
        assertThat(recorded(pensions.zone.handle(REGISTRAR, retraction, foreseen.token())))
                .isEqualTo(retracted);
    }

    @Test
    void an_explanation_names_the_events_at_the_edges_of_its_rectangle() {
        var _ = granted();
        StoredEvent death = death();
        StoredEvent accepted = pensions.store.find(pensions.zone.head(death)).orElseThrow();
        ViewExplanation before = explained(KnownAt.NOW);
        var _ = recorded(pensions.zone.handle(REGISTRAR, retraction(death)));

        ViewExplanation then = explained(KnownAt.upto(accepted.position()));
        assertThat(then.events()).containsOnly(Map.entry(accepted.position(), accepted));
        assertThat(then).as("what came later changes no answer").isEqualTo(before);
        assertThat(then.explanation().chain())
                .extracting(link -> link.stored().id())
                .containsExactly(death.id(), accepted.id());
        assertThat(explained(KnownAt.NOW).explanation().rectangle().value()).isEmpty();
    }

    private ViewExplanation explained(KnownAt known) {
        return pensions.zone
                .questions()
                .explain(
                        "deelnemer",
                        anna,
                        "overlijdensdatum",
                        Optional.of(LocalDate.parse("2017-12-31")),
                        known,
                        Reading.LEGAL)
                .orElseThrow();
    }
}
