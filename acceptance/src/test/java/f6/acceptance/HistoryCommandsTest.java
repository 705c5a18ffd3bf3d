package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `history` and `diff` as their user meets them: in a process of their own, on a node that runs.
class HistoryCommandsTest {
    private static final long BOUND_SECONDS = 90;
    private static final int SCREEN = 120;

    private final StartedNode node = StartedNode.shared();
    private final Path folder = StartedNode.freshFolder();
    private final Api pensions = new Api(node, "pensioenen", "ambtenaar");
    private final String anna = UUID.randomUUID().toString();

    private record Run(int status, String output, String errors) {
        JsonNode json() {
            assertThat(status).as(errors).isZero();
            return Api.JSON.readTree(output);
        }
    }

    private Run f6(String... arguments) throws IOException, InterruptedException {
        Process process = StartedNode.f6(folder, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, StartedNode.errors(folder));
    }

    /// On the started node, with the token that `f6 token` would print.
    private Run asked(String... arguments) throws IOException, InterruptedException {
        return f6(Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--node",
                                node.address().toString(),
                                "--data",
                                node.data().toString()))
                .toArray(String[]::new));
    }

    private static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    private static JsonNode done(Api zone, Map<String, ?> command) {
        return zone.post("/commands", command).ok(201).at("/event");
    }

    private static JsonNode claim(Api zone, String type, Map<String, ?> data) {
        return done(
                zone,
                Map.of("command", "record", "type", type, "input", Map.of("id", UUID.randomUUID(), "data", data)));
    }

    private JsonNode accept(JsonNode claim) {
        String id = claim.at("/id").asString();
        return done(
                pensions,
                Map.of(
                        "command",
                        "validate",
                        "id",
                        UUID.randomUUID(),
                        "eventId",
                        id,
                        "seen",
                        id,
                        "decision",
                        "ACCEPT"));
    }

    private JsonNode reported() {
        return accept(claim(
                pensions,
                "DeelnemerGemeld",
                Map.of(
                        "deelnemer", anna,
                        "geboortedatum", date("1945-02-01"),
                        "woonland", Map.of("code", "6030", "omschrijving", "Nederland (Caraïben)"))));
    }

    /// The last event is the retraction.
    private List<JsonNode> declaredDeadByMistake() {
        List<JsonNode> events = new ArrayList<>(List.of(reported()));
        JsonNode death = claim(pensions, "OverlijdenGemeld", Map.of("deelnemer", anna, "datum", date("2017-05-02")));
        JsonNode accepted = accept(death);
        Map<String, Object> retraction = new LinkedHashMap<>(Map.of("command", "correct", "retract", true));
        retraction.put("id", UUID.randomUUID());
        retraction.put("eventId", death.at("/id").asString());
        retraction.put("seen", accepted.at("/id").asString());
        events.addAll(List.of(death, accepted, done(pensions, retraction)));
        return events;
    }

    private static String position(JsonNode event) {
        return event.at("/position").asString();
    }

    @Test
    void a_history_is_told_in_order() throws Exception {
        JsonNode retraction = declaredDeadByMistake().getLast();

        Run run = asked("history", anna);

        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(run.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(SCREEN));
        assertThat(run.output())
                .contains(anna + " in zone pensioenen")
                .containsSubsequence(
                        "claimed DeelnemerGemeld",
                        "ambtenaar, authority   accepted DeelnemerGemeld",
                        "geboortedatum from 1945-02-01: nothing -> 1945-02-01",
                        "claimed OverlijdenGemeld",
                        "retracted",
                        "accepted OverlijdenGemeld",
                        "overlijdensdatum from 2017-05-02: nothing -> 2017-05-02",
                        position(retraction),
                        "retracted OverlijdenGemeld",
                        "overlijdensdatum from 2017-05-02: 2017-05-02 -> nothing");
    }

    @Test
    void a_history_for_machines_says_all() throws Exception {
        JsonNode retraction = declaredDeadByMistake().getLast();

        JsonNode json = asked("history", anna, "--json").json();

        assertThat(json.at("/zone").asString()).isEqualTo("pensioenen");
        assertThat(json.at("/object").asString()).isEqualTo(anna);
        assertThat(json.at("/history").valueStream().map(deed -> deed.at("/act").asString()))
                .containsExactly("CLAIMED", "ACCEPTED", "CLAIMED", "ACCEPTED", "RETRACTED");
        JsonNode reported = json.at("/history/1");
        assertThat(reported.at("/changes/1/after/omschrijving").asString()).isEqualTo("Nederland (Caraïben)");
        JsonNode last = json.at("/history/4");
        assertThat(last.at("/event/id").asString())
                .isEqualTo(retraction.at("/id").asString());
        assertThat(last.at("/event/createdAt").asString())
                .isEqualTo(retraction.at("/createdAt").asString());
        assertThat(last.at("/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(last.at("/rootId").asString())
                .isEqualTo(json.at("/history/2/event/id").asString());
        assertThat(last.at("/changes/0/from").asString()).isEqualTo("2017-05-02");
        assertThat(last.at("/changes/0/until").isNull()).isTrue();
        assertThat(last.at("/changes/0/before/datum").asString()).isEqualTo("2017-05-02");
        assertThat(last.at("/changes/0/after").isNull()).isTrue();
        assertThat(json.at("/history/2/retracted").asBoolean()).isTrue();
    }

    @Test
    void a_difference_is_between_positions_or_instants() throws Exception {
        List<JsonNode> events = declaredDeadByMistake();
        JsonNode accepted = events.get(2);
        JsonNode retraction = events.getLast();

        Run between = asked("diff", anna, "--from", position(accepted), "--to", position(retraction));
        JsonNode json = asked("diff", anna, "--from", accepted.at("/createdAt").asString(), "--json")
                .json();
        JsonNode known = asked(
                        "diff",
                        anna,
                        "--json",
                        "--from",
                        "2020-01-01T00:00:00+01:00",
                        "--to",
                        accepted.at("/createdAt").asString())
                .json();

        assertThat(between.output())
                .contains("zone pensioenen, from position " + position(accepted), anna)
                .containsPattern("overlijdensdatum +2017-05-02 +- +2017-05-02 -> nothing");
        assertThat(json.at("/from").asString()).isEqualTo(position(accepted));
        assertThat(json.at("/objects")).hasSize(1);
        assertThat(json.at("/objects/0/id").asString()).isEqualTo(anna);
        assertThat(json.at("/objects/0/changes")).hasSize(1);
        assertThat(json.at("/objects/0/changes/0/before/datum").asString()).isEqualTo("2017-05-02");
        assertThat(known.at("/from").asInt()).isZero();
        assertThat(known.at("/objects/0/changes")
                        .valueStream()
                        .map(change -> change.at("/field").asString()))
                .containsExactly("geboortedatum", "overlijdensdatum", "woonland");
    }

    @Test
    void a_difference_may_be_of_all_objects_and_may_be_none() throws Exception {
        JsonNode retraction = declaredDeadByMistake().getLast();
        String before = String.valueOf(retraction.at("/position").asLong() - 1);

        Run all = asked("diff", "--from", before, "--to", position(retraction), "--zone", "pensioenen");
        Run none = asked("diff", anna, "--from", position(retraction), "--to", position(retraction));

        assertThat(all.output()).contains(anna).contains("2017-05-02 -> nothing");
        assertThat(none.output()).contains("nothing is known otherwise");
        assertThat(none.status()).isZero();
    }

    @Test
    void an_object_known_in_two_zones_needs_a_choice() throws Exception {
        var _ = reported();
        var _ = claim(
                new Api(node, "burgerlijke-stand", "ambtenaar"),
                "Geboorte",
                Map.of("kind", anna, "datum", date("1945-02-01"), "naam", Map.of("geslachtsnaam", "Bos")));

        Run unclear = asked("history", anna);
        Run chosen = asked("history", anna, "--zone", "burgerlijke-stand", "--json");

        assertThat(unclear.status()).isEqualTo(2);
        assertThat(unclear.errors())
                .contains("Object " + anna + " is known in burgerlijke-stand, pensioenen: choose one with --zone");
        assertThat(chosen.json().at("/history/0/event/eventType").asString()).isEqualTo("Geboorte");
        assertThat(chosen.json().at("/history/0/pending").asBoolean()).isTrue();
    }

    @Test
    void the_source_needs_a_right_to_ask() throws Exception {
        var _ = reported();

        Run run = f6(
                "history",
                anna,
                "--zone",
                "pensioenen",
                "--node",
                node.address().toString(),
                "--token",
                node.token("ouder"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("the source that the token names has no right to ask pensioenen");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        history --help                                        | 0 |
        diff --help                                           | 0 |
        history 5d0c7a10-0000-4000-8000-00000000abcd          | 1 | nothing is known of object 5d0c7a10-0000-4000-8000-00000000abcd in zone burgerlijke-stand, adreshuishouding, pensioenen
        history anna --node http://127.0.0.1:1                | 1 | no node answers at http://127.0.0.1:1
        history anna --token x.y.z                            | 1 | the node does not trust the token
        history                                               | 2 | Missing required parameter: 'OBJECT'
        history niemand                                       | 2 | 'niemand' is no object id (a UUID such as 5d0c7a10-
        history anna --zone nergens                           | 2 | there is no zone 'nergens' at
        history anna --zone nergens                           | 2 | use one of burgerlijke-stand, adreshuishouding, pensioenen
        history anna --node file:///etc                       | 2 | is no address of a node
        history anna --node http://127.0.0.1:70000            | 2 | is no address of a node
        history anna --node http://192.0.2.1                  | 2 | who asks? Give a token with --token or in F6_TOKEN
        history anna --token a,b                              | 2 | the token is none
        diff anna                                             | 2 | Missing required option: '--from=MOMENT'
        diff --from 0                                         | 2 | which zone? The node has burgerlijke-stand, adreshuishouding, pensioenen
        diff --from yesterday --zone pensioenen               | 2 | --from 'yesterday' is neither an instant with its offset, such as 2026-01-31T12:00:00Z, nor a position
        diff --from 2020-01-01 --zone pensioenen              | 2 | nor a position
        diff --from 0 --to 1e3 --zone pensioenen              | 2 | --to '1e3' is neither
        diff --from 2999-01-01T00:00:00Z --zone pensioenen    | 2 | is in the future
        diff --from 999999999999 --zone pensioenen            | 2 | not yet to 999999999999
        diff --from 1 --to 0 --zone pensioenen                | 2 | from an earlier to a later moment
        """)
    void what_cannot_be_asked_is_explained(String arguments, int status, String said) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments.split(" +", -1)));
        if (!words.contains("--node")) {
            words.addAll(List.of("--node", node.address().toString()));
        }
        words.addAll(List.of("--data", node.data().toString()));
        var _ = reported(); // the log has something to tell

        Run run = f6(words.toArray(String[]::new));

        assertThat(run.status()).as(run.errors()).isEqualTo(status);
        assertThat(run.errors()).doesNotContain("\tat ");
        if (said == null) {
            assertThat(run.output()).contains("Usage: f6").contains("Exit status: 0 done");
        } else {
            assertThat(run.errors()).contains(said);
            assertThat(run.output()).isEmpty();
        }
    }
}
