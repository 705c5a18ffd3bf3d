package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Batches of commands: all or none.
class BatchApiTest {
    private final Api stand = new Api(StartedNode.shared(), "burgerlijke-stand", "ambtenaar");
    private final String child = id();

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private Map<String, Object> birth(String id, String day) {
        return Map.of(
                "command",
                "record",
                "type",
                "Geboorte",
                "input",
                Map.of(
                        "id",
                        id,
                        "data",
                        Map.of(
                                "kind",
                                child,
                                "datum",
                                PensionStory.date(day),
                                "naam",
                                Map.of("geslachtsnaam", "Jansen"))));
    }

    private static Map<String, Object> acceptance(String claim) {
        return Map.of("command", "validate", "id", id(), "eventId", claim, "seen", claim, "decision", "ACCEPT");
    }

    private long stored() {
        return stand.get("/events?object=" + child).ok(200).at("/events").size();
    }

    @Test
    void a_birth_is_recorded_and_accepted_in_one_batch_and_once() {
        String claim = id();
        Map<String, Object> batch = Map.of("commands", List.of(birth(claim, "2024-01-02"), acceptance(claim)));

        JsonNode recorded = stand.post("/commands", batch).ok(201).at("/recorded");

        assertThat(recorded).hasSize(2);
        assertThat(recorded.at("/1/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(stand.post("/commands", batch).ok(201).at("/recorded")).isEqualTo(recorded);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void a_batch_with_a_refused_command_stores_nothing_and_names_it_with_all_that_is_wrong() {
        String first = id();
        String second = id();
        JsonNode problem = stand.post(
                        "/commands",
                        Map.of(
                                "commands",
                                List.of(birth(first, "2024-01-02"), acceptance(first), birth(second, "2999-01-01"))))
                .problem(422);

        assertThat(problem.at("/index").asInt()).isEqualTo(2);
        assertThat(problem.at("/code").asString()).isEqualTo("RULE_BROKEN");
        assertThat(problem.at("/violations")
                        .valueStream()
                        .map(one -> one.at("/path").asString()))
                .containsExactly("/kind", "/datum");
        assertThat(stored()).isZero();
    }

    @Test
    void graphql_does_batches_too() {
        String claim = id();
        String query = "mutation ($commands: [JSON!]!) { batch(commands: $commands) { event { id head } basis } }";

        JsonNode done = stand.ask(query, Map.of("commands", List.of(birth(claim, "2024-01-02"), acceptance(claim))));
        JsonNode refused = stand.error(query, Map.of("commands", List.of(birth(id(), "2024-01-02"))));

        assertThat(done.at("/batch")).hasSize(2);
        assertThat(done.at("/batch/0/event/head")).isEqualTo(done.at("/batch/1/event/id"));
        assertThat(refused.at("/extensions/index").asInt()).isZero();
        assertThat(refused.at("/extensions/code").asString()).isEqualTo("RULE_BROKEN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"commands": []}                                     | /commands
        {"commands": null}                                   | /commands
        {"commands": {}}                                     | /commands
        {"commands": [1]}                                    | /commands/0
        {"commands": [null]}                                 | /commands/0
        {"commands": [{}]}                                   | /commands/0/command
        {"commands": [{"command": "record"}]}                | /commands/0/input
        {"commands": [{"command": "validate", "id": "x"}]}   | /commands/0/id
        {"commands": [{"commands": []}]}                     | /commands/0/command
        {"commands": [{"command": "validate", "previewToken": "x"}]} | /commands/0/previewToken
        {"commands": [], "previewToken": "x"}                | /previewToken
        """)
    void a_wrong_batch_is_told_what_is_wrong(String body, String said) {
        assertThat(stand.send("POST", "/commands", body, "application/json")
                        .problem(400)
                        .at("/detail")
                        .asString())
                .contains(said);
        assertThat(stored()).isZero();
    }

    @Test
    void a_batch_has_an_end() {
        List<Object> many = new ArrayList<>(Collections.nCopies(101, birth(id(), "2024-01-02")));
        assertThat(stand.post("/commands", Map.of("commands", many))
                        .problem(400)
                        .toString())
                .contains("1 to 100 commands");
        many.addAll(Collections.nCopies(2_000, Map.of()));
        assertThat(stand.post("/commands", Map.of("commands", many))
                        .problem(400)
                        .toString())
                .contains("at most 1000");
        assertThat(stored()).isZero();
    }
}
