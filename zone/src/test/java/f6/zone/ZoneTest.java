package f6.zone;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;
import static f6.eventstore.timeline.Validation.Decision.REJECT;
import static f6.zone.Zonnendaal.CITIZEN;
import static f6.zone.Zonnendaal.PARENT;
import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.date;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Outcome.Conflict;
import f6.zone.command.Outcome.Reason;
import f6.zone.command.Outcome.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneTest {
    private final Zonnendaal stand = new Zonnendaal("burgerlijke-stand");
    private final ObjectId child = object();
    private final ObjectId mother = object();

    private Map<String, Object> birthData() {
        return Map.of(
                "kind", child.toString(),
                "ouders", List.of(mother.toString()),
                "datum", date("2024-05-01"),
                "plaats", "Zonnendaal",
                "naam", Map.of("voornamen", "Noor", "geslachtsnaam", "Zon"));
    }

    @Test
    void a_claim_has_no_effect_until_it_is_accepted() {
        StoredEvent claim = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        assertThat(stand.state("persoon", child)).isNull();

        var _ = recorded(stand.validate(REGISTRAR, claim, claim.id(), ACCEPT));

        assertThat(stand.state("persoon", child)).containsEntry("ouders", List.of(mother.toString()));
        assertThat(stand.state("persoon", mother)).containsEntry("kinderen", List.of(child.toString()));
        assertThat(claim.event().objects()).containsExactly(child, mother);
    }

    @Test
    void a_rejected_claim_has_no_effect() {
        StoredEvent claim = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        var _ = recorded(stand.validate(REGISTRAR, claim, claim.id(), REJECT));

        assertThat(stand.state("persoon", child)).isNull();
    }

    @Test
    void a_correction_works_from_its_own_formal_moment_on() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        var before = stand.store.find(stand.zone.head(birth)).orElseThrow().createdAt();
        var _ = recorded(
                stand.amend(REGISTRAR, birth, stand.zone.head(birth), Map.of("naam", Map.of("geslachtsnaam", "Maan"))));

        assertThat(stand.state("naamgegevens", child)).containsEntry("naam", Map.of("geslachtsnaam", "Maan"));
        assertThat(stand.state("naamgegevens", child, Optional.empty(), Optional.of(before)))
                .containsEntry("naam", Map.of("voornamen", "Kind", "geslachtsnaam", "Zon"));
    }

    @Test
    void a_retraction_takes_the_event_away_and_its_retraction_brings_it_back() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        StoredEvent retraction = recorded(stand.retract(REGISTRAR, birth, stand.zone.head(birth)));
        assertThat(stand.state("persoon", child)).isNull();

        var _ = recorded(stand.retract(REGISTRAR, retraction, retraction.id()));
        assertThat(stand.state("persoon", child)).isNotNull();
    }

    @Test
    void an_event_counts_from_its_material_date_on() {
        var _ = stand.birth(child, "2024-05-01");

        assertThat(stand.state("persoon", child, Optional.of(LocalDate.parse("2024-04-30")), Optional.empty()))
                .isNull();
        assertThat(stand.state("persoon", child, Optional.of(LocalDate.parse("2024-05-01")), Optional.empty()))
                .isNotNull();
    }

    @Test
    void effective_from_moves_the_event_along_the_material_axis() {
        StoredEvent claim = recorded(stand.claim(REGISTRAR, "Geboorte", birthData()));
        var _ = recorded(stand.zone.handle(
                REGISTRAR,
                new Command.Validate(
                        EventId.next(),
                        claim.id(),
                        claim.id(),
                        ACCEPT,
                        Optional.of(LocalDate.parse("2025-01-01")),
                        Optional.empty())));

        assertThat(stand.state("persoon", child, Optional.of(LocalDate.parse("2024-12-31")), Optional.empty()))
                .isNull();
        assertThat(stand.state("persoon", child, Optional.of(LocalDate.parse("2025-01-01")), Optional.empty()))
                .isNotNull();
    }

    @Test
    void a_source_without_authority_is_refused() {
        assertRefused(
                stand.claim(CITIZEN, "Overlijden", Map.of("persoon", child.toString(), "datum", date("2024-05-01"))),
                Reason.FORBIDDEN,
                "burger",
                "Overlijden");
    }

    @Test
    void a_broken_rule_is_refused_with_its_message_and_path() {
        var _ = stand.birth(child, "2024-05-01");

        Outcome again = stand.claim(PARENT, "Geboorte", birthData());

        assertRefused(again, Reason.RULE_BROKEN, child + " is al geboren op 2024-05-01", "/kind");
    }

    @Test
    void of_two_claims_of_one_birth_only_one_is_accepted() {
        StoredEvent one = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        StoredEvent other = recorded(stand.claim(CITIZEN, "Geboorte", birthData()));
        var _ = recorded(stand.validate(REGISTRAR, one, one.id(), ACCEPT));

        assertRefused(stand.validate(REGISTRAR, other, other.id(), ACCEPT), Reason.RULE_BROKEN, "is al geboren");
    }

    static Stream<Arguments> wrongData() {
        String id = object().toString();
        Map<String, Object> name = Map.of("geslachtsnaam", "Zon");
        return Stream.of(
                wrong(Map.of("kind", "geen-uuid", "datum", date("2024-05-01"), "naam", name), "/kind"),
                wrong(Map.of("datum", date("2024-05-01"), "naam", name), "/kind"),
                wrong(Map.of("kind", id, "datum", date("2024-02-30"), "naam", name), "/datum"),
                wrong(Map.of("kind", id, "datum", Map.of("type", "JaarDatum"), "naam", name), "/datum/jaar"),
                wrong(Map.of("kind", id, "datum", "2024-05-01", "naam", name), "/datum"),
                wrong(
                        Map.of("kind", id, "datum", date("2024-05-01"), "naam", Map.of("geslachtsnaam", "")),
                        "/naam/geslachtsnaam"),
                wrong(Map.of("kind", id, "datum", date("2024-05-01"), "naam", name, "onbekend", 1), "/onbekend"));
    }

    private static Arguments wrong(Map<String, Object> data, String path) {
        return Arguments.of(data, path);
    }

    @ParameterizedTest
    @MethodSource("wrongData")
    void data_that_does_not_fit_is_refused_naming_the_path(Map<String, Object> data, String path) {
        assertRefused(stand.claim(REGISTRAR, "Geboorte", data), Reason.INVALID, path);
        assertThat(stand.store.head()).isEqualTo(Position.START);
    }

    @Test
    void an_unknown_type_or_version_is_refused() {
        assertRefused(stand.claim(REGISTRAR, "Toverij", Map.of()), Reason.NOT_FOUND, "Toverij", "Geboorte");
        assertRefused(
                stand.zone.handle(
                        REGISTRAR,
                        new Command.RecordClaim(
                                EventId.next(),
                                "Geboorte",
                                Optional.of("9"),
                                Optional.empty(),
                                List.of(),
                                new EventData(Map.copyOf(birthData())))),
                Reason.INVALID,
                "no version '9'");
    }

    @Test
    void a_stale_head_is_a_conflict_that_names_the_current_one() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        EventId head = stand.zone.head(birth);
        StoredEvent amendment =
                recorded(stand.amend(REGISTRAR, birth, head, Map.of("naam", Map.of("geslachtsnaam", "A"))));

        Outcome second = stand.amend(REGISTRAR, birth, head, Map.of("naam", Map.of("geslachtsnaam", "B")));

        assertThat(second)
                .isInstanceOfSatisfying(
                        Conflict.class, conflict -> assertThat(conflict.head()).contains(amendment.id()));
    }

    @Test
    void an_amended_event_is_amended_through_its_amendment() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        StoredEvent amendment = recorded(
                stand.amend(REGISTRAR, birth, stand.zone.head(birth), Map.of("naam", Map.of("geslachtsnaam", "A"))));

        assertRefused(
                stand.amend(REGISTRAR, birth, amendment.id(), Map.of("plaats", "Woudendijk")),
                Reason.INVALID,
                amendment.id().toString());
        var _ = recorded(stand.amend(REGISTRAR, amendment, amendment.id(), Map.of("plaats", "Woudendijk")));
        assertThat(stand.state("persoon", child))
                .containsEntry("naam", Map.of("geslachtsnaam", "A"))
                .containsEntry("geboorte", Map.of("datum", date("2024-05-01"), "plaats", "Woudendijk"));
    }

    @Test
    void a_correction_by_someone_else_waits_for_validation() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        Outcome outcome =
                stand.amend(CITIZEN, birth, stand.zone.head(birth), Map.of("naam", Map.of("geslachtsnaam", "Maan")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Recorded.class,
                        recorded -> assertThat(recorded.basis()).contains(Basis.NONE));
        assertThat(stand.state("naamgegevens", child))
                .containsEntry("naam", Map.of("voornamen", "Kind", "geslachtsnaam", "Zon"));

        StoredEvent pending = recorded(outcome);
        var _ = recorded(stand.validate(REGISTRAR, pending, pending.id(), ACCEPT));
        assertThat(stand.state("naamgegevens", child)).containsEntry("naam", Map.of("geslachtsnaam", "Maan"));
    }

    @Test
    void a_source_corrects_its_own_claim_until_it_is_accepted() {
        StoredEvent claim = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        Outcome own = stand.amend(PARENT, claim, claim.id(), Map.of("plaats", "Woudendijk"));
        assertThat(own)
                .isInstanceOfSatisfying(
                        Outcome.Recorded.class,
                        recorded -> assertThat(recorded.basis()).contains(Basis.OWN));
        var accepted = recorded(stand.validate(REGISTRAR, claim, recorded(own).id(), ACCEPT));

        Outcome late = stand.amend(PARENT, recorded(own), accepted.id(), Map.of("plaats", "Elders"));

        assertThat(late)
                .isInstanceOfSatisfying(
                        Outcome.Recorded.class,
                        recorded -> assertThat(recorded.basis()).contains(Basis.NONE));
        assertThat(stand.state("persoon", child))
                .containsEntry("geboorte", Map.of("datum", date("2024-05-01"), "plaats", "Woudendijk"));
    }

    @Test
    void an_amendment_that_breaks_the_schema_is_refused() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        Position head = stand.store.head();

        assertRefused(
                stand.amend(REGISTRAR, birth, stand.zone.head(birth), Map.of("naam", "Zon")), Reason.INVALID, "/naam");
        assertRefused(stand.amend(REGISTRAR, birth, stand.zone.head(birth), nothing("naam")), Reason.INVALID, "/naam");
        assertThat(stand.store.head()).isEqualTo(head);
    }

    private static Map<String, @org.jspecify.annotations.Nullable Object> nothing(String member) {
        Map<String, @org.jspecify.annotations.Nullable Object> map = new LinkedHashMap<>();
        map.put(member, null);
        return map;
    }

    @Test
    void an_amendment_may_bring_another_object_in() {
        ObjectId other = object();
        StoredEvent birth = stand.birth(child, "2024-05-01", mother);
        var _ = recorded(
                stand.amend(REGISTRAR, birth, stand.zone.head(birth), Map.of("ouders", List.of(other.toString()))));

        assertThat(stand.state("persoon", other)).containsEntry("kinderen", List.of(child.toString()));
        assertThat(stand.state("persoon", mother)).isNull();
    }

    @Test
    void the_same_command_twice_is_done_once() {
        Command command = new Command.RecordClaim(
                EventId.next(),
                "Geboorte",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new EventData(Map.copyOf(birthData())));
        Outcome first = stand.zone.handle(PARENT, command);
        StoredEvent claim = recorded(first);
        var _ = recorded(stand.validate(REGISTRAR, claim, claim.id(), ACCEPT));

        assertThat(stand.zone.handle(PARENT, command)).isEqualTo(first);
        assertRefused(
                stand.zone.handle(CITIZEN, command), Reason.ID_TAKEN, claim.id().toString());
        assertThat(stand.store.head()).isEqualTo(new Position(2));
    }

    @Test
    void racers_with_the_same_command_are_all_answered_with_the_one_event() throws Exception {
        for (int round = 0; round < 50; round++) {
            Command command = new Command.RecordClaim(
                    EventId.next(),
                    "Geboorte",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    new EventData(Map.copyOf(birthData())));
            CyclicBarrier barrier = new CyclicBarrier(4);
            List<Future<Outcome>> racing = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    racing.add(threads.submit(() -> {
                        barrier.await();
                        return stand.zone.handle(PARENT, command);
                    }));
                }
            }
            Set<Outcome> outcomes = new HashSet<>();
            for (Future<Outcome> one : racing) {
                outcomes.add(one.get());
            }
            assertThat(outcomes).hasSize(1).hasOnlyElementsOfType(Outcome.Recorded.class);
        }
    }

    @Test
    void rules_see_the_state_of_an_object_that_a_pending_amendment_brings_in() {
        ObjectId other = object();
        StoredEvent recognition;
        var _ = stand.birth(child, "2024-05-01", mother);
        var _ = stand.birth(other, "2020-01-01");
        recognition = recorded(
                stand.claim(REGISTRAR, "Overlijden", Map.of("persoon", child.toString(), "datum", date("2025-01-01"))));
        var _ = stand.fact("Overlijden", Map.of("persoon", other.toString(), "datum", date("2022-01-01")));

        // Another person is meant; that one is dead already, and only that one's own events say so.
        StoredEvent amendment =
                recorded(stand.amend(REGISTRAR, recognition, recognition.id(), Map.of("persoon", other.toString())));

        assertRefused(
                stand.validate(REGISTRAR, recognition, amendment.id(), ACCEPT),
                Reason.RULE_BROKEN,
                "is al overleden op 2022-01-01");
    }

    @Test
    void an_accepted_amendment_must_fit_with_what_is_in_force_by_then() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        Map<String, Object> year = Map.of("type", "JaarDatum", "jaar", 2024);
        StoredEvent report = recorded(
                stand.amend(CITIZEN, birth, stand.zone.head(birth), Map.of("datum", year, "plaats", "Zonnendaal")));
        assertThat(stand.state("persoon", child)).containsEntry("geboorte", Map.of("datum", date("2024-05-01")));

        var _ = recorded(stand.validate(REGISTRAR, report, report.id(), ACCEPT));

        assertThat(stand.state("persoon", child))
                .containsEntry(
                        "geboorte",
                        Map.of("datum", Map.of("type", "JaarDatum", "jaar", 2024L), "plaats", "Zonnendaal"));
    }

    @Test
    void nobody_puts_his_own_claim_into_force() {
        StoredEvent claim = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        StoredEvent own = recorded(stand.validate(PARENT, claim, claim.id(), ACCEPT));

        assertRefused(stand.amend(PARENT, own, own.id(), Map.of("basis", "AUTHORITY")), Reason.INVALID, "/amend/basis");
        assertThat(stand.state("persoon", child)).isNull();
    }

    @Test
    void of_a_validation_only_verdict_and_date_are_amended_and_only_well() {
        StoredEvent claim = recorded(stand.claim(PARENT, "Geboorte", birthData()));
        StoredEvent verdict = recorded(stand.validate(REGISTRAR, claim, claim.id(), ACCEPT));

        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("junk", "x"), Map.of("effectiveFrom", 20300101), Map.of("decision", "MAYBE"))) {
            assertRefused(stand.amend(REGISTRAR, verdict, verdict.id(), wrong), Reason.INVALID, "/amend");
        }
        var _ = recorded(stand.amend(REGISTRAR, verdict, verdict.id(), Map.of("effectiveFrom", "2024-06-01")));
        assertThat(stand.state("persoon", child, Optional.of(LocalDate.parse("2024-05-31")), Optional.empty()))
                .isNull();
    }

    @Test
    void what_waits_can_neither_be_junk_nor_get_in_a_registrars_way() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        StoredEvent report =
                recorded(stand.amend(CITIZEN, birth, stand.zone.head(birth), Map.of("plaats", "Woudendijk")));
        StoredEvent correction = recorded(stand.amend(REGISTRAR, birth, report.id(), Map.of("plaats", "Zonnendaal")));

        assertRefused(stand.amend(CITIZEN, report, correction.id(), Map.of("naam", "junk")), Reason.INVALID, "/naam");
        var _ = recorded(stand.retract(REGISTRAR, correction, correction.id()));
        assertThat(stand.state("persoon", child)).containsEntry("geboorte", Map.of("datum", date("2024-05-01")));
    }

    @Test
    void an_asserted_answer_says_so_when_a_pending_event_takes_something_away() {
        StoredEvent birth = stand.birth(child, "2024-05-01");
        StoredEvent name = stand.fact(
                "Naamswijziging",
                Map.of(
                        "persoon", child.toString(),
                        "datum", date("2024-06-01"),
                        "naam", Map.of("geslachtsnaam", "Nieuw")));
        var _ = recorded(stand.retract(CITIZEN, name, stand.zone.head(name)));
        assertThat(stand.zone.questions().state("naamgegevens", child, Optional.empty(), KnownAt.NOW, Reading.ASSERTED))
                .hasValueSatisfying(answer -> assertThat(answer.pending()).isTrue());

        var _ = recorded(stand.retract(CITIZEN, birth, stand.zone.head(birth)));
        assertThat(stand.zone.questions().state("persoon", child, Optional.empty(), KnownAt.NOW, Reading.ASSERTED))
                .hasValueSatisfying(answer -> assertThat(answer.pending()).isTrue());
        assertThat(stand.zone.questions().state("persoon", child, Optional.empty(), KnownAt.NOW, Reading.LEGAL))
                .hasValueSatisfying(answer -> assertThat(answer.pending()).isFalse());
    }

    @Test
    void null_removes_a_field() {
        var _ = stand.birth(child, "2024-05-01");
        assertThat(stand.state("persoon", child)).doesNotContainKey("geslacht");

        Zonnendaal addresses = new Zonnendaal("adreshuishouding");
        Map<String, Object> home = Map.of(
                "personen", List.of(child.toString()),
                "adres", object().toString(),
                "datum", date("2024-05-01"),
                "functieAdres", "woonadres",
                "verblijfadres",
                        Map.of("officieleStraatnaam", "Dorpsplein", "huisnummer", 1, "woonplaats", "Zonnendaal"));
        var _ = addresses.fact("Inschrijving", home);
        var _ = addresses.fact(
                "VertrekBuitenland",
                Map.of(
                        "personen", List.of(child.toString()),
                        "datum", date("2024-07-01"),
                        "verblijfadresBuitenland", Map.of("land", Map.of("code", "5022"))));
        assertThat(addresses.state("woonsituatie", child)).doesNotContainKey("datumInschrijvingInGemeente");
        var _ = addresses.fact("Inschrijving", home);
    }

    @Test
    void references_to_many_events_stand_in_nobodys_way() {
        var _ = stand.birth(child, "2024-05-01");
        List<EventId> others = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            others.add(recorded(stand.claim(
                            CITIZEN,
                            "Geboorte",
                            Map.of(
                                    "kind", object().toString(),
                                    "datum", date("2024-05-01"),
                                    "naam", Map.of("geslachtsnaam", "Zon"))))
                    .id());
        }
        for (int i = 0; i < 3; i++) {
            var _ = recorded(stand.zone.handle(
                    CITIZEN,
                    new Command.RecordClaim(
                            EventId.next(),
                            "Naamswijziging",
                            Optional.empty(),
                            Optional.empty(),
                            others.subList(i * 100, i * 100 + 100),
                            new EventData(Map.of(
                                    "persoon", child.toString(),
                                    "datum", date("2024-05-02"),
                                    "naam", Map.of("geslachtsnaam", "Zon"))))));
        }

        assertThat(stand.state("persoon", child)).isNotNull();
        var _ = stand.fact("Overlijden", Map.of("persoon", child.toString(), "datum", date("2025-01-01")));
    }

    @Test
    void an_event_of_an_unknown_version_is_an_anomaly_not_a_silence() {
        var _ = stand.store
                .append(new Event(
                        EventId.next(),
                        new EventType("Geboorte"),
                        "0",
                        EventKind.FACT,
                        Instant.parse("2020-01-01T00:00:00Z"),
                        List.of(child),
                        REGISTRAR,
                        List.of(),
                        EventData.EMPTY))
                .orThrow();

        assertThat(stand.zone.questions().state("persoon", child, Optional.empty(), KnownAt.NOW, Reading.LEGAL))
                .hasValueSatisfying(answer -> assertThat(answer.anomalies())
                        .singleElement()
                        .asString()
                        .contains("version 0"));
    }

    @Test
    void a_target_that_does_not_exist_is_refused() {
        EventId nowhere = EventId.next();
        assertRefused(
                stand.zone.handle(
                        REGISTRAR,
                        new Command.Validate(
                                EventId.next(), nowhere, nowhere, ACCEPT, Optional.empty(), Optional.empty())),
                Reason.NOT_FOUND,
                nowhere.toString());
    }

    private static void assertRefused(Outcome outcome, Reason reason, String... named) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.toString()).contains(named);
        });
    }
}
