package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Permits to build, to fell, to demolish: a zone that knows no people, by its definition alone.
abstract class PermitScenarios {
    private final UUID matter = UUID.randomUUID();
    private final UUID plot = UUID.randomUUID();
    private final UUID baker = UUID.randomUUID();
    private final UUID neighbour = UUID.randomUUID();

    /// A zone without events about these objects.
    abstract ZoneDriver zone();

    private static Map<String, Object> day(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    private Reply says(String who, String what, Map<String, ?> data) {
        return zone().record(who, UUID.randomUUID(), what, data);
    }

    private void accepted(String by, Reply claim) {
        UUID event = claim.done().event();
        var _ = zone().validate(by, UUID.randomUUID(), event, event, true, Optional.empty()).done();
    }

    private Reply.Done bakerAsksForAnOven() {
        return says(
                        "aanvrager",
                        "VergunningAangevraagd",
                        Map.of(
                                "zaak", matter.toString(),
                                "aanvrager", baker.toString(),
                                "percelen", List.of(plot.toString()),
                                "activiteit", "bouwen",
                                "omschrijving", "Een oven achter de bakkerij",
                                "datum", day("2025-03-03")))
                .done();
    }

    private void takenUp() {
        accepted("behandelaar", bakerAsksForAnOven());
    }

    private UUID advised(String by, String judgement) {
        Reply advice = says(
                "adviseur",
                "AdviesUitgebracht",
                Map.of("zaak", matter.toString(), "adviseur", by, "oordeel", judgement, "datum", day("2025-03-20")));
        accepted("adviseur", advice);
        return advice.done().event();
    }

    private Reply permitted() {
        return says(
                "behandelaar",
                "VergunningVerleend",
                Map.of(
                        "zaak", matter.toString(),
                        "percelen", List.of(plot.toString()),
                        "voorschriften", List.of("Stoken tot 22.00 uur"),
                        "datum", day("2025-04-01")));
    }

    private Map<String, Object> seen(String view, UUID object) {
        return zone().view(view, object, Optional.empty(), Optional.empty(), false).orElse(Map.of());
    }

    private Map<String, Object> seenOn(String view, UUID object, String day) {
        return zone().view(view, object, Optional.of(LocalDate.parse(day)), Optional.empty(), false)
                .orElse(Map.of());
    }

    @Test
    void an_application_waits_until_it_is_taken_up() {
        Reply.Done asked = bakerAsksForAnOven();
        assertThat(seen("zaak", matter)).isEmpty();

        accepted("behandelaar", asked);

        assertThat(seen("zaak", matter)).containsEntry("fase", "in behandeling");
        assertThat(seen("perceel", plot)).containsEntry("zaken", List.of(matter.toString()));
    }

    @Test
    void what_is_missing_is_asked_for_and_handed_in() {
        takenUp();
        accepted(
                "behandelaar",
                says(
                        "behandelaar",
                        "AanvullingGevraagd",
                        Map.of("zaak", matter.toString(), "ontbreekt", List.of("tekening"), "datum", day("2025-03-10"))));
        assertThat(seen("zaak", matter)).containsEntry("fase", "wacht op aanvulling");

        Map<String, Object> answer =
                Map.of("zaak", matter.toString(), "stukken", List.of("foto"), "datum", day("2025-03-12"));
        assertThat(says("aanvrager", "AanvullingOntvangen", answer)).isInstanceOfSatisfying(Reply.No.class, no ->
                assertThat(no.text()).contains("tekening"));
        accepted(
                "behandelaar",
                says(
                        "aanvrager",
                        "AanvullingOntvangen",
                        Map.of("zaak", matter.toString(), "stukken", List.of("foto", "tekening"), "datum", day("2025-03-12"))));

        assertThat(seen("zaak", matter)).containsEntry("fase", "in behandeling").doesNotContainKey("ontbreekt");
        assertThat(seenOn("zaak", matter, "2025-03-11")).containsEntry("fase", "wacht op aanvulling");
    }

    @Test
    void nothing_is_permitted_without_advice() {
        takenUp();
        assertThat(permitted()).isInstanceOfSatisfying(Reply.No.class, no -> assertThat(no.text())
                .contains("nog geen advies"));
    }

    @Test
    void a_permit_lies_on_its_plots_and_may_be_objected_to() {
        takenUp();
        var _ = advised("welstand", "positief");
        Map<String, Object> objection = Map.of(
                "zaak", matter.toString(),
                "bezwaarmaker", neighbour.toString(),
                "grond", "rook",
                "datum", day("2025-04-20"));
        assertThat(says("belanghebbende", "BezwaarGemaakt", objection)).isInstanceOf(Reply.No.class);

        accepted("behandelaar", permitted());
        accepted("behandelaar", says("belanghebbende", "BezwaarGemaakt", objection));

        assertThat(seen("perceel", plot)).containsEntry("vergunningen", List.of(matter.toString()));
        assertThat(seenOn("perceel", plot, "2025-03-31")).doesNotContainKey("vergunningen");
        assertThat(seen("besluit", matter)).containsKeys("uitspraak", "bezwaren");
        assertThat(seen("betrokkene", neighbour)).containsEntry("zaken", List.of(matter.toString()));
    }

    @Test
    void each_does_his_own_work_only() {
        takenUp();
        assertThat(says("aanvrager", "AdviesUitgebracht", Map.of(
                        "zaak", matter.toString(), "adviseur", "bomen", "oordeel", "positief", "datum", day("2025-03-20")))).isInstanceOfSatisfying(Reply.No.class, no ->
                assertThat(no.code()).isEqualTo("FORBIDDEN"));
        var _ = advised("brandweer", "negatief");
        Reply refusal = says(
                "behandelaar",
                "VergunningGeweigerd",
                Map.of("zaak", matter.toString(), "motivering", "brandgevaar", "datum", day("2025-04-01")));
        accepted("behandelaar", refusal);

        assertThat(seen("besluit", matter)).containsEntry("fase", "geweigerd");
        assertThat(says("aanvrager", "WerkGereedGemeld", Map.of("zaak", matter.toString(), "datum", day("2025-05-01"))))
                .isInstanceOf(Reply.No.class);
    }

    @Test
    void an_advice_that_was_wrong_is_corrected() {
        takenUp();
        UUID advice = advised("welstand", "negatief");
        UUID head = zone().events(matter).getLast();

        var _ = zone().amend("adviseur", UUID.randomUUID(), advice, head, Map.of("oordeel", "positief")).done();

        assertThat(String.valueOf(seen("besluit", matter).get("adviezen"))).contains("positief");
    }
}
