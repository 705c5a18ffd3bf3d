package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The publishing API as its clients change content with it.
class PublishingApiTest extends OnPlatform {
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
        var _ = platform.get(content + "?content_store=both").error(404);
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
}
