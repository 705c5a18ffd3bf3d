package f6.publishing;

import static f6.publishing.Newsroom.error;
import static f6.publishing.Newsroom.guide;
import static f6.publishing.Newsroom.with;
import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.publishing.document.Json;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who has a path.
class PathsTest {
    private final Newsroom newsroom = new Newsroom();
    private final UUID tax = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void a_path_is_one_drafts_and_the_other_is_told_whose() {
        var _ = newsroom.draft(tax, guide("/tax"));

        Refused conflict = newsroom.refused(new Command.PutContent(other, guide("/tax")));

        assertThat(conflict.code()).isEqualTo(422);
        assertThat(error(conflict))
                .containsEntry("error_code", "conflict")
                .containsEntry("message", "base path=/tax conflicts with content_id=%s and locale=en".formatted(tax));
    }

    @Test
    void a_path_belongs_to_an_application_until_it_lets_go() {
        var _ = newsroom.done(new Command.ReservePath("/tax", Map.of("publishing_app", "publisher")));

        Refused taken =
                newsroom.refused(new Command.PutContent(tax, with(guide("/tax"), "publishing_app", "whitehall")));
        assertThat(error(taken)).containsEntry("error_code", "base_path_already_in_use");
        assertThat(newsroom.refused(new Command.UnreservePath("/tax", Map.of("publishing_app", "whitehall")))
                        .code())
                .isEqualTo(422);
        assertThat(newsroom.refused(new Command.UnreservePath("/nowhere", Map.of("publishing_app", "whitehall")))
                        .code())
                .isEqualTo(404);
        var _ = newsroom.done(
                new Command.ReservePath("/tax", Map.of("publishing_app", "whitehall", "override_existing", "true")));
        var _ = newsroom.draft(tax, with(guide("/tax"), "publishing_app", "whitehall"));
    }

    @Test
    void a_draft_that_moves_before_it_was_live_frees_its_path() {
        var _ = newsroom.draft(tax, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/taxes"));

        assertThat(newsroom.types())
                .containsExactly("PathReserved", "EditionDrafted", "PathFreed", "PathReserved", "EditionDrafted");
        var _ = newsroom.draft(other, with(guide("/tax"), "publishing_app", "whitehall"));
    }

    @Test
    void an_intent_to_publish_reserves_the_path() {
        assertThat(newsroom.refused(new Command.DeletePublishIntent("/tax", Map.of()))
                        .code())
                .isEqualTo(404);
        var _ = newsroom.done(new Command.PutPublishIntent(
                "/tax", Map.of("publishing_app", "publisher", "publish_time", "2026-04-01T00:00:00Z")));
        assertThat(error(newsroom.refused(new Command.ReservePath("/tax", Map.of("publishing_app", "whitehall")))))
                .containsEntry("error_code", "base_path_already_in_use");
        var _ = newsroom.done(new Command.DeletePublishIntent("/tax", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "/tax/, absolute_path_invalid",
        "//tax, absolute_path_invalid",
        "/tax#1, absolute_path_invalid",
        "/t x, absolute_path_invalid",
    })
    void a_path_is_absolute(String path, String code) {
        Refused refused = newsroom.refused(new Command.PutContent(tax, guide(path)));

        assertThat(Json.object(error(refused).get("fields")).toString()).contains(code);
    }

    @Test
    void a_path_of_513_bytes_is_too_long() {
        String path = "/" + "a".repeat(512);
        assertThat(newsroom.refused(new Command.ReservePath(path, Map.of("publishing_app", "publisher")))
                        .body()
                        .toString())
                .contains("base_path_too_long");
        var _ = newsroom.draft(tax, guide("/" + "a".repeat(511)));
    }
}
