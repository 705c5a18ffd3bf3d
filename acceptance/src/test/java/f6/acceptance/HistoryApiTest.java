package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Golden case 3, over HTTP: somebody is declared dead by mistake, her pension is stopped, and the death is retracted.
/// Each question is asked in GraphQL and by its address, and answered alike.
class HistoryApiTest {
    private static final String EVENT = "{ id position createdAt occurredAt objectIds eventType eventVersion eventKind"
            + " eventSourceId eventSourceType eventReference eventData head }";
    private static final String CHANGES = "{ field from fromTime until untilTime before after cause }";
    private static final String RECTANGLE = "{ field value from fromTime until untilTime since sinceTime superseded"
            + " supersededTime cause madeKnownBy }";
    private static final String RELIANCE =
            "{ decision " + EVENT + " inForce effect touched { object field absent } through before after }";
    private static final String PREVIEW =
            "{ event { id occurredAt objectIds eventType eventVersion eventKind eventSourceId"
                    + " eventSourceType eventReference eventData } basis changes { id changes " + CHANGES + " } impact "
                    + RELIANCE + " token }";

    private final Api pensions = new Api(StartedNode.shared(), "pensioenen", "ambtenaar");
    private final String anna = UUID.randomUUID().toString();
    private JsonNode death = Api.JSON.nullNode();
    private JsonNode accepted = Api.JSON.nullNode();
    private JsonNode stop = Api.JSON.nullNode();

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    private Map<String, Object> record(String type, Map<String, ?> data) {
        Map<String, Object> whole = new LinkedHashMap<>(data);
        whole.put("deelnemer", anna);
        return Map.of("command", "record", "type", type, "input", Map.of("id", id(), "data", whole));
    }

    private JsonNode done(Map<String, ?> command) {
        return pensions.post("/commands", command).ok(201).at("/event");
    }

    private JsonNode accept(JsonNode claim) {
        String claimed = claim.at("/id").asString();
        return done(
                Map.of("command", "validate", "id", id(), "eventId", claimed, "seen", claimed, "decision", "ACCEPT"));
    }

    private JsonNode fact(String type, Map<String, ?> data) {
        JsonNode claim = done(record(type, data));
        var _ = accept(claim);
        return claim;
    }

    private Map<String, Object> retraction(JsonNode event, JsonNode head) {
        return Map.of(
                "command",
                "correct",
                "id",
                id(),
                "eventId",
                event.at("/id").asString(),
                "seen",
                head.at("/id").asString(),
                "retract",
                true);
    }

    private static Map<String, Object> with(Map<String, ?> command, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(command);
        more.put(name, value);
        return more;
    }

    @BeforeEach
    void anna_is_declared_dead_and_her_pension_stopped() {
        var _ = fact(
                "DeelnemerGemeld", Map.of("geboortedatum", date("1945-02-01"), "woonland", Map.of("code", "6030")));
        var _ = fact(
                "PensioenToegekend",
                Map.of("regeling", "AOW", "bedragPerMaand", 1200, "datumIngang", date("2012-03-01")));
        death = done(record("OverlijdenGemeld", Map.of("datum", date("2017-05-02"))));
        accepted = accept(death);
        stop = fact("PensioenGestopt", Map.of("datumEinde", date("2017-06-01"), "reden", "overlijden"));
    }

    private String object(String path) {
        return "/objects/" + anna + path;
    }

    private Map<String, Object> about(Object... more) {
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("id", anna));
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i].toString(), more[i + 1]);
        }
        return variables;
    }

    @Test
    void what_was_so_is_asked_at_a_position_or_at_an_instant() {
        JsonNode retracted = done(retraction(death, accepted));
        long between = stop.at("/position").asLong();

        JsonNode then = pensions.get(object("/views/deelnemer?geldigOp=2017-12-31&position=" + between))
                .ok(200);
        assertThat(then.at("/overlijdensdatum/datum").asString()).isEqualTo("2017-05-02");
        assertThat(then.at("/position").asLong()).isEqualTo(between);
        JsonNode asked = pensions.ask(
                "query ($id: ID!, $position: Long) { deelnemer(id: $id, geldigOp: \"2017-12-31\", position: $position)"
                        + " { id geldigOp position pending anomalies geboortedatum { type datum }"
                        + " overlijdensdatum { type datum } woonland { code } } }",
                about("position", between));
        assertThat(then).isEqualTo(asked.at("/deelnemer"));
        assertThat(pensions.get(object("/views/deelnemer?geldigOp=2017-12-31&beschikbaarOp="
                                + stop.at("/createdAt").asString()))
                        .ok(200))
                .isEqualTo(then);

        JsonNode now = pensions.get(object("/views/deelnemer")).ok(200);
        assertThat(now.has("overlijdensdatum")).isFalse();
        assertThat(now.at("/position").asLong())
                .isGreaterThanOrEqualTo(retracted.at("/position").asLong());
    }

    @Test
    void what_waits_counts_when_it_is_asked_for() {
        var _ = done(record("AdresGemeld", Map.of("datum", date("2020-01-01"), "woonland", Map.of("code", "6037"))));

        JsonNode asserted =
                pensions.get(object("/views/deelnemer?asserted=true")).ok(200);

        assertThat(asserted.at("/woonland/code").asString()).isEqualTo("6037");
        assertThat(asserted.at("/pending").asBoolean()).isTrue();
        assertThat(pensions.get(object("/views/deelnemer?asserted=false"))
                        .ok(200)
                        .at("/woonland/code")
                        .asString())
                .isEqualTo("6030");
        assertThat(pensions.get(object("/views/deelnemer/timeline?asserted=true"))
                        .ok(200)
                        .at("/rectangles")
                        .size())
                .isGreaterThan(pensions.get(object("/views/deelnemer/timeline"))
                        .ok(200)
                        .at("/rectangles")
                        .size());
    }

    @Test
    void a_timeline_has_a_rectangle_for_what_was_known_for_a_while() {
        JsonNode retracted = done(retraction(death, accepted));

        JsonNode timeline = pensions.get(object("/views/deelnemer/timeline")).ok(200);
        JsonNode asked = pensions.ask(
                "query ($id: ID!) { timeline(view: \"deelnemer\", id: $id) { id view position rectangles " + RECTANGLE
                        + " } }",
                about());
        assertThat(timeline.at("/rectangles")).isEqualTo(asked.at("/timeline/rectangles"));
        List<JsonNode> deaths = timeline.at("/rectangles")
                .valueStream()
                .filter(one -> one.at("/field").asString().equals("overlijdensdatum"))
                .toList();
        assertThat(deaths).singleElement().satisfies(one -> {
            assertThat(one.at("/value/datum").asString()).isEqualTo("2017-05-02");
            assertThat(one.at("/from").asString()).isEqualTo("2017-05-02");
            assertThat(one.at("/fromTime").asString()).isEqualTo("2017-05-01T22:00:00Z");
            assertThat(one.at("/until").isNull()).isTrue();
            assertThat(one.at("/since")).isEqualTo(accepted.at("/position"));
            assertThat(one.at("/sinceTime")).isEqualTo(accepted.at("/createdAt"));
            assertThat(one.at("/superseded")).isEqualTo(retracted.at("/position"));
            assertThat(one.at("/supersededTime")).isEqualTo(retracted.at("/createdAt"));
            assertThat(one.at("/cause")).isEqualTo(death.at("/id"));
            assertThat(one.at("/madeKnownBy")).isEqualTo(accepted.at("/id"));
        });
    }

    @Test
    void a_difference_says_what_the_retraction_changed() {
        long before = stop.at("/position").asLong() + 1;
        JsonNode retracted = done(retraction(death, accepted));
        long after = retracted.at("/position").asLong();

        String between = "?fromPosition=%d&toPosition=%d".formatted(before, after);
        JsonNode diff = pensions.get(object("/diff" + between)).ok(200);
        String selection = " { from to objects { id changes " + CHANGES + " } } }";
        assertThat(pensions.ask(
                                "query ($id: ID, $from: Long, $to: Long) { diff(id: $id, fromPosition: $from, toPosition: $to)"
                                        + selection,
                                about("from", before, "to", after))
                        .at("/diff"))
                .isEqualTo(diff);
        assertThat(diff.at("/objects/0/id").asString()).isEqualTo(anna);
        assertThat(diff.at("/objects/0/changes").size()).isEqualTo(1);
        JsonNode change = diff.at("/objects/0/changes/0");
        assertThat(change.at("/field").asString()).isEqualTo("overlijdensdatum");
        assertThat(change.at("/before/datum").asString()).isEqualTo("2017-05-02");
        assertThat(change.at("/after").isNull()).isTrue();

        JsonNode all = pensions.get("/diff" + between).ok(200);
        assertThat(all.at("/objects").valueStream().toList()).contains(diff.at("/objects/0"));
        assertThat(pensions.ask(
                                "query ($from: Long, $to: Long) { diff(fromPosition: $from, toPosition: $to)"
                                        + selection,
                                Map.of("from", before, "to", after))
                        .at("/diff"))
                .isEqualTo(all);
        JsonNode byTime = pensions.get(object("/diff?fromTime=%s&toTime=%s"
                        .formatted(
                                stop.at("/createdAt").asString(),
                                retracted.at("/createdAt").asString())))
                .ok(200);
        assertThat(byTime.at("/objects/0/changes").toString()).contains(change.toString());
        assertThat(pensions.get(object("/diff?fromPosition=" + after)).ok(200).at("/objects"))
                .isEmpty();
    }

    @Test
    void an_explanation_is_the_chain_behind_a_value() {
        long then = stop.at("/position").asLong();
        var _ = done(retraction(death, accepted));

        JsonNode explained = pensions.get(
                        object("/views/deelnemer/fields/overlijdensdatum/explanation?geldigOp=2017-12-31" + "&position="
                                + then))
                .ok(200);
        JsonNode asked = pensions.ask(
                "query ($id: ID!, $position: Long) { explain(view: \"deelnemer\", id: $id, field: \"overlijdensdatum\","
                        + " geldigOp: \"2017-12-31\", position: $position) { rectangle " + RECTANGLE
                        + " chain { event " + EVENT
                        + " inForce retracted pending verdict effectiveFrom anomaly } } }",
                about("position", then));
        assertThat(explained).isEqualTo(asked.at("/explain"));
        assertThat(explained.at("/rectangle/value/datum").asString()).isEqualTo("2017-05-02");
        assertThat(explained.at("/chain").size()).isEqualTo(2);
        assertThat(explained.at("/chain/0/event/id")).isEqualTo(death.at("/id"));
        assertThat(explained.at("/chain/0/verdict").asString()).isEqualTo("ACCEPT");
        assertThat(explained.at("/chain/0/inForce").asBoolean()).isTrue();
        assertThat(explained.at("/chain/1/event/id")).isEqualTo(accepted.at("/id"));

        JsonNode before = pensions.get(object("/views/deelnemer/fields/overlijdensdatum/explanation?position=0"))
                .ok(200);
        assertThat(before.at("/rectangle/value").isNull()).isTrue();
        assertThat(before.at("/rectangle/madeKnownBy").isNull()).isTrue();
        assertThat(before.at("/chain")).isEmpty();
    }

    @Test
    void a_history_tells_what_was_done() {
        var _ = done(retraction(death, accepted));

        JsonNode deeds = pensions.get(object("/history")).ok(200);
        assertThat(pensions.ask(
                                "query ($id: ID!) { history(id: $id) { act event " + EVENT
                                        + " rootId basis inForce retracted pending changes " + CHANGES + " } }",
                                about())
                        .at("/history"))
                .isEqualTo(deeds);
        assertThat(deeds.valueStream().map(deed -> deed.at("/act").asString()).toList())
                .containsExactly(
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "RETRACTED");
        assertThat(deeds.at("/4/retracted").asBoolean()).isTrue();
        assertThat(deeds.at("/8/rootId")).isEqualTo(death.at("/id"));
        assertThat(deeds.at("/8/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(deeds.at("/8/changes/0/field").asString()).isEqualTo("overlijdensdatum");
    }

    @Test
    void the_decision_that_rested_on_the_mistake_is_found() {
        JsonNode retracted = done(retraction(death, accepted));
        String event = retracted.at("/id").asString();

        JsonNode impact = pensions.get("/events/" + event + "/impact").ok(200);
        assertThat(pensions.ask("query ($id: ID!) { impact(eventId: $id) " + RELIANCE + " }", Map.of("id", event))
                        .at("/impact"))
                .isEqualTo(impact);
        assertThat(impact.size()).isEqualTo(1);
        assertThat(impact.at("/0/decision/id")).isEqualTo(stop.at("/id"));
        assertThat(impact.at("/0/effect").asString()).isEqualTo("OUTCOME_CHANGED");
        assertThat(impact.at("/0/touched/0/field").asString()).isEqualTo("overlijdensdatum");
        assertThat(impact.at("/0/before/stopt").asBoolean()).isTrue();
        assertThat(impact.at("/0/after/stopt").asBoolean()).isFalse();
    }

    @Test
    void a_command_is_previewed_and_then_done_with_the_token() {
        Map<String, Object> retraction = retraction(death, accepted);
        long head =
                pensions.get(object("/views/deelnemer")).ok(200).at("/position").asLong();

        JsonNode preview = pensions.post("/previews", retraction).ok(200);
        JsonNode asked = pensions.ask(
                        "query ($id: ID!, $eventId: ID!, $seen: ID!, $retract: Boolean) { previewCorrect(id: $id, eventId:"
                                + " $eventId, seen: $seen, retract: $retract) " + PREVIEW + " }",
                        without(retraction, "command"))
                .at("/previewCorrect");
        assertThat(asked.at("/changes")).isEqualTo(preview.at("/changes"));
        assertThat(asked.at("/impact")).isEqualTo(preview.at("/impact"));
        assertThat(preview.at("/impact/0/effect").asString()).isEqualTo("OUTCOME_CHANGED");
        assertThat(preview.at("/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(preview.at("/event/id").asString()).isEqualTo(retraction.get("id"));
        assertThat(preview.at("/event").has("position")).isFalse();
        assertThat(pensions.get(object("/views/deelnemer"))
                        .ok(200)
                        .at("/position")
                        .asLong())
                .isEqualTo(head);

        Map<String, Object> previewed =
                with(retraction, "previewToken", asked.at("/token").asString());
        JsonNode retracted = done(previewed);

        assertThat(done(previewed)).isEqualTo(retracted);
        assertThat(pensions.get("/events/" + retracted.at("/id").asString() + "/impact")
                        .ok(200))
                .isEqualTo(preview.at("/impact"));
    }

    private static Map<String, Object> without(Map<String, ?> command, String name) {
        Map<String, Object> less = new LinkedHashMap<>(command);
        less.remove(name);
        return less;
    }

    /// Previewed by its address, done in GraphQL, with the members of its data in another order.
    @Test
    void a_token_is_good_whichever_way_the_command_goes() {
        Map<String, Object> input = Map.of(
                "id",
                id(),
                "data",
                new LinkedHashMap<>(
                        Map.of("woonland", Map.of("code", "6037"), "datum", date("2020-01-01"), "deelnemer", anna)));
        JsonNode preview = pensions.post(
                        "/previews", Map.of("command", "record", "type", "AdresGemeld", "input", input))
                .ok(200);
        assertThat(pensions.ask(
                                "query ($input: RecordAdresGemeldInput!) { previewRecordAdresGemeld(input: $input)"
                                        + " { changes { id } token } }",
                                Map.of("input", input))
                        .at("/previewRecordAdresGemeld/changes"))
                .isEmpty();

        JsonNode recorded = pensions.ask(
                "mutation ($input: RecordAdresGemeldInput!, $token: String) { recordAdresGemeld(input: $input,"
                        + " previewToken: $token) { event { id } } }",
                Map.of("input", input, "token", preview.at("/token").asString()));

        assertThat(recorded.at("/recordAdresGemeld/event/id").asString()).isEqualTo(input.get("id"));
        String claim = recorded.at("/recordAdresGemeld/event/id").asString();
        JsonNode validation = pensions.ask(
                        "query ($id: ID!, $claim: ID!) { previewValidate(id: $id, eventId: $claim, seen: $claim, decision:"
                                + " ACCEPT) " + PREVIEW + " }",
                        Map.of("id", id(), "claim", claim))
                .at("/previewValidate");
        assertThat(validation.at("/changes/0/changes/0/after/code").asString()).isEqualTo("6037");
    }

    @Test
    void a_command_is_in_conflict_when_something_came_after_its_preview() {
        Map<String, Object> retraction = retraction(death, accepted);
        String token =
                pensions.post("/previews", retraction).ok(200).at("/token").asString();
        var _ = done(record("AdresGemeld", Map.of("datum", date("2020-01-01"), "woonland", Map.of("code", "6037"))));

        JsonNode problem = pensions.post("/commands", with(retraction, "previewToken", token))
                .problem(409);
        JsonNode error = pensions.error(
                "mutation ($id: ID!, $eventId: ID!, $seen: ID!, $retract: Boolean, $previewToken: String) { correct(id: $id,"
                        + " eventId: $eventId, seen: $seen, retract: $retract, previewToken: $previewToken) { basis } }",
                without(with(retraction, "previewToken", token), "command"));

        assertThat(problem.at("/code").asString()).isEqualTo("CONFLICT");
        assertThat(error.at("/extensions/code").asString()).isEqualTo("CONFLICT");
        assertThat(error.at("/message")).isEqualTo(problem.at("/detail"));
        JsonNode other = pensions.post("/commands", with(retraction(death, accepted), "previewToken", token))
                .problem(400);
        assertThat(other.at("/detail").asString()).contains("another command");
    }

    @Test
    void a_stale_head_is_a_conflict_that_names_the_head() {
        JsonNode retracted = done(retraction(death, accepted));

        for (String path : List.of("/commands", "/previews")) {
            JsonNode problem = pensions.post(path, retraction(death, accepted)).problem(409);
            assertThat(problem.at("/code").asString()).isEqualTo("CONFLICT");
            assertThat(problem.at("/head")).isEqualTo(retracted.at("/id"));
        }
    }

    @Test
    void a_broken_rule_is_a_problem_that_lists_it() {
        Map<String, Object> again = record(
                "DeelnemerGemeld", Map.of("geboortedatum", date("1945-02-01"), "woonland", Map.of("code", "6030")));

        for (String path : List.of("/commands", "/previews")) {
            JsonNode problem = pensions.post(path, again).problem(422);
            assertThat(problem.at("/code").asString()).isEqualTo("RULE_BROKEN");
            assertThat(problem.at("/violations/0/path").asString()).isEqualTo("/deelnemer");
            assertThat(problem.at("/violations/0/message").asString()).contains("is al gemeld");
        }
    }

    @Test
    void who_may_not_is_told_so() {
        Api citizen = new Api(StartedNode.shared(), "pensioenen", "burger");

        JsonNode problem = citizen.post(
                        "/commands",
                        record("PensioenGestopt", Map.of("datumEinde", date("2020-01-01"), "reden", "vertrek")))
                .problem(403);
        assertThat(problem.at("/code").asString()).isEqualTo("FORBIDDEN");
        JsonNode stranger = new Api(StartedNode.shared(), "pensioenen", "ouder")
                .get(object("/history"))
                .problem(403);
        assertThat(stranger.at("/detail").asString()).contains("knows no source");
    }
}
