package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The publishing API as its clients link content, and look after paths with it.
class PublishingLinksTest extends OnPlatform {
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
        List<String> many =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(1_001).toList();
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
                .isEqualTo("parameter_missing_or_invalid");
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
