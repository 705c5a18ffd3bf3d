package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Wrong questions about history, in GraphQL and by address: each is told what is wrong.
class HostileHistoryTest {
    private static final String SOMEONE = UUID.randomUUID().toString();
    private static final String VIEW = "/objects/%s/views/persoon";

    private final Api registry = new Api(StartedNode.shared(), "burgerlijke-stand", "ambtenaar");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /objects/x/views/persoon                                          | 400 | /id
        /objects/ABCDEF00/history                                         | 400 | /id
        /objects/%s/views/geheim                                          | 404 | persoon
        /objects/%s/views/persoon                                         | 404 | no event counts
        /objects/%s/views/persoon?geheim=1                                | 400 | /geheim
        /objects/%s/views/persoon?asserted=true&asserted=true             | 400 | /asserted: is given 2 times
        /objects/%s/views/persoon?asserted=yes                            | 400 | /asserted
        /objects/%s/views/persoon?asserted=                               | 400 | /asserted
        /objects/%s/views/persoon?geldigOp=2024-02-31                     | 400 | /geldigOp
        /objects/%s/views/persoon?geldigOp=%2B999999999-12-31             | 400 | /geldigOp
        /objects/%s/views/persoon?beschikbaarOp=gisteren                  | 400 | /beschikbaarOp
        /objects/%s/views/persoon?beschikbaarOp=2024-01-01T00:00:00       | 400 | /beschikbaarOp
        /objects/%s/views/persoon?beschikbaarOp=2999-01-01T00:00:00Z      | 403 | future
        /objects/%s/views/persoon?position=-1                             | 400 | /position
        /objects/%s/views/persoon?position=1e3                            | 400 | /position
        /objects/%s/views/persoon?position=99999999999999999999           | 400 | /position
        /objects/%s/views/persoon?position=999999999999                   | 403 | not yet
        /objects/%s/views/persoon?position=1&beschikbaarOp=2024-01-01T00:00:00Z | 400 | one of the three
        /objects/%s/views/persoon/timeline?position=1                     | 400 | /position
        /objects/%s/views/geheim/timeline                                 | 404 | persoon
        /objects/%s/views/persoon/fields/geheim/explanation               | 404 | naam
        /objects/%s/views/persoon/fields/naam/explanation                 | 404 | never had a value
        /objects/%s/views/persoon/fields/naam/explanation?position=999999999999 | 403 | not yet
        /objects/%s/history?limit=1                                       | 400 | /limit
        /objects/%s/diff                                                  | 400 | /fromTime
        /objects/%s/diff?toPosition=1                                     | 400 | fromPosition
        /objects/%s/diff?fromPosition=0&fromTime=2024-01-01T00:00:00Z     | 400 | one of the three
        /objects/%s/diff?fromPosition=0&toPosition=999999999999           | 403 | not yet
        /objects/%s/diff?fromPosition=1&toPosition=0                      | 400 | earlier to a later
        /diff?fromTime=nooit                                              | 400 | /fromTime
        /events/x/impact                                                  | 400 | /id
        /events/%s/impact                                                 | 404 | no event
        /events/%s/impact?id=1                                            | 400 | /id
        /nergens                                                          | 404 | ''
        """)
    void an_address_that_is_wrong_is_a_problem_by_name(String path, int status, String said) {
        JsonNode problem = registry.get(path.replace("%s", SOMEONE)).problem(status);

        assertThat(problem.toString()).contains(said == null ? "" : said).doesNotContain("INTERNAL");
    }

    @Test
    void what_does_not_exist_and_what_has_not_come_have_the_types_of_the_standard() {
        String base = "https://f6.example/problems/";

        assertThat(registry.get(VIEW.formatted(SOMEONE))
                        .problem(404)
                        .at("/type")
                        .asString())
                .isEqualTo(base + "BestaatNiet");
        JsonNode future =
                registry.get(VIEW.formatted(SOMEONE) + "?position=999999999999").problem(403);
        assertThat(future.at("/type").asString()).isEqualTo(base + "ToekomstNietOndersteund");
        assertThat(future.at("/code").asString()).isEqualTo("NOT_KNOWN_YET");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        persoon(id: "%s", position: 1, beschikbaarOp: "2024-01-01T00:00:00Z") { id } | INVALID | one of the three
        persoon(id: "%s", position: -1) { id }                                       | INVALID | /position
        persoon(id: "%s", position: 999999999999) { id }                             | NOT_KNOWN_YET | not yet
        timeline(view: "geheim", id: "%s") { id }                                    | INVALID | no view
        timeline(view: "persoon", id: "x") { id }                                    | INVALID | /id
        explain(view: "persoon", id: "%s", field: "geheim") { chain { pending } }    | INVALID | no field
        explain(view: "persoon", id: "%s", field: "naam", position: 999999999999) { chain { pending } } | NOT_KNOWN_YET | not yet
        diff(id: "%s") { from }                                                      | INVALID | /fromTime
        diff(id: "%s", fromPosition: 1, toPosition: 0) { from }                      | INVALID | earlier to a later
        diff(id: "%s", fromPosition: 0, toPosition: 1, toTime: "2024-01-01T00:00:00Z") { from } | INVALID | one of the three
        diff(fromTime: "2999-01-01T00:00:00Z") { from }                              | NOT_KNOWN_YET | future
        history(id: "x") { act }                                                     | INVALID | /id
        impact(eventId: "x") { effect }                                              | INVALID | /eventId
        previewValidate(id: "%s", eventId: "%s", seen: "%s", decision: ACCEPT) { token } | NOT_FOUND | no event
        previewCorrect(id: "%s", eventId: "%s", seen: "%s") { token }                | INVALID | /amend
        """)
    void a_question_that_is_wrong_is_an_error_by_name(String question, String code, String said) {
        JsonNode error = registry.error("{ " + question.replace("%s", SOMEONE) + " }", Map.of());

        assertThat(error.at("/extensions/code").asString()).isEqualTo(code);
        assertThat(error.at("/message").asString()).contains(said);
    }

    @Test
    void what_is_not_there_is_null() {
        JsonNode nothing = registry.ask(
                "query ($id: ID!) { impact(eventId: $id) { effect } history(id: $id) { act } timeline(view: \"persoon\","
                        + " id: $id) { rectangles { field } } explain(view: \"persoon\", id: $id, field: \"naam\")"
                        + " { chain { pending } } persoon(id: $id, position: 0) { id } }",
                Map.of("id", SOMEONE));

        assertThat(nothing.at("/impact").isNull()).isTrue();
        assertThat(nothing.at("/history")).isEmpty();
        assertThat(nothing.at("/timeline/rectangles")).isEmpty();
        assertThat(nothing.at("/explain").isNull()).isTrue();
        assertThat(nothing.at("/persoon").isNull()).isTrue();
    }

    @Test
    void too_many_questions_at_once_are_refused() {
        StringBuilder query = new StringBuilder("{");
        for (int i = 0; i < 1_000; i++) {
            query.append(" a%d: history(id: \"%s\") { act }".formatted(i, SOMEONE));
        }

        assertThat(registry.error(query.append(" }").toString(), Map.of())
                        .at("/message")
                        .asString())
                .contains("complexity");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                                                             | /command
        []                                                                             | JSON object
        null                                                                           | JSON object
        not json                                                                       | body
        {"command": "validate"} {}                                                     | body
        {"command": "validate", "command": "correct"}                                  | uplicate
        {"command": "wis"}                                                             | record, validate, correct
        {"command": 1}                                                                 | /command
        {"command": "record", "type": "Geboorte"}                                      | /input: is missing
        {"command": "record", "type": "Geboorte", "input": [1]}                        | /input
        {"command": "record", "type": "Geboorte", "input": {"id": "x", "data": {}}}    | /input/id
        {"command": "record", "type": "Geboorte", "input": {"id": "%s", "data": "x"}}  | /input/data
        {"command": "record", "type": "Geboorte", "input": {"id": "%s", "data": {}, "x": 1}} | /input/x
        {"command": "record", "type": "Geboorte", "input": {"id": "%s", "data": {}, "references": "%s"}} | /input/references
        {"command": "record", "type": "Geboorte", "input": {"id": "%s", "data": {}, "occurredAt": 12}} | /input/occurredAt
        {"command": "record", "input": {"id": "%s", "data": {}}}                       | /type: is missing
        {"command": "validate", "id": "%s"}                                            | /eventId: is missing
        {"command": "validate", "id": "%s", "eventId": "%s", "seen": "%s", "decision": "MAYBE"} | /decision
        {"command": "validate", "id": "%s", "eventId": "%s", "seen": "%s", "decision": "ACCEPT", "effectiveFrom": "gisteren"} | /effectiveFrom
        {"command": "correct", "id": "%s", "eventId": "%s", "seen": "%s", "amend": [1]} | /amend
        {"command": "correct", "id": "%s", "eventId": "%s", "seen": "%s", "retract": "ja"} | /retract
        {"command": "correct", "id": "%s", "eventId": "%s", "seen": "%s", "retract": true, "previewToken": "x"} | /previewToken
        {"command": "correct", "id": "%s", "eventId": "%s", "seen": "%s", "verwijder": true} | /verwijder
        """)
    void a_command_that_is_wrong_is_a_problem_by_name(String body, String said) {
        for (String path : new String[] {"/commands", "/previews"}) {
            JsonNode problem = registry.send("POST", path, body.replace("%s", SOMEONE), "application/json")
                    .problem(400);
            assertThat(problem.at("/code").asString()).isEqualTo("INVALID");
            assertThat(problem.at("/detail").asString()).contains(said);
        }
    }

    @Test
    void an_unknown_type_of_event_does_not_exist() {
        JsonNode problem = registry.post(
                        "/commands",
                        Map.of(
                                "command",
                                "record",
                                "type",
                                "Toverij",
                                "input",
                                Map.of("id", SOMEONE, "data", Map.of())))
                .problem(404);

        assertThat(problem.at("/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(problem.at("/detail").asString()).contains("use one of Geboorte");
    }

    @Test
    void a_preview_takes_no_token() {
        String token = "1-" + "0".repeat(64);
        Map<String, Object> command = Map.of(
                "command",
                "correct",
                "id",
                SOMEONE,
                "eventId",
                SOMEONE,
                "seen",
                SOMEONE,
                "retract",
                true,
                "previewToken",
                token);

        assertThat(registry.post("/previews", command)
                        .problem(400)
                        .at("/detail")
                        .asString())
                .contains("/previewToken");
        assertThat(registry.post("/commands", command)
                        .problem(400)
                        .at("/detail")
                        .asString())
                .contains("another command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/commands", "/previews"})
    void a_huge_or_deep_body_is_refused(String path) {
        String huge = "{\"command\": \"%s\"}".formatted("x".repeat(3_000_000));
        String deep = "{\"command\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(registry.send("POST", path, huge, "application/json").problem(413))
                .isNotNull();
        assertThat(registry.send("POST", path, deep, "application/json").problem(400))
                .isNotNull();
        assertThat(registry.send("POST", path, "{}", "text/csv").problem(415)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/commands", "/previews"})
    void a_command_is_sent_by_post_only(String path) {
        assertThat(registry.get(path).problem(405).at("/detail").asString()).contains("GET");
    }

    @Test
    void a_question_is_asked_by_get_only() {
        assertThat(registry.send("DELETE", VIEW.formatted(SOMEONE), null, "application/json")
                        .problem(405))
                .isNotNull();
    }
}
