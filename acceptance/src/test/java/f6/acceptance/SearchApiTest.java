package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Objects are found by what is known of them, over all that a zone holds.
class SearchApiTest {
    private final Api stand = new Api(StartedNode.shared(), "burgerlijke-stand", "ambtenaar");
    private final Api addresses = new Api(StartedNode.shared(), "adreshuishouding", "ambtenaar");
    private final String marker = UUID.randomUUID().toString();

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /// Recorded and accepted.
    private static void fact(Api zone, String type, Map<String, ?> data) {
        String claim = id();
        var _ = zone.post(
                        "/commands",
                        Map.of("command", "record", "type", type, "input", Map.of("id", claim, "data", data)))
                .ok(201);
        var _ = zone.post(
                        "/commands",
                        Map.of(
                                "command",
                                "validate",
                                "id",
                                id(),
                                "eventId",
                                claim,
                                "seen",
                                claim,
                                "decision",
                                "ACCEPT"))
                .ok(201);
    }

    private static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    private static Map<String, Object> contains(String field, Object value) {
        return Map.of("field", field, "contains", value);
    }

    private static Map<String, Object> present(String field, boolean present) {
        return Map.of("field", field, "present", present);
    }

    private static List<String> found(Api zone, String view, Map<String, ?> more, List<Map<String, Object>> where) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.put("where", where);
        JsonNode answer = zone.post("/views/" + view + "/search", body).ok(200);
        Map<String, Object> variables = new LinkedHashMap<>(body);
        variables.put("view", view);
        JsonNode asked = zone.ask(
                "query ($view: String!, $where: [Condition!]!, $geldigOp: Date, $position: Long, $after: ID, $limit: Int)"
                        + " { search(view: $view, where: $where, geldigOp: $geldigOp, position: $position,"
                        + " after: $after, limit: $limit) { position ids } }",
                variables);
        assertThat(asked.at("/search/ids")).isEqualTo(answer.at("/ids"));
        return answer.at("/ids").valueStream().map(JsonNode::asString).toList();
    }

    private void lives(String person, String type, String day) {
        fact(
                addresses,
                type,
                Map.of(
                        "personen", List.of(person),
                        "adres", id(),
                        "datum", date(day),
                        "functieAdres", "woonadres",
                        "verblijfadres",
                                Map.of(
                                        "officieleStraatnaam",
                                        marker,
                                        "huisnummer",
                                        day.hashCode() & 0xFFF,
                                        "woonplaats",
                                        "X")));
    }

    @Test
    void people_are_found_by_where_they_lived_on_a_day() {
        String anna = id();
        String bert = id();
        lives(anna, "Inschrijving", "2010-01-01");
        lives(bert, "Inschrijving", "2010-01-01");
        lives(bert, "Verhuizing", "2015-01-01");
        Map<String, Object> street =
                contains("verblijfplaats", Map.of("verblijfadres", Map.of("officieleStraatnaam", marker)));
        Map<String, Object> first = contains(
                "verblijfplaats",
                Map.of(
                        "verblijfadres",
                        Map.of("officieleStraatnaam", marker, "huisnummer", "2010-01-01".hashCode() & 0xFFF)));

        assertThat(found(addresses, "woonsituatie", Map.of("geldigOp", "2012-01-01"), List.of(first)))
                .containsExactlyInAnyOrder(anna, bert);
        assertThat(found(addresses, "woonsituatie", Map.of("geldigOp", "2016-01-01"), List.of(first)))
                .containsExactly(anna);
        assertThat(found(addresses, "woonsituatie", Map.of("geldigOp", "2009-01-01"), List.of(street)))
                .isEmpty();
        List<String> page =
                found(addresses, "woonsituatie", Map.of("geldigOp", "2016-01-01", "limit", 1), List.of(street));
        List<String> rest = found(
                addresses, "woonsituatie", Map.of("geldigOp", "2016-01-01", "after", page.getFirst()), List.of(street));
        assertThat(Stream.concat(page.stream(), rest.stream())).containsExactlyInAnyOrder(anna, bert);
        assertThat(page).hasSize(1);
    }

    @Test
    void children_without_a_number_are_found() {
        String named = id();
        String numbered = id();
        for (String child : List.of(named, numbered)) {
            fact(
                    stand,
                    "Geboorte",
                    Map.of(
                            "kind", child,
                            "datum", date("2020-02-03"),
                            "naam", Map.of("voornamen", "Kind", "geslachtsnaam", marker)));
        }
        fact(
                stand,
                "BsnToegekend",
                Map.of(
                        "persoon", numbered,
                        "burgerservicenummer", "999990019",
                        "nummer", "31eda5a2-4e1b-50d9-bf1c-18330e052312"));

        assertThat(found(
                        stand,
                        "persoon",
                        Map.of(),
                        List.of(
                                contains("naam", Map.of("geslachtsnaam", marker)),
                                present("geboorte", true),
                                present("burgerservicenummer", false))))
                .containsExactly(named);
        assertThat(found(
                        stand,
                        "persoon",
                        Map.of(),
                        List.of(
                                contains("naam", Map.of("geslachtsnaam", marker)),
                                contains("burgerservicenummer", "999990019"))))
                .containsExactly(numbered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                              | 400 | where
        {"where": []}                                                   | 400 | /where
        {"where": [1]}                                                  | 400 | /where
        {"where": [{"field": "geheim", "present": true}]}               | 400 | has no field
        {"where": [{"field": "naam"}]}                                  | 400 | /where/0/contains
        {"where": [{"field": "naam", "present": false}]}                | 400 | needs a field that has a value
        {"where": [{"field": "naam", "present": true, "contains": 1}]}  | 400 | one of contains and present
        {"where": [{"field": "naam", "present": true, "x": 1}]}         | 400 | /where/0/x
        {"where": [{"field": "naam", "present": true}], "limit": 1001}  | 400 | limit
        {"where": [{"field": "naam", "present": true}], "limit": 0}     | 400 | limit
        {"where": [{"field": "naam", "present": true}], "limit": "x"}   | 400 | /limit
        {"where": [{"field": "naam", "present": true}], "after": "x"}   | 400 | /after
        {"where": [{"field": "naam", "present": true}], "position": 999999999999} | 403 | not yet
        """)
    void a_wrong_search_is_told_what_is_wrong(String body, int status, String said) {
        JsonNode problem = stand.send("POST", "/views/persoon/search", body, "application/json")
                .problem(status);
        assertThat(problem.toString()).contains(said);
    }
}
