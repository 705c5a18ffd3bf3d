package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Wrong, hostile and oversized requests to the publishing API: each is answered as GOV.UK's would, and none is
/// our fault.
class HostilePublishingTest extends OnPlatform {
    @AfterEach
    void the_platform_is_well() {
        assertThat(platform.get("/healthcheck/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{\"a\": NaN}",
                "{} {}",
                "{\"a\": \"\u0000\"}",
                "{'a': 1}"
            })
    void a_body_that_is_no_json_object_is_a_bad_request(String body) {
        for (String command : List.of("publish", "unpublish", "republish", "discard-draft")) {
            var _ = platform.send("POST", content + "/" + command, body).error(400);
        }
        var _ = platform.send("PUT", content, body).error(400);
        var _ = platform.send("PATCH", "/v2/links/" + id, body).error(400);
        var _ = platform.send("PUT", "/paths/a", body).error(400);
        var _ = platform.send("DELETE", "/paths/a", body).error(400);
        var _ = platform.send("PUT", "/publish-intent/a", body).error(400);
        var _ = platform.send("POST", "/lookup-by-base-path", body).error(400);
        var _ = platform.send("POST", "/v2/links/by-content-id", body).error(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "B317151D-0B05-4641-8494-596B6F880B20",
                "b317151d-0b05-7641-8494-596b6f880b20",
                "b317151d-0b05-4641-1494-596b6f880b20",
                "b317151d0b05464184945 96b6f880b20",
                "1-1-1-1-1",
                "%27%20DROP%20TABLE%20event"
            })
    void what_is_no_content_id_leads_nowhere(String wrong) {
        String address = "/v2/content/" + wrong.replace(" ", "%20");

        assertThat(platform.get(address).status()).isEqualTo(404);
        assertThat(platform.put(address, Map.of()).status()).isEqualTo(404);
        assertThat(platform.post(address + "/publish", Map.of()).status()).isEqualTo(404);
        assertThat(platform.get(address + "/events").status()).isEqualTo(404);
        assertThat(platform.get(address.replace("content", "links")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v2/content/b317151d-0b05-4641-8494-596b6f880b20",
        "POST, /v2/content",
        "GET, /v2/nonsense",
        "GET, /paths/a",
        "PATCH, /publish-intent/a",
        "GET, /lookup-by-base-path",
        "GET, /v2",
        "GET, /",
        "GET, /error",
        "GET, /actuator/env",
        "TRACE, /v2/content",
    })
    void another_address_or_method_leads_nowhere(String method, String path) {
        assertThat(platform.send(method, path, null).status()).isIn(404, 405);
    }

    @Test
    void of_a_member_that_is_given_twice_the_last_counts() {
        String body = StartedPlatform.JSON
                .writeValueAsString(page("/twice"))
                .replaceFirst("\\{", "{\"title\": \"One\", ")
                .replace("\"A page\"", "\"Two\"");

        assertThat(platform.send("PUT", content, body).is(200).at("/title").asString())
                .isEqualTo("Two");
    }

    @Test
    void content_of_megabytes_is_taken_up_to_a_limit_and_beyond_it_refused() {
        for (int size : new int[] {8_000_000, 9_999_999, 12_000_000, 40_000_000}) {
            var _ = platform.put(content, page("/large", "details", Map.of("body", "x".repeat(size))))
                    .error(413);
        }
        var _ = platform.get(content).error(404);

        String several = "\u00e4 word and another ".repeat(350_000);
        var _ = platform.draft(id, page("/large", "details", Map.of("body", several)));
        assertThat(platform.get(content).is(200).at("/details/body").asString()).isEqualTo(several);
        var _ = platform.publish(id, Map.of());
        assertThat(platform.get(content + "/events").is(200).size()).isEqualTo(2);
    }

    @Test
    void content_that_is_too_large_with_what_is_made_of_it_is_refused() {
        List<Map<String, String>> body =
                List.of(Map.of("content_type", "text/govspeak", "content", "- *a*\n".repeat(900_000)));

        var _ = platform.put(content, page("/large", "details", Map.of("body", body)))
                .error(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"document_type", "publishing_app", "content_id_alias"})
    void what_no_index_holds_is_refused(String field) {
        String random = new java.util.Random(1)
                .ints(9_000, 'a', 'z')
                .collect(StringBuilder::new, (text, letter) -> text.append((char) letter), StringBuilder::append)
                .toString();

        assertThat(platform.put(content, page("/long-" + id, field, random)).status())
                .isEqualTo(422);
        var _ = platform.patch("/v2/links/" + id, Map.of("links", Map.of(random, List.of(id))))
                .error(422);
        var _ = platform.get("/v2/content?content_id_aliases%5B%5D=" + random.substring(0, 4_000))
                .is(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 64, 65, 70, 80, 1_000, 100_000})
    void json_without_end_of_depth_is_refused(int depth) {
        String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        String body = StartedPlatform.JSON
                .writeValueAsString(page("/deep", "details", Map.of()))
                .replace("\"details\":{}", "\"details\":" + deep);

        var _ = platform.send("PUT", content, body).error(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "relative", "/a//b", "/trailing/", "/ünïcode"})
    void a_path_that_is_none_is_refused(String path) {
        assertThat(platform.put(content, page(path)).status()).isEqualTo(422);
        var _ = platform.get(content).error(404);
    }

    @Test
    void a_path_of_513_bytes_is_refused_and_one_of_512_is_not() {
        String path = "/" + "a".repeat(511);

        var _ = platform.draft(id, page(path));
        assertThat(platform.put(content, page(path + "b")).is(422).toString()).contains("base_path");
        JsonNode error = platform.put("/paths" + path + "b", Map.of("publishing_app", "publisher"))
                .error(422);
        assertThat(error.at("/fields/base_path/0/code").asString()).isEqualTo("base_path_too_long");
    }

    @Test
    void html_and_script_stay_data() {
        String title = "<script>alert('1')</script> & \"quotes\" \u2028 👩‍👩‍👧";

        assertThat(platform.draft(id, page("/script", "title", title))
                        .at("/title")
                        .asString())
                .isEqualTo(title);
        assertThat(platform.get(content).is(200).at("/title").asString()).isEqualTo(title);
        assertThat(platform.get(content + "/events")
                        .is(200)
                        .at("/0/payload/title")
                        .asString())
                .isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\": \"a\\u0000b\"}",
                "{\"title\": \"\\ud800\"}",
                "{\"details\": {\"a\": 1e999999999}}",
                "{\"details\": {\"a\": 123456789012345678901234567890.5}}",
                "{\"details\": {\"\": {\"\": null}}}",
                "{\"details\": []}",
                "{\"details\": null}",
                "{\"routes\": {}}",
                "{\"routes\": [1]}",
                "{\"routes\": [[]]}",
                "{\"routes\": [{\"path\": 1, \"type\": {}}]}",
                "{\"redirects\": [{\"path\": \"/odd\", \"type\": \"exact\", \"destination\": \"http://[\"}]}",
                "{\"links\": {\"a\": \"b\"}}",
                "{\"links\": {\"a\": [\"b\"]}}",
                "{\"locale\": \"\"}",
                "{\"locale\": \"xx\"}",
                "{\"locale\": 1}",
                "{\"locale\": null}",
                "{\"base_path\": 1}",
                "{\"base_path\": null}",
                "{\"previous_version\": {}}",
                "{\"previous_version\": 99999999999999999999999}",
                "{\"previous_version\": \"x\"}",
                "{\"access_limited\": 1}",
                "{\"access_limited\": {\"users\": 1}}",
                "{\"auth_bypass_ids\": [\"x\"]}",
                "{\"first_published_at\": \"yesterday\"}",
                "{\"public_updated_at\": \"9999999-01-01T00:00:00Z\"}",
                "{\"public_updated_at\": 1}",
                "{\"update_type\": \"huge\"}",
                "{\"schema_name\": \"../../etc/passwd\"}",
                "{\"schema_name\": []}",
                "{\"publishing_app\": \"\"}",
                "{\"change_note\": {}}",
                "{\"content_id\": \"b317151d-0b05-4641-8494-596b6f880b20\"}",
            })
    void strange_content_is_taken_or_refused_but_no_fault_of_ours(String members) {
        Map<String, Object> page = page("/odd-" + id);
        String odd = StartedPlatform.JSON.writeValueAsString(page);
        String body = odd.substring(0, odd.length() - 1) + ", " + members.substring(1);

        StartedPlatform.Said said = platform.send("PUT", content, body);

        assertThat(said.status()).as(said.text()).isIn(200, 400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": []}",
                "{\"type\": \"redirect\"}",
                "{\"type\": \"redirect\", \"redirects\": 1}",
                "{\"type\": \"redirect\", \"redirects\": [{\"path\": 1}]}",
                "{\"type\": \"redirect\", \"alternative_path\": \"http://evil.example\"}",
                "{\"type\": \"withdrawal\"}",
                "{\"type\": \"withdrawal\", \"explanation\": \"x\", \"unpublished_at\": \"then\"}",
                "{\"type\": \"substitute\"}",
                "{\"type\": \"gone\", \"locale\": {}}",
                "{\"type\": \"gone\", \"allow_draft\": true, \"discard_drafts\": true}",
                "{\"update_type\": \"huge\"}",
                "{\"previous_version\": []}",
            })
    void strange_commands_are_refused_and_no_fault_of_ours(String body) {
        var _ = platform.draft(id, page("/strange-" + id));
        var _ = platform.publish(id, Map.of());

        assertThat(platform.send("POST", content + "/unpublish", body).status()).isIn(200, 400, 404, 409, 422);
        assertThat(platform.send("POST", content + "/publish", body).status()).isIn(404, 409, 422);
        assertThat(platform.send("POST", content + "/republish", body).status()).isIn(200, 404, 409, 422);
        assertThat(platform.send("POST", content + "/discard-draft", body).status())
                .isIn(404, 409, 422);
        assertThat(platform.send("PATCH", "/v2/links/" + id, body).status()).isEqualTo(422);
        assertThat(platform.send("PUT", "/paths/strange", body).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"links\": {\"a\": 1}}",
                "{\"links\": {\"\": []}}",
                "{\"links\": {\"a\": [null, 1, {}]}}",
                "{\"links\": {\"a\\u0000\": []}}",
                "{\"links\": []}",
                "{\"links\": {\"a\": []}, \"previous_version\": \"\"}"
            })
    void strange_links_are_taken_or_refused_but_no_fault_of_ours(String body) {
        assertThat(platform.send("PATCH", "/v2/links/" + id, body).status()).isIn(200, 400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"base_paths\": {}}",
                "{\"base_paths\": [1, null, {}]}",
                "{\"base_paths\": [\"\\u0000\"]}",
                "{\"base_paths\": \"/a\", \"with_drafts\": []}",
                "{\"base_paths\": [\"/a\"], \"exclude_document_types\": \"x\"}"
            })
    void strange_look_ups_are_no_fault_of_ours(String body) {
        assertThat(platform.send("POST", "/lookup-by-base-path", body).status()).isIn(200, 400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/content?fields%5B%5D=%00",
                "/v2/linkables?document_type=%00",
                "/v2/links/changes?link_types%5B%5D=%00",
                "/v2/links/changes?link_types%5B%5D=a&source_content_ids%5B%5D=x",
                "/v2/events?user_uid=%00",
                "/v2/editions?after=99999-01-01T00:00:00Z,1",
                "/v2/editions?after=2017-01-01T00:00:00Z,99999999999999999999",
                "/v2/schemas/..%2f..",
                "/v2/content?locale=%00",
                "/publish-intent/%00",
                "/v2/content?q=%5C",
                "/v2/editions?locale=%00",
                "/v2/content?order=",
                "/v2/content?%ff=1"
            })
    void strange_questions_are_no_fault_of_ours(String address) {
        assertThat(platform.get(address).status()).isBetween(200, 499);
    }
}
