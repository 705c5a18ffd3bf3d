package f6.zone;

import static f6.eventstore.timeline.Validation.Decision.ACCEPT;
import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.StoredEventsCheck;
import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A register of trees, whose type of event changes twice.
class UpcastTest {
    static final String FIRST = """
            zone: bomen
            version: "1"
            organisation: {name: Gemeente Zonnendaal, oin: "00000001001234567000"}
            objects:
              boom:
                state:
                  soort: {type: string}
                  hoogteInMeter: {type: number}
                  plaats: {type: object, properties: {straat: {type: string}}}
            authorities:
              ambtenaar: {claim: "*", validate: "*", correct: "*"}
            events:
              Boom:
                version: "1"
                roles: {boom: /boom}
                data:
                  type: object
                  properties:
                    boom: {type: string, format: uuid}
                    soort: {type: string}
                    hoogteInCentimeter: {type: integer}
                    straat: {type: string}
                  required: [boom, soort]
                require:
                  - {rule: "!has(boom.soort)", message: "{boom} staat er al"}
                effect:
                  boom: {set: {soort: "data.soort"}}
            views:
              boom: {object: boom, fields: [soort, hoogteInMeter, plaats]}
            """;

    static final String THIRD = """
            zone: bomen
            version: "3"
            organisation: {name: Gemeente Zonnendaal, oin: "00000001001234567000"}
            objects:
              boom:
                state:
                  soort: {type: string}
                  hoogteInMeter: {type: number}
                  plaats: {type: object, properties: {straat: {type: string}}}
            authorities:
              ambtenaar: {claim: "*", validate: "*", correct: "*"}
            events:
              Boom:
                version: "3"
                roles: {boom: /boom}
                data:
                  type: object
                  properties:
                    boom: {type: string, format: uuid}
                    soort: {type: string}
                    hoogte: {type: number}
                    plaats: {type: object, properties: {straat: {type: string}}}
                  required: [boom, soort, plaats]
                upcast:
                  - from: "1"
                    to: "2"
                    data:
                      hoogte: "has(data.hoogteInCentimeter) ? double(data.hoogteInCentimeter) / 100.0 : 0.0"
                      hoogteInCentimeter: "null"
                  - from: "2"
                    data: >-
                      {'boom': data.boom, 'soort': data.soort, 'hoogte': data.hoogte,
                       'plaats': {'straat': has(data.straat) ? data.straat : 'onbekend'}}
                require:
                  - {rule: "!has(boom.soort)", message: "{boom} staat er al"}
                effect:
                  boom:
                    set:
                      soort: "data.soort"
                      plaats: "data.plaats"
                      hoogteInMeter: "has(data.hoogte) ? dyn(data.hoogte) : null"
            views:
              boom: {object: boom, fields: [soort, hoogteInMeter, plaats]}
            """;

    private final EventStore store = new InMemoryEventStore();
    private final ObjectId tree = object();
    private final Zone zone = new Zone(DefinitionFile.parse("bomen.yaml", FIRST), store, Clock.systemUTC());

    private Outcome claim(Map<String, Object> data) {
        return zone.handle(
                REGISTRAR,
                new Command.RecordClaim(
                        EventId.next(), "Boom", Optional.empty(), Optional.empty(), List.of(), new EventData(data)));
    }

    private StoredEvent planted() {
        StoredEvent claim = recorded(claim(
                Map.of("boom", tree.toString(), "soort", "linde", "hoogteInCentimeter", 250L, "straat", "Dorpsplein")));
        var _ = recorded(zone.handle(
                REGISTRAR,
                new Command.Validate(
                        EventId.next(), claim.id(), claim.id(), ACCEPT, Optional.empty(), Optional.empty())));
        return claim;
    }

    private void take(String text) {
        ZoneDefinition next = DefinitionFile.parse("bomen.yaml", text);
        assertThat(StoredEventsCheck.of(next, store).first()).isEmpty();
        zone.take(next, KeptTimelines.NONE);
    }

    private Map<String, Object> state() {
        return zone.questions()
                .state("boom", tree, Optional.empty(), KnownAt.NOW, Reading.LEGAL)
                .orElseThrow()
                .fields();
    }

    private Outcome amend(StoredEvent target, EventId seen, Map<String, Object> members) {
        return zone.handle(
                REGISTRAR,
                new Command.Correct(
                        EventId.next(),
                        target.id(),
                        seen,
                        Correction.Action.AMEND,
                        new EventData(members),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void what_was_stored_by_an_older_version_is_shown_as_the_current_one_has_it() {
        StoredEvent claim = planted();
        assertThat(state()).isEqualTo(Map.of("soort", "linde"));

        take(THIRD);

        assertThat(new EventData(state()))
                .isEqualTo(new EventData(
                        Map.of("soort", "linde", "plaats", Map.of("straat", "Dorpsplein"), "hoogteInMeter", 2.5)));
        assertThat(zone.event(claim.id())).contains(claim);
        assertThat(claim.event().data().members()).containsEntry("hoogteInCentimeter", 250L);
    }

    @Test
    void rules_see_it_so_and_new_events_are_of_the_new_version() {
        var _ = planted();
        take(THIRD);

        Map<String, Object> again =
                Map.of("boom", tree.toString(), "soort", "eik", "plaats", Map.of("straat", "Brink"));
        assertThat(claim(again))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.message()).contains("staat er al")));
        Map<String, Object> other = new LinkedHashMap<>(again);
        other.put("boom", object().toString());
        assertThat(recorded(claim(other)).event().version()).isEqualTo("3");
    }

    @Test
    void an_older_event_is_amended_by_the_names_it_has() {
        StoredEvent claim = planted();
        take(THIRD);

        StoredEvent amendment = recorded(amend(claim, zone.head(claim), Map.of("hoogteInCentimeter", 300L)));

        assertThat(amendment.event().version()).isEqualTo("1");
        assertThat(state())
                .containsEntry(
                        "hoogteInMeter",
                        new EventData(Map.of("h", 3.0)).members().get("h"));
    }

    @Test
    void an_amendment_that_would_mean_nothing_is_refused() {
        StoredEvent claim = planted();
        take(THIRD);

        assertThat(amend(claim, zone.head(claim), Map.of("plaats", Map.of("straat", "Brink"))))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(violation -> {
                                    assertThat(violation.path()).isEqualTo("/amend/plaats");
                                    assertThat(violation.message()).contains("version '1'");
                                }));
    }

    @Test
    void an_amendment_that_makes_no_sound_data_is_refused() {
        StoredEvent claim = planted();
        take(THIRD);

        assertThat(amend(claim, zone.head(claim), Map.of("soort", 7L))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void a_version_that_no_step_leads_from_is_found_by_position() {
        var _ = planted();
        String without = THIRD.replaceFirst("(?s) {6}- from: \"1\".*?(?= {6}- from: \"2\")", "");

        assertThat(StoredEventsCheck.of(DefinitionFile.parse("bomen.yaml", without), store)
                        .first())
                .singleElement()
                .satisfies(unfit -> {
                    assertThat(unfit.position()).isEqualTo(new Position(1));
                    assertThat(unfit.why()).contains("version 1").contains("no upcast");
                });
    }

    @Test
    void a_step_that_fails_on_what_is_stored_is_found_by_position() {
        var _ = recorded(claim(Map.of("boom", tree.toString(), "soort", "linde")));
        String strict = THIRD.replace("has(data.straat) ? data.straat : 'onbekend'", "data.straat");

        assertThat(StoredEventsCheck.of(DefinitionFile.parse("bomen.yaml", strict), store)
                        .first())
                .singleElement()
                .satisfies(unfit -> assertThat(unfit.why()).contains("straat"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        to: "2"   | to: "4"   | no step leads on from '4'
        to: "2"   | to: "1"   | turns in a circle
        from: "2" | from: "3" | leads away from the current version
        from: "2" | from: "1" | a second step from version '1'
        to: "2"   | na: "2"   | not known here
        double(data. | double(date. | date
        """)
    void a_chain_that_does_not_lead_to_the_current_version_is_a_mistake(String text, String mistake, String said) {
        assertThat(THIRD).contains(text);
        assertThatThrownBy(() -> DefinitionFile.parse("bomen.yaml", THIRD.replace(text, mistake)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(said);
    }
}
