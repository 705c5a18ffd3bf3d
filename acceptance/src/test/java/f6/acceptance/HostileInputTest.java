package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Wrong, hostile and oversized requests: each is told what is wrong, and nothing is stored.
class HostileInputTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHILD = UUID.randomUUID().toString();
    private static final String RECORD =
            "mutation ($input: RecordGeboorteInput!) { recordGeboorte(input: $input) { event { id } } }";

    private final StartedNode node = StartedNode.shared();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI graphQl = node.address().resolve("/v1/burgerlijke-stand/graphql");
    private long head;

    @BeforeEach
    void remember() throws Exception {
        head = position();
    }

    @AfterEach
    void nothing_was_stored() throws Exception {
        assertThat(position()).isEqualTo(head);
    }

    /// The head of the log, which every answer to a question names.
    private long position() throws Exception {
        String sentinel = "00000000-0000-4000-8000-0000000000aa";
        String sound = goodData().replace(CHILD, sentinel);
        var _ = record(sentinel, sound);
        var _ = post(body(
                "mutation { validate(id: \"00000000-0000-4000-8000-0000000000ac\", eventId: \"%1$s\", seen: \"%1$s\", decision: ACCEPT) { basis } }"
                        .formatted(sentinel),
                "{}"));
        HttpResponse<String> answer = post(body("{ persoon(id: \"" + sentinel + "\") { position } }", "{}"));
        long position =
                JSON.readTree(answer.body()).at("/data/persoon/position").asLong();
        assertThat(position).isPositive();
        return position;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # the data                                                                                          | said
        {"kind": "geen-uuid", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"Z"}} | /kind
        {"datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"Z"}}                       | /input/data/kind
        {"kind": "%s", "datum": {"type":"Datum","datum":"2024-02-31"}, "naam": {"geslachtsnaam":"Z"}}         | /datum/datum
        {"kind": "%s", "datum": {"type":"Dag","datum":"2024-02-01"}, "naam": {"geslachtsnaam":"Z"}}           | /input/data/datum/type
        {"kind": "%s", "datum": {"type":"JaarDatum"}, "naam": {"geslachtsnaam":"Z"}}                          | /datum/jaar
        {"kind": "%s", "datum": {"type":"JaarDatum","jaar":12345}, "naam": {"geslachtsnaam":"Z"}}             | /datum/jaar
        {"kind": "%s", "datum": "2024-01-01", "naam": {"geslachtsnaam":"Z"}}                                  | /input/data/datum
        {"kind": "%s", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"bijnaam":"Z"}}               | /input/data/naam/bijnaam
        {"kind": "%s", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"a\\u0000b"}} | NUL
        {"kind": "%s", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"\\ud800"}}   | surrogate
        {"kind": "ABCDEF00-0000-4000-8000-000000000001", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"Z"}} | lower case
        {"kind": "%s", "rol": "%s", "datum": {"type":"Datum","datum":"2024-01-01"}, "naam": {"geslachtsnaam":"Z"}} | /input/data/rol
        [1, 2]                                                                                              | /input/data
        "tekst"                                                                                             | /input/data
        null                                                                                                | /input/data
        """)
    void data_that_is_wrong_is_refused_by_name(String data, String said) throws Exception {
        HttpResponse<String> response = record(UUID.randomUUID().toString(), data.replace("%s", CHILD));

        assertThat(JSON.readTree(response.body()).at("/errors").toString())
                .contains(said)
                .doesNotContain("INTERNAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "1-1-1-1-1", "not-a-uuid", "'; DROP TABLE event; --"})
    void an_event_id_that_is_no_uuid_is_refused(String id) throws Exception {
        assertThat(record(id, goodData()).body()).contains("input/id").contains("not a UUID");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mutation { recordToverij(input: {}) { event { id } } }                                    | recordToverij
        mutation { recordGeboorte(input: {id: "%s", versie: "1", data: {}}) { event { id } } }    | versie
        { persoon(id: "geen-uuid") { id } }                                                       | /id
        { persoon(id: "%s", geldigOp: "2024-02-31") { id } }                                      | geldigOp
        { persoon(id: "%s", geldigOp: "+999999999-12-31") { id } }                                | geldigOp
        { persoon(id: "%s", beschikbaarOp: "+999999999-12-31T00:00:00Z") { id } }                 | beschikbaarOp
        mutation { correct(id: "%s", eventId: "%s", seen: "%s", amend: {a: 1}, retract: true) { basis } } | /amend
        { a: events(objectId: "%s", limit: 1000) { id head position createdAt occurredAt eventType eventKind } b: events(objectId: "%s", limit: 1000) { id head position createdAt occurredAt eventType eventKind } c: events(objectId: "%s", limit: 1000) { id head position createdAt occurredAt eventType eventKind } } | complexity
        { persoon(id: "%s", beschikbaarOp: "gisteren") { id } }                                   | beschikbaarOp
        { persoon(id: "%s", beschikbaarOp: "2999-01-01T00:00:00Z") { id } }                       | future
        { persoon(id: "%s") { geheim } }                                                          | geheim
        { events(objectId: "%s", limit: 0) { id } }                                               | limit
        { events(objectId: "%s", limit: 100000) { id } }                                          | complexity
        { events(objectId: "%s", limit: 1001) { id } }                                            | 1 to 1000
        { events(objectId: "%s", after: -1) { id } }                                              | position
        { event(id: "x") { id } }                                                                 | /id
        mutation { validate(id: "%s", eventId: "%s", seen: "%s", decision: MAYBE) { basis } }     | MAYBE
        mutation { validate(id: "%s", eventId: "%s", seen: "%s", decision: ACCEPT) { basis } }    | no event
        mutation { correct(id: "%s", eventId: "%s", seen: "%s") { basis } }                       | amend
        mutation { correct(id: "%s", eventId: "%s", seen: "%s", amend: [1]) { basis } }           | amend
        query {                                                                                   | InvalidSyntax
        """)
    void a_request_that_is_wrong_is_refused_by_name(String query, String said) throws Exception {
        HttpResponse<String> response = post(body(query.replace("%s", CHILD), "{}"));

        assertThat(JSON.readTree(response.body()).at("/errors").toString())
                .contains(said)
                .doesNotContain("INTERNAL");
    }

    @Test
    void an_unknown_version_is_refused() throws Exception {
        HttpResponse<String> response = post(body(
                RECORD,
                "{\"input\": {\"id\": \"%s\", \"version\": \"9\", \"data\": %s}}"
                        .formatted(UUID.randomUUID(), goodData())));

        assertThat(response.body()).contains("no version '9'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        not json                                              | 400
        {"query": "{ __typename }", "query": "{ __typename }"}| 400
        {}                                                    | 400
        []                                                    | 400
        null                                                  | 400
        {"query": NaN}                                        | 400
        {"query": "{ __typename }"} {"x": 1}                  | 400
        """)
    void a_body_that_is_no_request_is_a_problem(String body, int status) throws Exception {
        assertProblem(post(body), status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"query\": \"\"}", "{\"query\": \"{\"}"})
    void a_query_that_is_none_is_an_error(String body) throws Exception {
        assertThat(post(body).body()).contains("InvalidSyntax");
    }

    @Test
    void a_query_that_is_no_text_is_a_problem() throws Exception {
        assertProblem(post("{\"query\": 1}"), 400);
    }

    @Test
    void a_member_given_twice_is_named() throws Exception {
        HttpResponse<String> response = post("{\"query\": \"{ __typename }\", \"variables\": {\"a\": 1, \"a\": 2}}");

        assertProblem(response, 400);
        assertThat(response.body()).contains("\\\"a\\\"").contains("uplicate");
    }

    @Test
    void a_body_of_ten_megabytes_is_refused() throws Exception {
        HttpResponse<String> response = record(
                UUID.randomUUID().toString(), "{\"naam\": {\"geslachtsnaam\": \"" + "x".repeat(10_000_000) + "\"}}");

        assertProblem(response, 413);
    }

    @Test
    void json_without_end_of_depth_is_refused() throws Exception {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertProblem(post("{\"query\": \"{ __typename }\", \"variables\": {\"x\": " + deep + "}}"), 400);
    }

    @Test
    void data_deeper_than_may_be_is_refused_naming_the_bound() throws Exception {
        String deep = "{\"a\": ".repeat(68) + "1" + "}".repeat(68);
        HttpResponse<String> response = post(body(
                "mutation ($amend: JSON) { correct(id: \"%1$s\", eventId: \"%1$s\", seen: \"%1$s\", amend: $amend) { basis } }"
                        .formatted(CHILD),
                "{\"amend\": " + deep + "}"));

        assertThat(response.body()).contains("deeper than 64").doesNotContain("INTERNAL");
    }

    @Test
    void a_query_without_end_of_depth_is_refused() throws Exception {
        String query = "{ persoon(id: \"" + CHILD + "\") " + "{ partners ".repeat(500) + "{ id }" + "}".repeat(501);

        assertThat(post(body(query, "{}")).body()).contains("errors").doesNotContain("INTERNAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nergens/graphql", "/v1/burgerlijke-stand/nergens", "/", "/actuator/env", "/error"})
    void a_place_that_is_not_there_is_a_problem(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                .build();

        assertProblem(http.send(request, BodyHandlers.ofString()), 404);
    }

    @Test
    void another_method_or_media_type_is_a_problem() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(graphQl)
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .build();
        HttpRequest text = HttpRequest.newBuilder(graphQl)
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("a,b"))
                .build();

        HttpRequest post = HttpRequest.newBuilder(node.address().resolve("/v1/burgerlijke-stand"))
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(http.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertProblem(http.send(text, BodyHandlers.ofString()), 415);
    }

    @Test
    void without_a_token_nothing_is_said() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(graphQl)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        assertProblem(response, 401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "unsigned", "altered"})
    void a_token_that_is_not_ours_is_refused(String kind) throws Exception {
        String good = node.token("burger");
        String[] parts = good.split("\\.", -1);
        String token = switch (kind) {
            case "unsigned" -> base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
            case "altered" -> parts[0] + "." + base64(decode(parts[1]).replace("burger", "ambtenaar")) + "." + parts[2];
            default -> kind;
        };
        HttpRequest request = HttpRequest.newBuilder(graphQl)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                .build();

        assertProblem(http.send(request, BodyHandlers.ofString()), 401);
    }

    @Test
    void health_is_open_and_says_no_more_than_it_must() throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(node.address().resolve("/actuator/health"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).at("/status").asString()).isEqualTo("UP");
        assertThat(response.body()).doesNotContain("postgres");
    }

    private static String goodData() {
        return "{\"kind\": \"%s\", \"datum\": {\"type\": \"Datum\", \"datum\": \"2024-01-01\"}, \"naam\": {\"geslachtsnaam\": \"Z\"}}"
                .formatted(CHILD);
    }

    private HttpResponse<String> record(String id, String data) throws IOException, InterruptedException {
        return post(
                body(RECORD, "{\"input\": {\"id\": %s, \"data\": %s}}".formatted(JSON.writeValueAsString(id), data)));
    }

    private static String body(String query, String variables) {
        return "{\"query\": %s, \"variables\": %s}".formatted(JSON.writeValueAsString(query), variables);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(graphQl)
                        .header("Authorization", "Bearer " + node.token("ambtenaar"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(JSON.readTree(response.body()).at("/status").asInt()).isEqualTo(status);
        assertThat(response.body())
                .doesNotContain("\tat ")
                .doesNotContain("java.")
                .doesNotContain("springframework");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
