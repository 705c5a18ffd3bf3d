package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.schema.SchemaFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The publishing API as its clients use it. Each test has content of its own.
class PublishingApiTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static StartedPlatform platform;

    private final UUID id = UUID.randomUUID();
    private final String path = "/page-" + NUMBER.incrementAndGet();
    private final String content = "/v2/content/" + id;

    @BeforeAll
    static void start() {
        platform = StartedPlatform.start(SchemaFolder.ours());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    static Map<String, Object> page(String path, Object... particulars) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("base_path", path);
        page.put("title", "A page");
        page.put("document_type", "answer");
        page.put("schema_name", "generic");
        page.put("publishing_app", "publisher");
        page.put("rendering_app", "frontend");
        page.put("update_type", "major");
        page.put("details", Map.of("body", "<p>Hello</p>"));
        page.put("routes", List.of(Map.of("path", path, "type", "exact")));
        for (int i = 0; i < particulars.length; i += 2) {
            page.put(String.valueOf(particulars[i]), particulars[i + 1]);
        }
        return page;
    }

    private void live(Object... particulars) {
        var _ = platform.draft(id, page(path, particulars));
        var _ = platform.publish(id, Map.of());
    }

    @Test
    void a_draft_that_is_put_is_answered_as_it_is_shown() {
        JsonNode put = platform.draft(id, page(path));

        assertThat(put.at("/content_id").asString()).isEqualTo(id.toString());
        assertThat(put.at("/publication_state").asString()).isEqualTo("draft");
        assertThat(put.at("/content_store").asString()).isEqualTo("draft");
        assertThat(put.at("/user_facing_version").asInt()).isEqualTo(1);
        assertThat(put.at("/lock_version").asInt()).isEqualTo(1);
        assertThat(put.at("/warnings").isObject()).isTrue();
        assertThat(put.at("/warnings").isEmpty()).isTrue();
        assertThat(platform.get(content).is(200)).isEqualTo(put);
    }

    @Test
    void a_draft_at_the_path_of_live_content_is_warned_of() {
        live();
        UUID other = UUID.randomUUID();
        var _ = platform.draft(other, page(path + "-elsewhere"));

        JsonNode put = platform.draft(other, page(path));

        assertThat(put.at("/warnings/content_item_blocking_publish").asString())
                .isEqualTo("There is an item of content that prevents this draft from being published");
        JsonNode error = platform.post("/v2/content/%s/publish".formatted(other), Map.of())
                .error(422);
        assertThat(error.at("/message").asString()).contains(path).contains(id.toString());
    }

    @Test
    void content_is_shown_by_store_and_language() {
        live();
        var _ = platform.draft(id, page(path, "title", "A newer page"));

        assertThat(platform.get(content + "?content_store=live")
                        .is(200)
                        .at("/title")
                        .asString())
                .isEqualTo("A page");
        assertThat(platform.get(content).is(200).at("/title").asString()).isEqualTo("A newer page");
        assertThat(platform.get(content).is(200).at("/state_history").toString())
                .isEqualTo("{\"1\":\"published\",\"2\":\"draft\"}");
        assertThat(platform.get(content + "?locale=fr")
                        .error(404)
                        .at("/message")
                        .asString())
                .isEqualTo("Could not find locale: fr for document with content_id: " + id);
        assertThat(platform.get("/v2/content/" + UUID.randomUUID())
                        .error(404)
                        .at("/message")
                        .asString())
                .startsWith("Could not find document with content_id: ");
        assertThat(platform.get(content + "?version=1")
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("unsupported_version_parameter");
        assertThat(platform.get(content + "?content_store=both")
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("parameter_missing_or_invalid");
    }

    @Test
    void content_is_published_republished_unpublished_and_discarded() {
        var _ = platform.draft(id, page(path));

        assertThat(platform.publish(id, Map.of()).at("/content_id").asString()).isEqualTo(id.toString());
        assertThat(platform.post(content + "/publish", Map.of())
                        .error(409)
                        .at("/message")
                        .asString())
                .isEqualTo("Cannot publish an already published edition");
        assertThat(platform.post(content + "/republish", Map.of())
                        .is(200)
                        .at("/content_id")
                        .asString())
                .isEqualTo(id.toString());
        assertThat(platform.post(content + "/unpublish", Map.of("type", "exploded"))
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("type_invalid");
        assertThat(platform.post(content + "/unpublish", Map.of("type", "gone"))
                        .is(200)
                        .at("/content_id")
                        .asString())
                .isEqualTo(id.toString());
        assertThat(platform.get(content).is(200).at("/unpublishing/type").asString())
                .isEqualTo("gone");
        assertThat(platform.post(content + "/discard-draft", Map.of())
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("no_draft_to_discard");
        var _ = platform.draft(id, page(path));
        var _ = platform.post(content + "/discard-draft", Map.of()).is(200);
        assertThat(platform.get(content).is(200).at("/publication_state").asString())
                .isEqualTo("unpublished");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "republish", "unpublish", "discard-draft"})
    void what_is_not_there_cannot_be_changed(String command) {
        var _ = platform.post(content + "/" + command, Map.of("type", "gone")).error(404);
    }

    @Test
    void who_saw_an_older_version_is_told() {
        var _ = platform.draft(id, page(path));

        JsonNode error =
                platform.put(content, page(path, "previous_version", "0")).error(409);

        assertThat(error.at("/fields/previous_version/0").asString()).isEqualTo("does not match");
        assertThat(platform.post(content + "/publish", Map.of("previous_version", 7))
                        .error(409)
                        .has("message"))
                .isTrue();
        var _ = platform.put(content, page(path, "previous_version", "1")).is(200);
    }

    @Test
    void content_that_does_not_fit_its_schema_is_answered_by_an_array_of_what_is_wrong() {
        Map<String, Object> wrong = page(path);
        wrong.remove("title");
        wrong.put("colour", "red");

        JsonNode problems = platform.put(content, wrong).is(422);

        assertThat(problems.isArray()).isTrue();
        assertThat(problems.toString())
                .contains("failed_attribute")
                .contains("colour")
                .contains("title");
        var _ = platform.get(content).error(404);
    }

    @Test
    void a_list_of_content_has_the_fields_that_are_asked_for() {
        live("document_type", "list_fields");

        JsonNode list = platform.get("/v2/content?document_type=list_fields&fields[]=title&fields[]=base_path"
                        .replace("[]", "%5B%5D"))
                .is(200);

        assertThat(list.at("/results").toString())
                .isEqualTo("[{\"title\":\"A page\",\"base_path\":\"%s\"}]".formatted(path));
        assertThat(platform.get("/v2/content?fields%5B%5D=title&fields%5B%5D=colour&fields%5B%5D=secret")
                        .error(400)
                        .at("/message")
                        .asString())
                .isEqualTo("Invalid column name(s): colour and secret");
    }

    @Test
    void a_list_of_content_comes_in_pages_that_lead_to_each_other() {
        for (int i = 1; i <= 5; i++) {
            var _ = platform.draft(
                    UUID.randomUUID(), page(path + "/" + i, "document_type", "paged", "title", "No " + i));
        }
        String query = "/v2/content?document_type=paged&order=base_path&fields%5B%5D=title&per_page=2";

        JsonNode page = platform.get(query + "&page=2").is(200);

        assertThat(page.at("/total").asInt()).isEqualTo(5);
        assertThat(page.at("/pages").asInt()).isEqualTo(3);
        assertThat(page.at("/current_page").asInt()).isEqualTo(2);
        assertThat(page.at("/results").toString()).isEqualTo("[{\"title\":\"No 3\"},{\"title\":\"No 4\"}]");
        assertThat(page.at("/links").valueStream().map(link -> link.at("/rel").asString()))
                .containsExactly("previous", "next", "self");
        assertThat(page.at("/links/1/href").asString()).isEqualTo(platform.address() + query + "&page=3");
        assertThat(platform.get(query + "&page=9").is(200).at("/results").isEmpty())
                .isTrue();
        assertThat(platform.get(query + "&offset=4").is(200).at("/results").toString())
                .isEqualTo("[{\"title\":\"No 5\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "order=colour, 422, order_field_invalid",
        "order=-title;DROP, 422, order_field_invalid",
        "link_a=x, 422, parameter_missing_or_invalid",
        "states%5B%5D=lost, 422, parameter_missing_or_invalid",
        "q=a&search_in%5B%5D=password, 400, ''",
    })
    void a_list_that_cannot_be_made_is_refused(String query, int status, String code) {
        JsonNode error = platform.get("/v2/content?" + query).error(status);

        assertThat(error.path("error_code").asString("")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=-1",
                "page=abc",
                "per_page=0",
                "per_page=-5",
                "per_page=99999999999",
                "offset=-3",
                "page=0",
                "q=%25",
                "q=%00",
                "locale=%27",
                "order=,"
            })
    void a_strange_list_is_no_fault_of_ours(String query) {
        assertThat(platform.get("/v2/content?" + query).status()).isIn(200, 400, 422);
    }

    @Test
    void content_is_found_by_words_states_languages_and_links() {
        UUID target = UUID.randomUUID();
        live("document_type", "searched", "title", "A 100% tax", "details", Map.of("internal_name", "The inner Name"));
        var _ = platform.patch("/v2/links/" + id, Map.of("links", Map.of("taxons", List.of(target))))
                .is(200);
        String query = "/v2/content?document_type=searched";

        assertThat(total(query + "&q=100%25")).isEqualTo(1);
        assertThat(total(query + "&q=1__%25")).isZero();
        assertThat(total(query + "&q=inner+name&search_in%5B%5D=details.internal_name"))
                .isEqualTo(1);
        assertThat(total(query + "&states%5B%5D=published")).isEqualTo(1);
        assertThat(total(query + "&states%5B%5D=draft")).isZero();
        assertThat(total(query + "&locale=fr")).isZero();
        assertThat(total(query + "&locale=all")).isEqualTo(1);
        assertThat(total(query + "&link_taxons=" + target)).isEqualTo(1);
        assertThat(total(query + "&link_taxons=" + id)).isZero();
        assertThat(total(query + "&publishing_app=whitehall")).isZero();
    }

    private static int total(String query) {
        return platform.get(query).is(200).at("/total").asInt();
    }

    @Test
    void content_ids_are_looked_up_by_path() {
        live();
        UUID draft = UUID.randomUUID();
        var _ = platform.draft(draft, page(path + "/draft"));
        Map<String, Object> asked =
                new LinkedHashMap<>(Map.of("base_paths", List.of(path, path + "/draft", "/nowhere")));

        assertThat(platform.post("/lookup-by-base-path", asked).is(200).toString())
                .isEqualTo("{\"%s\":\"%s\"}".formatted(path, id));
        asked.put("with_drafts", true);
        assertThat(platform.post("/lookup-by-base-path", asked)
                        .is(200)
                        .path(path + "/draft")
                        .asString())
                .isEqualTo(draft.toString());
        JsonNode error = platform.post("/lookup-by-base-path", Map.of()).error(422);
        assertThat(error.at("/message").asString())
                .isEqualTo("param is missing or the value is empty or invalid: base_paths");
        assertThat(error.at("/error_code").asString()).isEqualTo("parameter_missing_or_invalid");
        assertThat(platform.send(
                                "POST",
                                "/lookup-by-base-path",
                                "base_paths%5B%5D=" + path,
                                "application/x-www-form-urlencoded")
                        .is(200)
                        .path(path)
                        .asString())
                .isEqualTo(id.toString());
    }

    @Test
    void all_editions_are_walked_from_edge_to_edge() {
        for (int i = 1; i <= 3; i++) {
            var _ = platform.draft(
                    UUID.randomUUID(), page(path + "/" + i, "document_type", "walked", "title", "No " + i));
        }
        String query = "/v2/editions?document_types%5B%5D=walked&fields%5B%5D=title&per_page=2";

        JsonNode first = platform.get(query).is(200);

        assertThat(first.at("/results").toString()).isEqualTo("[{\"title\":\"No 1\"},{\"title\":\"No 2\"}]");
        assertThat(first.at("/links").valueStream().map(link -> link.at("/rel").asString()))
                .containsExactly("next", "self");
        JsonNode second =
                platform.get(relative(first.at("/links/0/href").asString())).is(200);
        assertThat(second.at("/results").toString()).isEqualTo("[{\"title\":\"No 3\"}]");
        assertThat(second.at("/links").valueStream().map(link -> link.at("/rel").asString()))
                .containsExactly("self", "previous");
        assertThat(platform.get(relative(second.at("/links/1/href").asString()))
                        .is(200)
                        .at("/results"))
                .isEqualTo(first.at("/results"));
    }

    private static String relative(String href) {
        assertThat(href).startsWith(platform.address().toString());
        return href.substring(platform.address().toString().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=yesterday,1",
                "before=2017-02-01T00:00:00Z",
                "after=2017-02-01T00:00:00Z,x",
                "after=a&before=b",
                "order=colour"
            })
    void an_edge_that_is_none_is_refused(String query) {
        assertThat(platform.get("/v2/editions?" + query).error(422).has("error_code"))
                .isTrue();
    }

    @Test
    void links_are_patched_by_type_and_told_with_their_changes() {
        UUID target = UUID.randomUUID();
        live("title", "The source");
        String links = "/v2/links/" + id;

        assertThat(platform.get(links).is(200).toString())
                .isEqualTo("{\"content_id\":\"%s\",\"links\":{},\"version\":0}".formatted(id));
        JsonNode patched = platform.patch(
                        links, Map.of("links", Map.of("taxons", List.of(target), "parent", List.of(target))))
                .is(200);
        assertThat(patched.at("/version").asInt()).isEqualTo(1);
        assertThat(platform.patch(links, Map.of("links", Map.of("parent", List.of())))
                        .is(200)
                        .at("/links")
                        .toString())
                .isEqualTo("{\"taxons\":[\"%s\"]}".formatted(target));
        assertThat(platform.patch(links, Map.of()).error(422).at("/error_code").asString())
                .isEqualTo("links_missing");
        assertThat(platform.patch(links, Map.of("links", Map.of(), "previous_version", 1))
                        .error(409)
                        .has("fields"))
                .isTrue();
        JsonNode changes = platform.get("/v2/links/changes?link_types%5B%5D=parent&source_content_ids%5B%5D=" + id)
                .is(200)
                .at("/link_changes");
        assertThat(changes.valueStream().map(change -> change.at("/change").asString()))
                .containsExactly("remove", "add");
        assertThat(changes.at("/0/source/title").asString()).isEqualTo("The source");
        assertThat(platform.get("/v2/links/changes").error(422).at("/message").asString())
                .contains("link_types");
        assertThat(platform.get("/v2/links/" + UUID.randomUUID())
                        .error(404)
                        .at("/message")
                        .asString())
                .startsWith("Could not find link set with content_id: ");
    }

    @Test
    void links_of_many_are_asked_for_at_once_but_not_of_more_than_a_thousand() {
        String unknown = UUID.randomUUID().toString();

        assertThat(platform.post("/v2/links/by-content-id", Map.of("content_ids", List.of(unknown, "nonsense")))
                        .is(200)
                        .toString())
                .isEqualTo("{\"%s\":{\"links\":{},\"version\":0},\"nonsense\":{\"links\":{},\"version\":0}}"
                        .formatted(unknown));
        List<String> many = java.util.stream.Stream.generate(
                        () -> UUID.randomUUID().toString())
                .limit(1_001)
                .toList();
        var _ = platform.post("/v2/links/by-content-id", Map.of("content_ids", many.subList(1, 1_001)))
                .is(200);
        var _ = platform.post("/v2/links/by-content-id", Map.of("content_ids", many))
                .error(413);
        assertThat(platform.post("/v2/links/by-content-id", Map.of())
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("parameter_missing_or_invalid");
    }

    @Test
    void what_links_to_content_is_told_and_what_it_links_to() {
        live("title", "The target", "document_type", "linkable");
        UUID source = UUID.randomUUID();
        var _ = platform.draft(source, page(path + "/source", "title", "The source"));
        var _ = platform.patch("/v2/links/" + source, Map.of("links", Map.of("taxons", List.of(id))))
                .is(200);
        String linked = "/v2/linked/" + id;

        assertThat(platform.get(linked + "?link_type=taxons&fields%5B%5D=title")
                        .is(200)
                        .toString())
                .isEqualTo("[{\"title\":\"The source\"}]");
        assertThat(platform.get(linked + "?fields%5B%5D=title")
                        .error(422)
                        .at("/message")
                        .asString())
                .contains("link_type");
        assertThat(platform.get(linked + "?link_type=taxons")
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("fields_parameter_missing");
        var _ = platform.get(linked + "?link_type=taxons&fields%5B%5D=colour").error(400);
        var _ = platform.get("/v2/linked/%s?link_type=taxons&fields%%5B%%5D=title".formatted(UUID.randomUUID()))
                .error(404);
        assertThat(platform.get("/v2/expanded-links/" + source)
                        .is(200)
                        .at("/expanded_links/taxons/0/title")
                        .asString())
                .isEqualTo("The target");
        var _ = platform.get("/v2/expanded-links/" + UUID.randomUUID()).error(404);
        assertThat(platform.get("/v2/linkables?document_type=linkable")
                        .is(200)
                        .at("/0/content_id")
                        .asString())
                .isEqualTo(id.toString());
        var _ = platform.get("/v2/linkables").error(422);
    }

    @Test
    void hosts_of_embedded_content_are_told() {
        live();
        UUID host = UUID.randomUUID();
        var _ = platform.draft(host, page(path + "/host", "title", "Host", "links", Map.of("embed", List.of(id))));
        var _ = platform.publish(host, Map.of());

        JsonNode hosts = platform.get(content + "/host-content").is(200);

        assertThat(hosts.at("/total").asInt()).isEqualTo(1);
        assertThat(hosts.at("/results/0/host_content_id").asString()).isEqualTo(host.toString());
        assertThat(hosts.at("/rollup").toString())
                .isEqualTo("{\"views\":0,\"locations\":1,\"instances\":1,\"organisations\":0}");
        assertThat(platform.get(content + "/host-content?order=-title").is(200)).isEqualTo(hosts);
        assertThat(platform.get(content + "/embedded").is(200)).isEqualTo(hosts);
        assertThat(platform.get(content + "/host-content/" + host)
                        .is(200)
                        .at("/title")
                        .asString())
                .isEqualTo("Host");
        var _ = platform.get(content + "/host-content/" + UUID.randomUUID()).error(404);
        var _ = platform.get(content + "/host-content?order=colour").error(422);
        var _ = platform.get("/v2/content/%s/host-content".formatted(UUID.randomUUID()))
                .error(404);
    }

    @Test
    void schemas_are_told() {
        assertThat(platform.get("/v2/schemas").is(200).propertyNames()).contains("generic", "redirect");
        assertThat(platform.get("/v2/schemas/generic").is(200).at("/type").asString())
                .isEqualTo("object");
        var _ = platform.get("/v2/schemas/nonsense").error(404);
    }

    @Test
    void paths_are_reserved_by_one_application() {
        String reservation = "/paths" + path + ".cy";

        assertThat(platform.put(reservation, Map.of("publishing_app", "publisher"))
                        .is(200)
                        .at("/publishing_app")
                        .asString())
                .isEqualTo("publisher");
        JsonNode error =
                platform.put(reservation, Map.of("publishing_app", "whitehall")).error(422);
        assertThat(error.at("/error_code").asString()).isEqualTo("base_path_already_in_use");
        assertThat(error.at("/fields/base_path/0/error").asString()).isEqualTo("is already reserved by publisher");
        assertThat(platform.delete(reservation, Map.of("publishing_app", "whitehall"))
                        .error(422)
                        .at("/message")
                        .asString())
                .contains("is reserved by publisher");
        var _ = platform.put(reservation, Map.of("publishing_app", "whitehall", "override_existing", true))
                .is(200);
        var _ = platform.delete(reservation, Map.of("publishing_app", "whitehall"))
                .is(200);
        assertThat(platform.delete(reservation, Map.of("publishing_app", "whitehall"))
                        .error(404)
                        .at("/message")
                        .asString())
                .isEqualTo(path + ".cy is not reserved");
        var _ = platform.put("/paths", Map.of()).error(422);
    }

    @Test
    void publish_intents_are_kept_by_path() {
        String intent = "/publish-intent" + path;
        Map<String, Object> sent = Map.of(
                "publishing_app", "publisher", "rendering_app", "frontend", "publish_time", "2039-01-01T00:00:00Z");

        assertThat(platform.put(intent, sent).is(200).at("/publish_time").asString())
                .isEqualTo("2039-01-01T00:00:00Z");
        assertThat(platform.get(intent).is(200).at("/rendering_app").asString()).isEqualTo("frontend");
        assertThat(platform.send("DELETE", intent, null).is(200).toString()).isEqualTo("{}");
        assertThat(platform.send("DELETE", intent, null).is(404).toString()).isEqualTo("{}");
        var _ = platform.get(intent).error(404);
    }

    @Test
    void health_is_told() {
        assertThat(platform.get("/healthcheck/live").status()).isEqualTo(200);
        assertThat(platform.get("/healthcheck/ready").is(200).at("/status").asString())
                .isEqualTo("ok");
        assertThat(platform.get("/actuator/health").status()).isEqualTo(200);
    }
}
