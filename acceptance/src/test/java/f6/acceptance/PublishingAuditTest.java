package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.schema.SchemaFolder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who changed what and when, and what it looked like then: complete, for ever.
class PublishingAuditTest {
    private static final UUID ID = UUID.fromString("b317151d-0b05-4641-8494-596b6f880b20");
    private static final String CONTENT = "/v2/content/" + ID;

    private StartedPlatform platform = StartedPlatform.start(SchemaFolder.ours());

    /// Anna drafts and publishes, Ben drafts a second version at another path and publishes it.
    @BeforeEach
    void publish_twice() {
        var _ = platform.at("2023-01-01T00:00:00Z").by("anna", "request-1");
        var _ = platform.draft(ID, OnPlatform.page("/first", "title", "First"));
        var _ = platform.at("2023-01-12T00:00:00Z").by("anna", "request-2").publish(ID, Map.of("locale", "en"));
        var _ = platform.at("2023-02-01T00:00:00Z").by("ben", "request-3");
        var _ = platform.draft(ID, OnPlatform.page("/second", "title", "Second", "details", Map.of("body", "New")));
        var _ = platform.at("2023-02-02T00:00:00Z").by("ben", "request-4").publish(ID, Map.of());
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private List<String> actions(String address) {
        return platform.get(address)
                .is(200)
                .valueStream()
                .map(entry -> entry.at("/action").asString())
                .toList();
    }

    @Test
    void the_events_of_content_are_its_commands_as_they_were_sent() {
        JsonNode first = platform.get(CONTENT + "/events").is(200).get(0);

        assertThat(first.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "action", "payload", "user_uid", "content_id", "request_id", "created_at", "updated_at");
        assertThat(first.at("/action").asString()).isEqualTo("PutContent");
        assertThat(first.at("/user_uid").asString()).isEqualTo("anna");
        assertThat(first.at("/request_id").asString()).isEqualTo("request-1");
        assertThat(first.at("/content_id").asString()).isEqualTo(ID.toString());
        assertThat(first.at("/created_at").asString()).isEqualTo("2023-01-01T00:00:00.000Z");
        assertThat(first.at("/payload/title").asString()).isEqualTo("First");
        assertThat(first.at("/payload/content_id").asString()).isEqualTo(ID.toString());
    }

    @Test
    void events_are_asked_for_by_action_and_between_moments_that_count() {
        assertThat(actions(CONTENT + "/events")).containsExactly("PutContent", "Publish", "PutContent", "Publish");
        assertThat(actions(CONTENT + "/events?action=Publish")).containsExactly("Publish", "Publish");
        assertThat(actions(CONTENT + "/events?from=2023-01-12T00:00:00.000Z&to=2023-02-01"))
                .containsExactly("Publish", "PutContent");
        assertThat(actions(CONTENT + "/events?from=2023-01-12T01:00:00%2B01:00&to=2023-01-12T00:00:00Z"))
                .containsExactly("Publish");
        assertThat(actions("/v2/content/%s/events".formatted(UUID.randomUUID())))
                .isEmpty();
        assertThat(platform.get(CONTENT + "/events?from=lately")
                        .error(422)
                        .at("/error_code")
                        .asString())
                .isEqualTo("parameter_missing_or_invalid");
    }

    @Test
    void events_are_asked_for_by_path_user_and_request() {
        // The redirect that a moved document leaves behind was put and published along with it.
        assertThat(actions("/v2/events?user_uid=ben"))
                .containsExactly("PutContent", "PutContent", "Publish", "Publish");
        assertThat(actions("/v2/events?request_id=request-2")).containsExactly("Publish");
        assertThat(actions("/v2/events?base_path=/second")).containsExactly("PutContent", "Publish");
        assertThat(actions("/v2/events?base_path=/second&action=Publish")).containsExactly("Publish");
        assertThat(actions("/v2/events?user_uid=nobody")).isEmpty();
        var _ = platform.get("/v2/events").error(422);
        var _ = platform.get("/v2/events?user_uid=ben&request_id=request-3").error(422);
    }

    @Test
    void a_refused_command_leaves_no_event() {
        var _ = platform.post(CONTENT + "/publish", Map.of()).error(409);

        assertThat(actions(CONTENT + "/events")).hasSize(4);
    }

    @Test
    void content_is_shown_as_it_was_at_any_moment() {
        var _ = platform.get(CONTENT + "?at=2022-12-31T23:59:59Z").error(404);
        assertThat(state("2023-01-01T00:00:00Z")).isEqualTo("First draft 1");
        assertThat(state("2023-01-12T00:00:00Z")).isEqualTo("First published 1");
        assertThat(state("2023-02-01T12:00:00Z")).isEqualTo("Second draft 2");
        assertThat(state("2023-02-02T00:00:00Z")).isEqualTo("Second published 2");
        var _ = platform.get(CONTENT + "?at=2023-02-02T00:00:00Z&locale=fr").error(404);
        var _ = platform.get(CONTENT + "?at=noon").error(422);
    }

    private String state(String moment) {
        JsonNode shown = platform.get(CONTENT + "?at=" + moment).is(200);
        return "%s %s %s"
                .formatted(
                        shown.at("/title").asString(),
                        shown.at("/publication_state").asString(),
                        shown.at("/user_facing_version").asInt());
    }

    @Test
    void content_as_it_was_a_moment_ago_is_content_as_it_is() {
        ObjectNode now = (ObjectNode) platform.get(CONTENT).is(200);
        var _ = now.remove("warnings");

        assertThat(platform.get(CONTENT + "?at=2023-02-02T00:00:00Z").is(200)).isEqualTo(now);
    }

    @Test
    void two_editions_differ_in_what_was_changed() {
        JsonNode diff = platform.get(CONTENT + "/diff?from=1&to=2").is(200);

        assertThat(diff.at("/changes")
                        .valueStream()
                        .map(change -> change.at("/path").asString()))
                .contains("/title", "/base_path", "/details/body", "/publication_state", "/user_facing_version")
                .doesNotContain("/publishing_app", "/locale", "/lock_version", "/state_history");
        JsonNode title = diff.at("/changes")
                .valueStream()
                .filter(change -> change.at("/path").asString().equals("/title"))
                .findFirst()
                .orElseThrow();
        assertThat(title.at("/from").asString()).isEqualTo("First");
        assertThat(title.at("/to").asString()).isEqualTo("Second");
        assertThat(platform.get(CONTENT + "/diff?from=2&to=2")
                        .is(200)
                        .at("/changes")
                        .isEmpty())
                .isTrue();
        var _ = platform.get(CONTENT + "/diff?from=1&to=3").error(404);
        var _ = platform.get(CONTENT + "/diff?from=1").error(422);
    }
}
