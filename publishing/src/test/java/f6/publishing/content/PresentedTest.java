package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.command.Command;
import f6.publishing.document.Edition.ContentStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PresentedTest {
    private final Desk desk = new Desk();
    private final UUID page = UUID.randomUUID();

    private String title(ContentStore store, String path) {
        return desk.item(store, path)
                .map(item -> String.valueOf(item.fields().get("title")))
                .orElse("nothing");
    }

    @Test
    void a_draft_is_in_the_draft_store_only_until_it_is_published() {
        desk.drafts(page, "/vat", "VAT");
        assertThat(title(ContentStore.DRAFT, "/vat")).isEqualTo("VAT");
        assertThat(title(ContentStore.LIVE, "/vat")).isEqualTo("nothing");

        var _ = desk.publishes(page);
        assertThat(title(ContentStore.DRAFT, "/vat")).isEqualTo("VAT");
        assertThat(title(ContentStore.LIVE, "/vat")).isEqualTo("VAT");

        desk.drafts(page, "/vat", "VAT, second edition");
        assertThat(title(ContentStore.DRAFT, "/vat")).isEqualTo("VAT, second edition");
        assertThat(title(ContentStore.LIVE, "/vat")).isEqualTo("VAT");

        desk.discards(page);
        assertThat(title(ContentStore.DRAFT, "/vat")).isEqualTo("VAT");
    }

    @Test
    void an_item_has_the_public_fields_of_its_edition_and_none_of_the_internal_ones() {
        desk.drafts(page, "/vat", "VAT", Map.of("locale", "cy", "description", "Rates"));
        var _ = desk.does(new Command.Publish(page, Map.of("locale", "cy")));

        Map<String, @Nullable Object> item =
                desk.item(ContentStore.LIVE, "/vat").orElseThrow().fields();
        assertThat(item)
                .containsEntry("content_id", page.toString())
                .containsEntry("locale", "cy")
                .containsEntry("description", "Rates")
                .containsEntry("schema_name", "generic")
                .containsEntry("document_type", "guidance")
                .containsEntry("phase", "live")
                .containsEntry("publishing_request_id", "request-1")
                .containsEntry("first_published_at", "2026-03-04T05:06:07.891Z")
                .containsEntry("expanded_links", Map.of());
        assertThat(item.keySet())
                .doesNotContain("update_type", "last_edited_at", "published_at", "access_limited", "auth_bypass_ids");
        assertThat(Item.FIELDS).containsAll(item.keySet());
        assertThat(String.valueOf(item.get("details"))).contains("text/html").contains("<h1");
    }

    @Test
    void a_limited_draft_says_who_may_see_it_and_a_live_edition_does_not() {
        String bypass = UUID.randomUUID().toString();
        desk.drafts(
                page,
                "/secret",
                "Secret",
                Map.of("access_limited", Map.of("users", List.of("anna")), "auth_bypass_ids", List.of(bypass)));

        assertThat(desk.item(ContentStore.DRAFT, "/secret").orElseThrow().fields())
                .containsEntry("access_limited", Map.of("users", List.of("anna"), "organisations", List.of()))
                .containsEntry("auth_bypass_ids", List.of(bypass));
        var _ = desk.publishes(page);
        assertThat(desk.item(ContentStore.LIVE, "/secret").orElseThrow().fields())
                .doesNotContainKeys("access_limited", "auth_bypass_ids");
        assertThat(Access.isLimited(desk.item(ContentStore.DRAFT, "/secret").orElseThrow()))
                .isFalse();
    }

    @Test
    void what_is_gone_leaves_an_item_that_says_so() {
        UUID silent = desk.publishes("/silent", "Silent");
        UUID explained = desk.publishes("/explained", "Explained");
        desk.unpublishes(silent, Map.of("type", "gone"));
        desk.unpublishes(explained, Map.of("type", "gone", "explanation", "Out of date", "alternative_path", "/new"));

        Item gone = desk.item(ContentStore.LIVE, "/silent").orElseThrow();
        assertThat(gone.isGone()).isTrue();
        assertThat(gone.fields())
                .containsEntry("schema_name", "gone")
                .containsEntry("public_updated_at", "2026-03-04T05:06:07Z")
                .containsEntry("routes", List.of(Map.of("path", "/silent", "type", "exact")))
                .doesNotContainKeys("title", "content_id");
        Item said = desk.item(ContentStore.LIVE, "/explained").orElseThrow();
        assertThat(said.isGone()).isFalse();
        assertThat(said.fields())
                .containsEntry("details", Map.of("explanation", "Out of date", "alternative_path", "/new"));
    }

    @Test
    void a_redirect_a_withdrawal_and_what_vanished_are_each_as_they_are_to_be() {
        UUID moved = desk.publishes("/moved", "Moved");
        UUID withdrawn = desk.publishes("/withdrawn", "Withdrawn");
        UUID vanished = desk.publishes("/vanished", "Vanished");
        desk.unpublishes(moved, Map.of("type", "redirect", "alternative_path", "/new"));
        desk.unpublishes(
                withdrawn,
                Map.of("type", "withdrawal", "explanation", "Old", "unpublished_at", "2020-01-02T03:04:05.678Z"));
        desk.unpublishes(vanished, Map.of("type", "vanish"));

        Item redirect = desk.item(ContentStore.LIVE, "/moved").orElseThrow();
        assertThat(redirect.schemaName()).isEqualTo("redirect");
        assertThat(redirect.routes()).containsExactly(new Item.Route("/moved", true));
        assertThat(desk.item(ContentStore.LIVE, "/withdrawn").orElseThrow().fields())
                .containsEntry("title", "Withdrawn")
                .containsEntry(
                        "withdrawn_notice", Map.of("explanation", "Old", "withdrawn_at", "2020-01-02T03:04:05Z"));
        assertThat(desk.item(ContentStore.LIVE, "/vanished")).isEmpty();
        assertThat(desk.item(ContentStore.DRAFT, "/vanished")).isEmpty();
    }

    @Test
    void a_page_that_moves_leaves_a_redirect_in_each_store_when_it_is_there() {
        UUID moving = desk.publishes("/old", "Moving");
        desk.drafts(moving, "/new", "Moved");
        assertThat(desk.item(ContentStore.DRAFT, "/old").orElseThrow().schemaName())
                .isEqualTo("redirect");
        assertThat(title(ContentStore.DRAFT, "/new")).isEqualTo("Moved");
        assertThat(title(ContentStore.LIVE, "/old")).isEqualTo("Moving");
        assertThat(title(ContentStore.LIVE, "/new")).isEqualTo("nothing");

        var _ = desk.publishes(moving);
        assertThat(desk.item(ContentStore.LIVE, "/old").orElseThrow().schemaName())
                .isEqualTo("redirect");
        assertThat(title(ContentStore.LIVE, "/new")).isEqualTo("Moved");
    }
}
