package f6.web.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.content.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// As clients written for GOV.UK's content-store know it.
class ContentStoreApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void empty() {
        StartedStore.LIVE.empty();
        StartedStore.DRAFT.empty();
    }

    private HttpResponse<String> ask(String method, URI address, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI at(String path) {
        return URI.create(StartedStore.live() + path);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", at(path), "", headers);
    }

    private HttpResponse<String> put(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return ask("PUT", at(path), JSON.writeValueAsString(body), "Content-Type", "application/json");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode body(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static final Map<String, Object> VAT = Map.of(
            "title",
            "VAT rates",
            "schema_name",
            "answer",
            "payload_version",
            10,
            "details",
            Map.of("body", List.of(Map.of("content_type", "text/html", "content", "<p>20 %</p>"))),
            "routes",
            List.of(Map.of("path", "/vat-rates", "type", "prefix")));

    @Test
    void an_item_is_created_replaced_and_kept_from_what_is_older() throws Exception {
        HttpResponse<String> created = put("/content/vat-rates", VAT);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).isEqualTo("{}");
        HttpResponse<String> conflict = put("/content/vat-rates", VAT);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body())
                .isEqualTo("{\"errors\":{\"type\":\"conflict\",\"code\":\"409\",\"message\":\"Tried to process request"
                        + " with payload_version 10, but the latest ContentItem has a newer (or equal)"
                        + " payload_version of 10\"}}");
        assertThat(put("/content/vat-rates", Map.of("title", "New", "payload_version", 11))
                        .statusCode())
                .isEqualTo(200);
        assertThat(body(get("/content/vat-rates")).at("/title").asString()).isEqualTo("New");
        assertThat(body(get("/content/vat-rates")).at("/details").isEmpty()).isTrue();
        assertThat(ask("GET", URI.create(StartedStore.draft() + "/content/vat-rates"), "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void readers_get_an_item_with_its_members_in_order_and_may_keep_it() throws Exception {
        assertThat(put("/content/vat-rates", VAT).statusCode()).isEqualTo(201);
        for (String address : List.of("/content/vat-rates", "/api/content/vat-rates")) {
            HttpResponse<String> answer = get(address);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=300, public");
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(header(answer, "Content-Type")).startsWith("application/json");
            assertThat(List.copyOf(body(answer).propertyNames())).isSorted();
            assertThat(body(answer).at("/details/body").asString()).isEqualTo("<p>20 %</p>");
            assertThat(body(answer).at("/base_path").asString()).isEqualTo("/vat-rates");
        }
        assertThat(ask("HEAD", at("/content/vat-rates"), "").statusCode()).isEqualTo(200);
    }

    @Test
    void a_path_below_leads_to_the_item_that_answers_for_it() throws Exception {
        assertThat(put("/content/vat-rates", VAT).statusCode()).isEqualTo(201);
        HttpResponse<String> below = get("/content/vat-rates/part/2?x=y");
        assertThat(below.statusCode()).isEqualTo(303);
        assertThat(header(below, "Location")).isEqualTo(at("/content/vat-rates").toString());
        assertThat(header(get("/api/content/vat-rates/2"), "Location"))
                .isEqualTo(at("/api/content/vat-rates").toString());
    }

    @Test
    void the_home_page_and_encoded_paths_are_paths_like_others() throws Exception {
        for (String path : List.of("/", "/a%C3%A9", "/a.cy", "/a.json")) {
            assertThat(put("/content" + path, VAT).statusCode()).as(path).isEqualTo(201);
            assertThat(body(get("/content" + path)).at("/base_path").asString()).isEqualTo(path);
        }
        assertThat(body(get("/content")).at("/base_path").asString()).isEqualTo("/");
    }

    @Test
    void what_is_gone_is_gone_unless_it_is_explained() throws Exception {
        assertThat(put("/content/gone", Map.of("schema_name", "gone", "details", Map.of("explanation", "")))
                        .statusCode())
                .isEqualTo(201);
        assertThat(put("/content/said", Map.of("schema_name", "gone", "details", Map.of("explanation", "Old")))
                        .statusCode())
                .isEqualTo(201);
        assertThat(get("/content/gone").statusCode()).isEqualTo(410);
        assertThat(get("/content/said").statusCode()).isEqualTo(200);
        HttpResponse<String> nothing = get("/content/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).isEmpty();
        assertThat(header(nothing, "Cache-Control")).isEqualTo("max-age=300, public");
    }

    @Test
    void a_redirect_is_an_item_that_says_where_to() throws Exception {
        assertThat(put(
                                "/content/old",
                                Map.of(
                                        "schema_name",
                                        "redirect",
                                        "redirects",
                                        List.of(Map.of("path", "/old", "type", "exact", "destination", "/new"))))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> answer = get("/content/old");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body(answer).at("/redirects/0/destination").asString()).isEqualTo("/new");
    }

    @Test
    void a_limited_item_is_for_those_it_names_and_not_to_be_kept() throws Exception {
        assertThat(put("/content/secret", Map.of("access_limited", Map.of("users", List.of("anna"))))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> forbidden = get("/content/secret");
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(body(forbidden).at("/errors/type").asString()).isEqualTo("access_forbidden");
        assertThat(body(forbidden).at("/errors/code").asString()).isEqualTo("403");
        assertThat(header(forbidden, "Cache-Control")).isEqualTo("max-age=5, private");
        HttpResponse<String> allowed = get("/content/secret", "X-Govuk-Authenticated-User", "anna");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(header(allowed, "Cache-Control")).isEqualTo("max-age=5, private");
        assertThat(allowed.body()).doesNotContain("anna");
    }

    @Test
    void what_is_wrong_with_an_item_is_said() throws Exception {
        assertThat(ask("PUT", at("/content/a"), "I'm not json").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", at("/content/a"), "[]").statusCode()).isEqualTo(400);
        HttpResponse<String> unknown = put("/content/a", Map.of("foo", 1));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).isEqualTo("{\"errors\":{\"base\":[\"unrecognised field(s) foo in input\"]}}");
        HttpResponse<String> noList = put("/content/a", Map.of("routes", 12));
        assertThat(noList.statusCode()).isEqualTo(422);
        assertThat(noList.body()).contains("Value of type Integer cannot be written to a field of type Array");
        assertThat(put("/content/a", Map.of("payload_version", "later")).statusCode())
                .isEqualTo(422);
        assertThat(put("/content/a", Map.of("title", "a\u0000b")).statusCode()).isEqualTo(422);
        assertThat(put("/content/" + "x".repeat(Item.MAX_PATH), Map.of()).statusCode())
                .isEqualTo(422);
        assertThat(get("/items?limit=100000").statusCode()).isEqualTo(422);
    }

    @Test
    void an_item_that_is_deleted_is_not_there_and_may_be_put_again() throws Exception {
        assertThat(put("/content/vat-rates", VAT).statusCode()).isEqualTo(201);
        assertThat(ask("DELETE", at("/content/vat-rates"), "").statusCode()).isEqualTo(200);
        assertThat(ask("DELETE", at("/content/vat-rates"), "").statusCode()).isEqualTo(404);
        assertThat(get("/content/vat-rates").statusCode()).isEqualTo(404);
        assertThat(put("/content/vat-rates", VAT).statusCode()).isEqualTo(201);
    }

    @Test
    void an_intent_shortens_how_long_a_page_is_kept() throws Exception {
        Map<String, Object> intent =
                Map.of("publish_time", StartedStore.NOW.plusSeconds(70).toString(), "rendering_app", "frontend");
        assertThat(put("/publish-intent/budget", intent).statusCode()).isEqualTo(201);
        assertThat(put("/publish-intent/budget", intent).statusCode()).isEqualTo(200);
        HttpResponse<String> soon = get("/content/budget");
        assertThat(soon.statusCode()).isEqualTo(404);
        assertThat(header(soon, "Cache-Control")).isEqualTo("max-age=70, public");
        assertThat(body(get("/publish-intent/budget")).at("/base_path").asString())
                .isEqualTo("/budget");
        assertThat(ask("DELETE", at("/publish-intent/budget"), "").statusCode()).isEqualTo(200);
        assertThat(ask("DELETE", at("/publish-intent/budget"), "").statusCode()).isEqualTo(404);
        assertThat(get("/publish-intent/budget").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_wrong_with_an_intent_is_said() throws Exception {
        HttpResponse<String> empty = put("/publish-intent/a", Map.of("publish_time", "", "rendering_app", "frontend"));
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(body(empty).at("/errors/publish_time/0").asString()).isEqualTo("can't be blank");
        HttpResponse<String> unknown = put("/publish-intent/a", Map.of("foo", 1));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(body(unknown).at("/errors/base/0").asString()).isEqualTo("unrecognised field(s) foo in input");
        assertThat(ask("PUT", at("/publish-intent/a"), "no json").statusCode()).isEqualTo(400);
    }
}
