package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The publishing API as its clients find content with it.
class PublishingListsTest extends OnPlatform {
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
        "link_a=x&link_b=y, 422, parameter_missing_or_invalid",
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
                "after=a&before=b"
            })
    void an_edge_that_is_none_is_refused(String query) {
        assertThat(platform.get("/v2/editions?" + query).error(422).has("error_code"))
                .isTrue();
    }

    @Test
    void content_is_found_by_a_name_that_no_other_content_has() {
        String alias = "name-" + id;
        var _ = platform.draft(id, page(path, "content_id_alias", alias));
        var _ = platform.draft(id, page(path, "content_id_alias", alias));

        JsonNode error = platform.put(
                        "/v2/content/" + UUID.randomUUID(), page(path + "/other", "content_id_alias", alias))
                .error(422);
        assertThat(error.at("/error_code").asString()).isEqualTo("content_id_alias_already_in_use");
        assertThat(error.at("/message").asString())
                .isEqualTo("ContentIdAlias with name \"%s\" exists for a different content ID.".formatted(alias));
        String query = "/v2/content?fields%5B%5D=content_id&fields%5B%5D=content_id_aliases&content_id_aliases%5B%5D=";
        assertThat(platform.get(query + "nobody&content_id_aliases%5B%5D=" + alias)
                        .is(200)
                        .at("/results")
                        .toString())
                .isEqualTo("[{\"content_id\":\"%s\",\"content_id_aliases\":[\"%s\"]}]".formatted(id, alias));
        assertThat(total("/v2/content?content_id_aliases%5B%5D=nobody")).isZero();
    }
}
