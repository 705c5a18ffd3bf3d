package f6.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What readers may see, for how long they may keep it, and how it is shown.
class ReadingTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private static Item item(Map<String, ?> more) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(more);
        fields.put("base_path", "/a");
        return new Item(fields);
    }

    private static Visitor visitor(@Nullable String user, @Nullable String organisation, @Nullable String bypass) {
        return new Visitor(Optional.ofNullable(user), Optional.ofNullable(organisation), Optional.ofNullable(bypass));
    }

    private static final Item OPEN = item(Map.of(
            "auth_bypass_ids",
            List.of("own"),
            "expanded_links",
            Map.of("related", List.of(Map.of("auth_bypass_ids", List.of("linked"))))));
    private static final Item LIMITED = item(Map.of(
            "access_limited",
            Map.of("users", List.of("anna"), "organisations", List.of("treasury")),
            "auth_bypass_ids",
            List.of("own"),
            "expanded_links",
            Map.of("related", List.of(Map.of("auth_bypass_ids", List.of("linked"))))));

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            anna,    -,        -,      true
            bert,    -,        -,      false
            -,       treasury, -,      true
            bert,    treasury, -,      true
            bert,    health,   -,      false
            invalid, invalid,  -,      false
            -,       -,        -,      false
            -,       -,        own,    true
            bert,    -,        own,    true
            -,       -,        linked, false
            -,       -,        other,  false
            """)
    void a_limited_item_is_for_those_it_names(
            @Nullable String user, @Nullable String organisation, @Nullable String bypass, boolean may) {
        assertThat(Access.canView(LIMITED, visitor(user, organisation, bypass))).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,       -,      true
            anna,    -,      true
            anna,    other,  true
            -,       own,    true
            -,       linked, true
            -,       other,  false
            invalid, other,  false
            """)
    void an_open_item_is_for_all_but_those_who_have_a_link_to_another_draft(
            @Nullable String user, @Nullable String bypass, boolean may) {
        assertThat(Access.canView(OPEN, visitor(user, null, bypass))).isEqualTo(may);
    }

    private static Optional<PublishIntent> intent(Duration from) {
        return Optional.of(
                PublishIntent.of("/a", Map.of("publish_time", NOW.plus(from).toString(), "rendering_app", "frontend")));
    }

    private static String cached(Optional<Item> item, Optional<PublishIntent> intent, Visitor visitor) {
        return Caching.of(item, intent, visitor, NOW).header();
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 300", "PT2M, 120", "PT1S, 5", "PT-4M, 5", "PT-5M, 300", "PT-1H, 300"})
    void nobody_keeps_a_page_past_the_time_that_it_is_to_be_published_at(Duration from, int seconds) {
        String expected = "max-age=%d, public".formatted(seconds);
        assertThat(cached(Optional.of(OPEN), intent(from), Visitor.ANYONE)).isEqualTo(expected);
        assertThat(cached(Optional.empty(), intent(from), Visitor.ANYONE)).isEqualTo(expected);
    }

    @Test
    void a_page_may_say_how_long_it_is_kept_within_limits() {
        assertThat(cached(
                        Optional.of(item(Map.of("details", Map.of("max_cache_time", 20)))),
                        Optional.empty(),
                        Visitor.ANYONE))
                .isEqualTo("max-age=20, public");
        assertThat(cached(
                        Optional.of(item(Map.of("details", Map.of("max_cache_time", 0)))),
                        Optional.empty(),
                        Visitor.ANYONE))
                .isEqualTo("max-age=5, public");
        assertThat(cached(
                        Optional.of(item(Map.of("details", Map.of("max_cache_time", "soon")))),
                        Optional.empty(),
                        Visitor.ANYONE))
                .isEqualTo("max-age=300, public");
        assertThat(cached(Optional.empty(), Optional.empty(), Visitor.ANYONE)).isEqualTo("max-age=300, public");
    }

    @Test
    void what_is_not_for_all_is_kept_for_nobody_else() {
        assertThat(cached(Optional.of(LIMITED), intent(Duration.ofHours(1)), Visitor.ANYONE))
                .isEqualTo("max-age=5, private");
        assertThat(cached(Optional.of(OPEN), Optional.empty(), visitor(null, null, "own")))
                .isEqualTo("max-age=5, private");
    }

    @Test
    void readers_are_shown_html_links_with_addresses_and_every_public_field_in_order() {
        Item item = item(Map.of(
                "title",
                "A",
                "access_limited",
                Map.of("users", List.of("anna")),
                "description",
                List.of(Map.of("content_type", "text/html", "content", "Short")),
                "details",
                Map.of(
                        "z",
                        List.of(Map.of("b", 1, "a", 2), List.of("plain")),
                        "body",
                        List.of(
                                Map.of("content_type", "text/govspeak", "content", "# A"),
                                Map.of("content_type", "text/html", "content", "<h1>A</h1>")),
                        "attachments",
                        List.of(Map.of("content_type", "image/png", "url", "/x.png"))),
                "expanded_links",
                Map.of(
                        "related",
                        List.of(Map.of(
                                "base_path",
                                "/b",
                                "auth_bypass_ids",
                                List.of("own"),
                                "links",
                                Map.of("parent", List.of(Map.of("base_path", "/c"))))))));
        Map<String, @Nullable Object> shown = new PublicItem("https://www.example.org")
                .of(new ContentStore.Stored(item, 7, Instant.parse("2026-03-04T05:06:07Z")));

        assertThat(List.copyOf(shown.keySet()))
                .isSorted()
                .contains("analytics_identifier", "publishing_scheduled_at", "withdrawn_notice")
                .doesNotContain("access_limited", "payload_version", "redirects", "expanded_links");
        assertThat(shown)
                .containsEntry("locale", "en")
                .containsEntry("phase", "live")
                .containsEntry("updated_at", "2026-03-04T05:06:07.000Z")
                .containsEntry("description", "Short")
                .containsEntry("content_id", null);
        assertThat(shown.get("details"))
                .hasToString("{attachments=[{content_type=image/png, url=/x.png}], body=<h1>A</h1>,"
                        + " z=[{a=2, b=1}, [plain]]}");
        assertThat(shown.get("links"))
                .hasToString("{related=[{api_path=/api/content/b, api_url=https://www.example.org/api/content/b,"
                        + " base_path=/b, links={parent=[{api_path=/api/content/c,"
                        + " api_url=https://www.example.org/api/content/c, base_path=/c, links={},"
                        + " web_url=https://www.example.org/c}]}, web_url=https://www.example.org/b}]}");
    }

    @Test
    void items_that_say_the_same_have_the_same_hash_however_it_is_written() {
        Item one = item(Map.of("details", Map.of("n", 1, "d", new BigDecimal("2.50"), "t", "x")));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("t", "x");
        details.put("d", 2.5);
        details.put("n", 1L);
        assertThat(item(Map.of("details", details, "payload_version", 7)).hash())
                .isEqualTo(one.hash());
        details.put("n", "1");
        assertThat(item(Map.of("details", details)).hash()).isNotEqualTo(one.hash());
    }
}
