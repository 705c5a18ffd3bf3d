package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// GraphQL over HTTP as its specification has it, and the page to try it on.
class GraphQlOverHttpTest {
    private static final String PATH = "/v1/burgerlijke-stand/graphql";
    private static final String MODERN = "application/graphql-response+json";
    private static final Pattern COUNTS =
            Pattern.compile("audits: \\{\"ok\":(\\d+),\"notice\":(\\d+),\"warn\":(\\d+),\"error\":(\\d+)}");

    private final StartedNode node = StartedNode.shared();

    private Exchanged post(String accept, String body) {
        return Exchanged.send(
                node,
                "POST",
                PATH,
                Map.of(
                        "Authorization",
                        "Bearer " + node.token("ambtenaar"),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        accept),
                body);
    }

    /// All audits pass but those that a server may leave out: requests by GET, which we do not take.
    @Test
    void the_audit_suite_of_graphql_http_finds_no_fault() {
        var _ = NodeTools.installed();

        NodeTools.Ended audit =
                NodeTools.run("node", "audit.js", node.address().resolve(PATH).toString(), node.token("ambtenaar"));

        System.out.println(audit.output());
        Matcher counts = COUNTS.matcher(audit.output());
        assertThat(counts.find()).as(audit.output()).isTrue();
        assertThat(counts.group(4)).as(audit.output()).isEqualTo("0");
        assertThat(counts.group(3)).as(audit.output()).isEqualTo("0");
        assertThat(audit.output().lines().filter(line -> line.startsWith("notice")))
                .allMatch(line -> line.contains("GET"));
        assertThat(Integer.parseInt(counts.group(1))).isGreaterThan(50);
    }

    @Test
    void nothing_is_asked_by_get() {
        Exchanged refused = Exchanged.get(node, "ambtenaar", PATH + "?query=%7B__typename%7D", MODERN);

        var _ = refused.problem(405);
        assertThat(refused.header("Allow")).isEqualTo("POST");
    }

    @Test
    void the_status_is_that_of_the_media_type() {
        Exchanged old = post("application/json", "{\"query\": \"{ geheim }\"}");
        Exchanged modern = post(MODERN, "{\"query\": \"{ geheim }\"}");

        assertThat(old.status()).isEqualTo(200);
        assertThat(old.header("Content-Type")).startsWith("application/json");
        assertThat(modern.status()).isEqualTo(400);
        assertThat(modern.header("Content-Type")).startsWith(MODERN);
        assertThat(modern.json().has("data")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"query": 1}                                   | /query
        {"query": null}                                | /query
        {}                                             | /query
        {"query": "{ __typename }", "variables": []}   | /variables
        {"query": "{ __typename }", "variables": "x"}  | /variables
        {"query": "{ __typename }", "extensions": 1}   | /extensions
        {"query": "{ __typename }", "operationName": 1} | /operationName
        {"query": "{ __typename }", "query": "{ x }"}  | Duplicate
        [{"query": "{ __typename }"}]                  | object
        """)
    void parameters_of_the_wrong_type_are_refused(String body, String said) {
        assertThat(post(MODERN, body).problem(400).at("/detail").asString()).contains(said);
    }

    @Test
    void introspection_can_be_switched_off() {
        try (StartedNode closed =
                StartedNode.start(StartedNode.freshFolder(), Map.of("F6_GRAPHQL_INTROSPECTION", "off"))) {
            Api zone = new Api(closed, "burgerlijke-stand", "ambtenaar");

            assertThat(zone.error("{ __schema { types { name } } }", Map.of())
                            .at("/message")
                            .asString())
                    .containsIgnoringCase("introspection");
            assertThat(zone.ask("{ __typename }", Map.of()).at("/__typename").asString())
                    .isEqualTo("Query");
            assertThat(Exchanged.get(closed, "ambtenaar", PATH + "/schema", "*/*")
                            .problem(403)
                            .at("/detail")
                            .asString())
                    .contains("introspection is off");
        }
    }

    /// Open in development, as a browser asks for it: without a token.
    @Test
    void the_page_and_all_of_its_parts_come_from_the_node() {
        Exchanged page = Exchanged.send(node, "GET", "/graphiql?zone=adreshuishouding", Map.of(), null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("data-zone=\"adreshuishouding\"").doesNotContain("//");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("script-src 'self';")
                .contains("connect-src 'self'");
        Matcher parts = Pattern.compile("(?:src|href)=\"(/graphiql/[^\"]+)\"").matcher(page.text());
        int found = 0;
        while (parts.find()) {
            Exchanged part = Exchanged.send(node, "GET", parts.group(1), Map.of(), null);
            assertThat(part.status()).as(parts.group(1)).isEqualTo(200);
            assertThat(part.header("Content-Type")).matches("text/(javascript|css).*");
            assertThat(part.text()).isNotEmpty();
            found++;
        }
        assertThat(found).isEqualTo(6);
        assertThat(Exchanged.send(node, "GET", "/graphiql?zone=%3Cscript%3E", Map.of(), null)
                        .status())
                .isEqualTo(404);
        assertThat(Exchanged.send(node, "GET", "/graphiql/..%2Fpage.html", Map.of(), null)
                        .status())
                .isBetween(400, 404);
    }

    @Test
    void the_schema_is_told() {
        JsonNode types = new Api(node, "burgerlijke-stand", "ambtenaar")
                .ask("{ __type(name: \"EventPage\") { fields { name } } }", Map.of());

        assertThat(types.at("/__type/fields")
                        .valueStream()
                        .map(field -> field.at("/name").asString()))
                .contains("events", "next", "formal");
    }
}
