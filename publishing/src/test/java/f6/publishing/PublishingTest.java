package f6.publishing;

import static f6.publishing.Newsroom.error;
import static f6.publishing.Newsroom.guide;
import static f6.publishing.Newsroom.with;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.StoredEvent;
import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.publishing.document.Document;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Json;
import f6.publishing.document.Unpublishing;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishingTest {
    private final Newsroom newsroom = new Newsroom();
    private final UUID tax = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void a_draft_is_an_event_that_carries_the_command_whole() {
        var _ = newsroom.draft(tax, guide("/tax"));

        assertThat(newsroom.types()).containsExactly("PathReserved", "EditionDrafted");
        StoredEvent drafted = newsroom.events().getLast();
        Map<String, ?> command = Json.object(drafted.event().data().members().get("command"));
        assertThat(command.get("action")).isEqualTo("PutContent");
        assertThat(command.get("user_uid")).isEqualTo("editor-1");
        assertThat(command.get("request_id")).isEqualTo("request-1");
        assertThat(Json.object(command.get("payload"))).containsEntry("title", "A guide");
        Edition draft = newsroom.document(tax).draft().orElseThrow();
        assertThat(draft.state()).isEqualTo(State.DRAFT);
        assertThat(draft.version()).isEqualTo(1);
        assertThat(draft.store()).contains(ContentStore.DRAFT);
        assertThat(draft.id()).isEqualTo(drafted.position().value());
        assertThat(draft.fields())
                .containsEntry("phase", "live")
                .containsEntry("last_edited_at", "2026-03-01T10:00:00.000Z");
    }

    @Test
    void a_draft_that_is_put_again_is_the_same_edition_and_counts_its_changes() {
        var _ = newsroom.draft(tax, guide("/tax"));
        long id = newsroom.document(tax).draft().orElseThrow().id();
        var _ = newsroom.draft(tax, with(guide("/tax"), "title", "Another title", "previous_version", "1"));

        Document document = newsroom.document(tax);
        assertThat(document.lockVersion()).isEqualTo(2);
        assertThat(document.draft().orElseThrow().id()).isEqualTo(id);
        assertThat(document.draft().orElseThrow().text("title")).contains("Another title");
    }

    @Test
    void who_saw_an_older_draft_is_told_so() {
        var _ = newsroom.draft(tax, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/tax"));

        Refused stale = newsroom.refused(new Command.PutContent(tax, with(guide("/tax"), "previous_version", 1L)));

        assertThat(stale.code()).isEqualTo(409);
        assertThat(Json.object(error(stale).get("fields")))
                .isEqualTo(Map.of("previous_version", List.of("does not match")));
        assertThat(newsroom.refused(new Command.Publish(tax, Map.of("previous_version", "1")))
                        .code())
                .isEqualTo(409);
        assertThat(newsroom.refused(new Command.DiscardDraft(tax, Map.of("previous_version", 3L)))
                        .code())
                .isEqualTo(409);
    }

    @Test
    void publishing_supersedes_what_was_published() {
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.published(tax, with(guide("/tax"), "update_type", "minor"));

        assertThat(newsroom.types())
                .containsExactly(
                        "PathReserved",
                        "EditionDrafted",
                        "EditionPublished",
                        "EditionDrafted",
                        "EditionSuperseded",
                        "EditionPublished");
        Edition live = newsroom.document(tax).current().orElseThrow();
        assertThat(live.version()).isEqualTo(2);
        assertThat(live.state()).isEqualTo(State.PUBLISHED);
        assertThat(live.fields())
                .containsEntry("first_published_at", "2026-03-01T10:00:00.000Z")
                .containsEntry("publishing_request_id", "request-1")
                .containsEntry("public_updated_at", "2026-03-01T10:00:00.000Z");
        assertThat(newsroom.document(tax).draft()).isEmpty();
    }

    @Test
    void nothing_is_published_twice_or_out_of_nothing() {
        assertThat(newsroom.refused(new Command.Publish(tax, Map.of())).code()).isEqualTo(404);
        var _ = newsroom.published(tax, guide("/tax"));

        Refused again = newsroom.refused(new Command.Publish(tax, Map.of()));

        assertThat(again.code()).isEqualTo(409);
        assertThat(error(again)).containsEntry("message", "Cannot publish an already published edition");
    }

    @Test
    void an_update_type_is_needed_and_one_of_those_that_there_are() {
        Map<String, Object> untyped = with(guide("/tax"));
        untyped.remove("update_type");
        var _ = newsroom.draft(tax, untyped);

        assertThat(error(newsroom.refused(new Command.Publish(tax, Map.of()))))
                .containsEntry("error_code", "update_type_missing");
        assertThat(error(newsroom.refused(new Command.Publish(tax, Map.of("update_type", "huge")))))
                .containsEntry("error_code", "update_type_invalid");
        var _ = newsroom.done(new Command.Publish(tax, Map.of("update_type", "minor")));
    }

    @Test
    void a_live_document_that_moves_leaves_a_redirect_that_is_published_with_it() {
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/taxes"));

        Document redirect = redirectAt("/tax");
        assertThat(redirect.owner()).contains(newsroom.document(tax).key());
        assertThat(redirect.draft().orElseThrow().routes("redirects"))
                .containsExactly(Map.of("path", "/tax", "type", "exact", "destination", "/taxes"));

        var _ = newsroom.draft(tax, guide("/taxation"));
        assertThat(redirectAt("/tax").key()).isEqualTo(redirect.key());
        assertThat(redirectAt("/tax").draft().orElseThrow().routes("redirects").getFirst())
                .containsEntry("destination", "/taxation");

        var _ = newsroom.done(new Command.Publish(tax, Map.of()));
        assertThat(newsroom.document(redirect.contentId())
                        .current()
                        .orElseThrow()
                        .state())
                .isEqualTo(State.PUBLISHED);
        assertThat(newsroom.types()
                        .subList(newsroom.types().size() - 3, newsroom.types().size()))
                .containsExactly("EditionSuperseded", "EditionPublished", "EditionPublished");
    }

    private Document redirectAt(String path) {
        UUID id = newsroom.events().stream()
                .filter(stored -> stored.event().type().name().equals("EditionDrafted"))
                .filter(stored -> stored.event().data().members().containsKey("owner"))
                .map(stored -> Json.uuid(stored.event().data().members().get("content_id"))
                        .orElseThrow())
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(newsroom.document(id).draft().orElseThrow().basePath()).contains(path);
        return newsroom.document(id);
    }

    @Test
    void what_steps_aside_does() {
        Map<String, Object> gone = with(guide("/tax"), "schema_name", "gone", "document_type", "gone");
        gone.put("details", Map.of());
        var _ = newsroom.published(other, gone);
        var _ = newsroom.draft(other, gone);

        var _ = newsroom.draft(tax, guide("/tax"));
        assertThat(newsroom.document(other).draft()).isEmpty();
        var _ = newsroom.done(new Command.Publish(tax, Map.of()));

        Edition substituted = newsroom.document(other).current().orElseThrow();
        assertThat(substituted.unpublishing().orElseThrow().type()).isEqualTo(Unpublishing.Type.SUBSTITUTE);
        assertThat(substituted.store()).isEmpty();
        assertThat(newsroom.types()).contains("DraftDiscarded", "EditionSubstituted");
    }

    @Test
    void what_is_live_elsewhere_and_stays_is_named_when_publishing() {
        var _ = newsroom.published(other, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/tax"));

        Refused conflict = newsroom.refused(new Command.Publish(tax, Map.of()));

        assertThat(String.valueOf(error(conflict).get("message"))).contains("conflicts with content_id=" + other);
    }

    @ParameterizedTest
    @CsvSource({"gone", "vanish"})
    void what_was_published_is_taken_back(String type) {
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.done(new Command.Unpublish(tax, Map.of("type", type)));

        Edition edition = newsroom.document(tax).current().orElseThrow();
        assertThat(edition.state()).isEqualTo(State.UNPUBLISHED);
        assertThat(edition.unpublishing().orElseThrow().type().word()).isEqualTo(type);
        var _ = newsroom.done(new Command.Unpublish(tax, Map.of("type", "withdrawal", "explanation", "Old")));
        assertThat(newsroom.document(tax)
                        .current()
                        .orElseThrow()
                        .unpublishing()
                        .orElseThrow()
                        .explanation())
                .contains("Old");
    }

    @Test
    void a_redirect_leads_somewhere() {
        var _ = newsroom.published(tax, guide("/tax"));
        assertThat(error(newsroom.refused(new Command.Unpublish(tax, Map.of("type", "redirect")))))
                .containsEntry("error_code", "redirects_missing_for_redirect");
        var _ = newsroom.done(new Command.Unpublish(tax, Map.of("type", "redirect", "alternative_path", "/somewhere")));

        assertThat(newsroom.document(tax)
                        .current()
                        .orElseThrow()
                        .unpublishing()
                        .orElseThrow()
                        .redirects())
                .containsExactly(Map.of("path", "/tax", "type", "exact", "destination", "/somewhere"));
    }

    @Test
    void unpublishing_minds_drafts() {
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/tax"));

        assertThat(error(newsroom.refused(new Command.Unpublish(tax, Map.of("type", "gone")))))
                .containsEntry("error_code", "cannot_unpublish_with_draft");
        assertThat(error(newsroom.refused(new Command.Unpublish(
                        tax, Map.of("type", "gone", "discard_drafts", true, "allow_draft", true)))))
                .containsEntry("error_code", "conflicting_unpublishing_flags");
        assertThat(error(newsroom.refused(
                        new Command.Unpublish(tax, Map.of("type", "withdrawal", "discard_drafts", true)))))
                .containsEntry("error_code", "explanation_missing_for_withdrawal");
        assertThat(error(newsroom.refused(new Command.Unpublish(tax, Map.of("type", "nonsense", "allow_draft", true)))))
                .containsEntry("error_code", "type_invalid");
        assertThat(newsroom.refused(new Command.Unpublish(other, Map.of("type", "gone")))
                        .code())
                .isEqualTo(404);
        var _ = newsroom.done(new Command.Unpublish(tax, Map.of("type", "gone", "discard_drafts", true)));
        assertThat(newsroom.document(tax).draft()).isEmpty();
    }

    @Test
    void a_draft_is_unpublished_in_place_of_what_was_live() {
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.draft(tax, guide("/tax"));
        var _ = newsroom.done(new Command.Unpublish(tax, Map.of("type", "gone", "allow_draft", true)));

        assertThat(newsroom.document(tax).current().orElseThrow().version()).isEqualTo(2);
        assertThat(newsroom.document(tax).draft()).isEmpty();
        assertThat(newsroom.types()).endsWith("EditionSuperseded", "EditionUnpublished");
    }

    @Test
    void discarding_needs_a_draft() {
        assertThat(newsroom.refused(new Command.DiscardDraft(tax, Map.of())).code())
                .isEqualTo(404);
        var _ = newsroom.published(tax, guide("/tax"));
        assertThat(error(newsroom.refused(new Command.DiscardDraft(tax, Map.of()))))
                .containsEntry("error_code", "no_draft_to_discard");
        var _ = newsroom.draft(tax, guide("/tax"));
        var _ = newsroom.done(new Command.DiscardDraft(tax, Map.of()));
        assertThat(newsroom.document(tax).draft()).isEmpty();
        assertThat(newsroom.document(tax).lockVersion()).isEqualTo(3);
    }

    @Test
    void republishing_needs_something_live() {
        assertThat(newsroom.refused(new Command.Republish(tax, Map.of())).code())
                .isEqualTo(404);
        var _ = newsroom.published(tax, guide("/tax"));
        var _ = newsroom.done(new Command.Republish(tax, Map.of()));
        assertThat(newsroom.types()).endsWith("EditionRepublished");
    }

    @Test
    void links_are_replaced_by_type() {
        var _ = newsroom.done(new Command.PatchLinkSet(
                tax, Map.of("links", Map.of("taxons", List.of(other.toString(), other.toString())))));
        Map<String, Object> links = newsroom.done(new Command.PatchLinkSet(
                tax, Map.of("links", Map.of("organisations", List.of(tax.toString())), "previous_version", 1L)));

        assertThat(links)
                .containsEntry("version", 2L)
                .containsEntry("links", Map.of("taxons", List.of(other), "organisations", List.of(tax)));
        assertThat(newsroom.refused(new Command.PatchLinkSet(
                                tax, Map.of("links", Map.of("taxons", List.of()), "previous_version", 1L)))
                        .code())
                .isEqualTo(409);
        assertThat(error(newsroom.refused(new Command.PatchLinkSet(tax, Map.of()))))
                .containsEntry("error_code", "links_missing");
        assertThat(newsroom.done(new Command.PatchLinkSet(tax, Map.of("links", Map.of("taxons", List.of())))))
                .containsEntry("links", Map.of("organisations", List.of(tax)));
    }

    @Test
    void what_does_not_fit_its_schema_is_told_as_an_array() {
        Refused refused = newsroom.refused(new Command.PutContent(tax, with(guide("/tax"), "titel", "x", "title", 1L)));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.body()).isInstanceOf(List.class);
        assertThat(Json.objects(refused.body()))
                .anySatisfy(wrong -> assertThat(wrong)
                        .containsEntry("fragment", "#/title")
                        .containsEntry("failed_attribute", "TypeV4"))
                .anySatisfy(wrong -> assertThat(wrong)
                        .containsEntry("fragment", "#/")
                        .containsEntry("failed_attribute", "AdditionalProperties"));
    }

    @Test
    void govspeak_is_rendered_beside_what_was_sent() {
        Map<String, Object> part = Map.of(
                "title",
                "One",
                "slug",
                "one",
                "body",
                List.of(Map.of("content_type", "text/govspeak", "content", "# Hello")));
        var _ = newsroom.draft(tax, with(guide("/tax"), "details", Map.of("parts", List.of(part))));

        assertThat(newsroom.document(tax).draft().orElseThrow().fields().toString())
                .contains("text/govspeak")
                .contains("<h1 id=\"hello\">Hello</h1>");
    }
}
