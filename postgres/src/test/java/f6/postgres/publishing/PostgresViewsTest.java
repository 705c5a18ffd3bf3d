package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.document;
import static f6.postgres.publishing.Platform.guide;
import static f6.postgres.publishing.Platform.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.InvalidValue;
import f6.postgres.TestServer;
import f6.publishing.command.Command;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views;
import f6.publishing.view.Views.ContentPage;
import f6.publishing.view.Views.ContentQuery;
import f6.publishing.view.Views.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresViewsTest {
    private static final Set<State> SHOWN = Set.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED);
    private static final ContentQuery ALL = new ContentQuery(
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("title", "base_path"),
            SHOWN,
            List.of("base_path", "publication_state"),
            List.of("base_path"),
            50,
            0);

    private final Platform platform = Platform.on(TestServer.freshSchema());
    private final Views views = platform.views;

    @AfterEach
    void close() {
        platform.close();
    }

    private Map<String, @Nullable Object> content(int number) {
        return views.content(document(number), Optional.empty()).orElseThrow();
    }

    private static List<@Nullable Object> values(ContentPage page, String field) {
        return page.rows().stream().map(row -> row.get(field)).toList();
    }

    @Test
    void a_draft_that_was_put_is_shown_as_it_was_put() {
        Map<String, @Nullable Object> guide = guide("/one", "details", Map.of("body", "<script>\"1\"</script>"));
        guide.put("links", Map.of("organisations", List.of(id(7).toString(), id(8).toString())));
        guide.put("change_note", "First");
        guide.put("public_updated_at", "2014-05-14T13:00:06+01:00");
        platform.put(1, guide);
        assertThat(content(1))
                .containsEntry("base_path", "/one")
                .containsEntry("title", "Title of /one")
                .containsEntry("details", Map.of("body", "<script>\"1\"</script>"))
                .containsEntry("publication_state", "draft")
                .containsEntry("content_store", "draft")
                .containsEntry("lock_version", 1L)
                .containsEntry("user_facing_version", 1L)
                .containsEntry("state_history", Map.of("1", "draft"))
                .containsEntry("change_note", "First")
                .containsEntry("public_updated_at", "2014-05-14T12:00:06Z")
                .containsEntry("updated_at", "2026-01-01T00:01:01.123Z")
                .containsEntry("last_edited_at", "2026-01-01T00:01:01Z")
                .containsEntry("links", Map.of("organisations", List.of(id(7).toString(), id(8).toString())))
                .containsEntry("warnings", Map.of())
                .doesNotContainKeys("unpublishing", "description");
    }

    @Test
    void the_draft_is_shown_before_what_is_live() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.put(1, guide("/one", "title", "Next"));
        assertThat(content(1)).containsEntry("title", "Next").containsEntry("publication_state", "draft");
        assertThat(content(1)).containsEntry("state_history", Map.of("1", "published", "2", "draft"));
        assertThat(views.content(document(1), Optional.of(ContentStore.LIVE)).orElseThrow())
                .containsEntry("title", "Title of /one")
                .containsEntry("publication_state", "published")
                .containsEntry("first_published_at", "2026-01-01T00:02:02Z");
        assertThat(views.content(document(2), Optional.empty())).isEmpty();
        assertThat(views.content(new DocumentKey(id(1), "cy"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void of_what_was_unpublished_is_shown_how() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.unpublish(1, Map.of("type", "gone", "explanation", "Over", "alternative_path", "/two"));
        assertThat(content(1)).containsEntry("publication_state", "unpublished");
        assertThat(content(1).get("unpublishing")).asString().contains("type=gone", "explanation=Over", "=/two");
    }

    @Test
    void a_draft_is_warned_of_what_is_live_at_its_path() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.put(2, guide("/one"));
        assertThat(content(2).get("warnings")).asString().contains("content_item_blocking_publish");
        platform.unpublish(1, Map.of("type", "gone"));
        assertThat(content(2)).containsEntry("warnings", Map.of());
    }

    private void fiveDocuments() {
        platform.put(1, guide("/one", "title", "An apple"));
        platform.publish(1);
        platform.put(1, guide("/one", "title", "A pear"));
        platform.put(2, guide("/two", "publishing_app", "whitehall"));
        platform.publish(2);
        platform.put(3, guide("/three", "details", Map.of("body", "Of 100% apples")));
        Map<String, @Nullable Object> welsh = guide("/four");
        welsh.put("locale", "cy");
        platform.put(4, welsh);
        Map<String, @Nullable Object> answer = guide("/five", "description", "What an Apple is");
        answer.put("document_type", "answer");
        answer.put("links", Map.of("parent", List.of(id(9).toString())));
        platform.put(5, answer);
        platform.link(2, "parent", id(9));
    }

    private ContentPage where(
            Optional<String> type,
            Optional<Link> link,
            Optional<String> locale,
            Optional<String> app,
            Set<State> states) {
        return views.content(new ContentQuery(
                type.map(Set::of).orElse(Set.of()),
                Set.of(),
                link,
                locale,
                app,
                Optional.empty(),
                List.of(),
                states,
                ALL.fields(),
                ALL.order(),
                50,
                0));
    }

    @Test
    void each_document_is_listed_once() {
        fiveDocuments();
        ContentPage page = views.content(ALL);
        assertThat(page.total()).isEqualTo(5);
        assertThat(values(page, "base_path")).containsExactly("/five", "/four", "/one", "/three", "/two");
        assertThat(values(page, "publication_state")).containsExactly("draft", "draft", "draft", "draft", "published");
    }

    @Test
    void filters_leave_what_they_say() {
        fiveDocuments();
        Optional<String> any = Optional.empty();
        assertThat(values(where(Optional.of("answer"), Optional.empty(), any, any, SHOWN), "base_path"))
                .containsExactly("/five");
        assertThat(values(where(any, Optional.empty(), Optional.of("cy"), any, SHOWN), "base_path"))
                .containsExactly("/four");
        assertThat(values(where(any, Optional.empty(), any, Optional.of("whitehall"), SHOWN), "base_path"))
                .containsExactly("/two");
        assertThat(values(where(any, Optional.empty(), any, any, Set.of(State.PUBLISHED)), "base_path"))
                .containsExactly("/one", "/two");
        assertThat(values(where(any, Optional.of(new Link("parent", id(9), false)), any, any, SHOWN), "base_path"))
                .containsExactly("/two");
        assertThat(values(where(any, Optional.of(new Link("parent", id(9), true)), any, any, SHOWN), "base_path"))
                .containsExactly("/five");
        assertThat(where(any, Optional.of(new Link("organisations", id(9), true)), any, any, SHOWN))
                .isEqualTo(new ContentPage(0, List.of()));
    }

    private ContentPage named(String... aliases) {
        return views.content(new ContentQuery(
                Set.of("answer", "guide"),
                Set.of(aliases),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SHOWN,
                List.of("base_path", "content_id_aliases"),
                ALL.order(),
                50,
                0));
    }

    @Test
    void content_is_found_by_the_names_that_it_was_given() {
        platform.put(1, guide("/one", "content_id_alias", "vat"));
        platform.put(1, guide("/one", "content_id_alias", "value-added-tax"));
        platform.put(2, guide("/two", "content_id_alias", "income-tax"));
        platform.put(3, guide("/three"));

        assertThat(values(named("vat"), "base_path")).containsExactly("/one");
        assertThat(values(named("value-added-tax", "income-tax"), "base_path")).containsExactly("/one", "/two");
        assertThat(values(named("vat"), "content_id_aliases")).containsExactly(List.of("value-added-tax", "vat"));
        assertThat(named("nobody").total()).isZero();
    }

    private List<@Nullable Object> found(String words, String... columns) {
        return values(
                views.content(new ContentQuery(
                        Set.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(words),
                        List.of(columns),
                        SHOWN,
                        ALL.fields(),
                        ALL.order(),
                        50,
                        0)),
                "base_path");
    }

    @Test
    void words_are_found_where_they_are_searched() {
        fiveDocuments();
        assertThat(found("APPLE", "title")).containsExactly("/one");
        assertThat(found("pear", "title", "base_path")).containsExactly("/one");
        assertThat(found("/f", "base_path")).containsExactly("/five", "/four");
        assertThat(found("apple", "description", "details.body")).containsExactly("/five", "/three");
        assertThat(found("100% a", "details.body")).containsExactly("/three");
        assertThat(found("1%s", "details.body")).isEmpty();
        assertThat(found("' OR true --", "title")).isEmpty();
        assertThatThrownBy(() -> found("x", "title) OR (true")).isInstanceOf(InvalidValue.class);
    }

    private ContentPage ordered(int limit, long offset, String... order) {
        return views.content(new ContentQuery(
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SHOWN,
                ALL.fields(),
                List.of(order),
                limit,
                offset));
    }

    @Test
    void pages_follow_the_order() {
        fiveDocuments();
        assertThat(values(ordered(50, 0, "-base_path"), "base_path"))
                .containsExactly("/two", "/three", "/one", "/four", "/five");
        assertThat(values(ordered(2, 0, "document_type", "-updated_at"), "base_path"))
                .containsExactly("/five", "/four");
        assertThat(values(ordered(2, 2, "document_type", "-updated_at"), "base_path"))
                .containsExactly("/three", "/two");
        assertThat(ordered(2, 2, "id").total()).isEqualTo(5);
        assertThat(ordered(2, 10, "id")).isEqualTo(new ContentPage(5, List.of()));
        assertThatThrownBy(() -> ordered(2, 0, "title; DROP TABLE x")).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "base_path",
                "content_id",
                "document_type",
                "format",
                "last_edited_at",
                "locale",
                "public_updated_at",
                "publishing_app",
                "rendering_app",
                "updated_at"
            })
    void whatever_they_are_ordered_by_all_are_there(String column) {
        fiveDocuments();
        assertThat(values(ordered(50, 0, column), "base_path")).hasSize(5).doesNotHaveDuplicates();
        assertThat(values(ordered(50, 0, "-" + column), "base_path")).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void link_sets_are_shown_with_their_versions() {
        platform.put(1, guide("/one"));
        platform.link(2, "organisations", id(8), id(7));
        platform.link(2, "parent", id(6));
        assertThat(views.linkSet(id(1)).orElseThrow())
                .isEqualTo(Map.of("content_id", id(1).toString(), "links", Map.of(), "version", 0L));
        assertThat(views.linkSet(id(2)).orElseThrow().get("links"))
                .isEqualTo(Map.of(
                        "organisations",
                        List.of(id(8).toString(), id(7).toString()),
                        "parent",
                        List.of(id(6).toString())));
        assertThat(views.linkSet(id(3))).isEmpty();
        Map<UUID, Map<String, @Nullable Object>> many = views.linkSets(List.of(id(2), id(3)));
        assertThat(many.get(id(2))).containsEntry("version", 2L);
        assertThat(many.get(id(3))).isEqualTo(Map.of("links", Map.of(), "version", 0L));
    }

    @Test
    void linkables_are_named_as_editors_name_them() {
        platform.put(2, guide("/two", "details", Map.of("internal_name", "Two, internally")));
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.put(1, guide("/one", "title", "Draft"));
        assertThat(views.linkables("guide")).hasSize(2);
        assertThat(views.linkables("guide").getFirst())
                .containsEntry("content_id", id(1).toString())
                .containsEntry("title", "Title of /one")
                .containsEntry("publication_state", "published")
                .containsEntry("internal_name", "Title of /one");
        assertThat(views.linkables("guide").getLast())
                .containsEntry("publication_state", "draft")
                .containsEntry("internal_name", "Two, internally");
        assertThat(views.linkables("answer")).isEmpty();
    }

    @Test
    void what_links_to_content_is_listed_by_type() {
        platform.put(1, guide("/one"));
        platform.put(2, guide("/two"));
        platform.link(2, "parent", id(1));
        platform.link(3, "parent", id(1));
        assertThat(views.linked(id(1), "parent", List.of("base_path")).orElseThrow())
                .containsExactly(Map.of("base_path", "/two"));
        assertThat(views.linked(id(1), "organisations", List.of("base_path")).orElseThrow())
                .isEmpty();
        assertThat(views.linked(id(9), "parent", List.of("base_path"))).isEmpty();
    }

    @Test
    void changes_of_links_are_told_latest_first() {
        platform.put(1, guide("/one"));
        platform.link(1, "parent", id(5), id(6));
        platform.link(1, "parent", id(6), id(7));
        platform.link(2, "taxons", id(1));
        List<Map<String, @Nullable Object>> changes = views.linkChanges(Set.of("parent"), Set.of(), Set.of(), Set.of());
        assertThat(changes.stream().map(change -> change.get("change")).toList())
                .containsExactly("add", "remove", "add", "add");
        assertThat(changes.getFirst()).containsEntry("user_uid", "an-editor").containsEntry("link_type", "parent");
        assertThat(changes.getFirst().get("source")).isEqualTo(known("Title of /one", "/one", id(1)));
        assertThat(changes.getFirst().get("target")).isEqualTo(known(null, null, id(7)));
        assertThat(views.linkChanges(Set.of("parent", "taxons"), Set.of(id(2)), Set.of(), Set.of()))
                .hasSize(1);
        assertThat(views.linkChanges(Set.of("parent", "taxons"), Set.of(), Set.of(id(6)), Set.of()))
                .hasSize(1);
        assertThat(views.linkChanges(Set.of("parent"), Set.of(), Set.of(), Set.of("another")))
                .isEmpty();
    }

    private static Map<String, @Nullable Object> known(@Nullable String title, @Nullable String path, UUID id) {
        Map<String, @Nullable Object> known = new java.util.HashMap<>();
        known.put("title", title);
        known.put("base_path", path);
        known.put("content_id", id.toString());
        return known;
    }

    @Test
    void paths_are_looked_up() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.put(2, guide("/two"));
        platform.put(3, guide("/three"));
        platform.publish(3);
        platform.unpublish(3, Map.of("type", "gone"));
        List<String> paths = List.of("/one", "/two", "/three", "/four");
        assertThat(views.byBasePath(paths, false, Set.of(), Set.of()))
                .isEqualTo(Map.of("/one", id(1), "/three", id(3)));
        assertThat(views.byBasePath(paths, true, Set.of("gone"), Set.of()))
                .isEqualTo(Map.of("/one", id(1), "/two", id(2)));
        assertThat(views.byBasePath(paths, true, Set.of(), Set.of("guide"))).isEmpty();
    }

    @Test
    void an_intent_is_shown_until_it_is_deleted() {
        Map<String, @Nullable Object> payload = Map.of(
                "publishing_app", "publisher", "rendering_app", "frontend", "publish_time", "2030-01-01T00:00:00Z");
        var _ = platform.done(new Command.PutPublishIntent("/one", payload));
        assertThat(views.publishIntent("/one").orElseThrow()).containsEntry("publish_time", "2030-01-01T00:00:00Z");
        var _ = platform.done(new Command.DeletePublishIntent("/one", Map.of("publishing_app", "publisher")));
        assertThat(views.publishIntent("/one")).isEmpty();
    }
}
