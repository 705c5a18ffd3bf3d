package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Commands and their previews, in GraphQL and by address.
class CommandApiTest {
    private final PensionStory story = new PensionStory();
    private final Api pensions = story.pensions;

    @Test
    void a_command_is_previewed_and_then_done_with_the_token() {
        Map<String, Object> retraction = story.retraction(story.death, story.accepted);
        long head = pensions.get(story.object("/views/deelnemer"))
                .ok(200)
                .at("/position")
                .asLong();

        JsonNode preview = pensions.post("/previews", retraction).ok(200);
        JsonNode asked = pensions.ask(
                        "query ($id: ID!, $eventId: ID!, $seen: ID!, $retract: Boolean) { previewCorrect(id: $id, eventId:"
                                + " $eventId, seen: $seen, retract: $retract) " + PensionStory.PREVIEW + " }",
                        PensionStory.without(retraction, "command"))
                .at("/previewCorrect");
        assertThat(asked.at("/changes")).isEqualTo(preview.at("/changes"));
        assertThat(asked.at("/impact")).isEqualTo(preview.at("/impact"));
        assertThat(preview.at("/impact/0/effect").asString()).isEqualTo("OUTCOME_CHANGED");
        assertThat(preview.at("/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(preview.at("/event/id").asString()).isEqualTo(retraction.get("id"));
        assertThat(preview.at("/event").has("position")).isFalse();
        assertThat(pensions.get(story.object("/views/deelnemer"))
                        .ok(200)
                        .at("/position")
                        .asLong())
                .isEqualTo(head);

        Map<String, Object> previewed =
                PensionStory.with(retraction, "previewToken", asked.at("/token").asString());
        JsonNode retracted = story.done(previewed);

        assertThat(story.done(previewed)).isEqualTo(retracted);
        assertThat(pensions.get("/events/" + retracted.at("/id").asString() + "/impact")
                        .ok(200))
                .isEqualTo(preview.at("/impact"));
    }

    /// Previewed by its address, done in GraphQL, with the members of its data in another order.
    @Test
    void a_token_is_good_whichever_way_the_command_goes() {
        Map<String, Object> input = Map.of(
                "id",
                PensionStory.id(),
                "data",
                new LinkedHashMap<>(Map.of(
                        "woonland",
                        Map.of("code", "6037"),
                        "datum",
                        PensionStory.date("2020-01-01"),
                        "deelnemer",
                        story.anna)));
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
                                + " ACCEPT) " + PensionStory.PREVIEW + " }",
                        Map.of("id", PensionStory.id(), "claim", claim))
                .at("/previewValidate");
        assertThat(validation.at("/changes/0/changes/0/after/code").asString()).isEqualTo("6037");
    }

    @Test
    void a_command_is_in_conflict_when_something_came_after_its_preview() {
        Map<String, Object> retraction = story.retraction(story.death, story.accepted);
        String token =
                pensions.post("/previews", retraction).ok(200).at("/token").asString();
        var _ = story.done(story.record(
                "AdresGemeld", Map.of("datum", PensionStory.date("2020-01-01"), "woonland", Map.of("code", "6037"))));

        JsonNode problem = pensions.post("/commands", PensionStory.with(retraction, "previewToken", token))
                .problem(409);
        JsonNode error = pensions.error(
                "mutation ($id: ID!, $eventId: ID!, $seen: ID!, $retract: Boolean, $previewToken: String) { correct(id: $id,"
                        + " eventId: $eventId, seen: $seen, retract: $retract, previewToken: $previewToken) { basis } }",
                PensionStory.without(PensionStory.with(retraction, "previewToken", token), "command"));

        assertThat(problem.at("/code").asString()).isEqualTo("CONFLICT");
        assertThat(error.at("/extensions/code").asString()).isEqualTo("CONFLICT");
        assertThat(error.at("/message")).isEqualTo(problem.at("/detail"));
        JsonNode other = pensions.post(
                        "/commands",
                        PensionStory.with(story.retraction(story.death, story.accepted), "previewToken", token))
                .problem(400);
        assertThat(other.at("/detail").asString()).contains("another command");
    }

    @Test
    void a_stale_head_is_a_conflict_that_names_the_head() {
        JsonNode retracted = story.done(story.retraction(story.death, story.accepted));

        for (String path : List.of("/commands", "/previews")) {
            JsonNode problem = pensions.post(path, story.retraction(story.death, story.accepted))
                    .problem(409);
            assertThat(problem.at("/code").asString()).isEqualTo("CONFLICT");
            assertThat(problem.at("/head")).isEqualTo(retracted.at("/id"));
        }
    }

    @Test
    void a_broken_rule_is_a_problem_that_lists_it() {
        Map<String, Object> again = story.record(
                "DeelnemerGemeld",
                Map.of("geboortedatum", PensionStory.date("1945-02-01"), "woonland", Map.of("code", "6030")));

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
                        story.record(
                                "PensioenGestopt",
                                Map.of("datumEinde", PensionStory.date("2020-01-01"), "reden", "vertrek")))
                .problem(403);
        assertThat(problem.at("/code").asString()).isEqualTo("FORBIDDEN");
        JsonNode stranger = new Api(StartedNode.shared(), "pensioenen", "ouder")
                .get(story.object("/history"))
                .problem(403);
        assertThat(stranger.at("/detail").asString()).contains("knows no source");
    }
}
