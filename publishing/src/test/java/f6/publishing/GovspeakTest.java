package f6.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.govspeak.Govspeak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovspeakTest {
    @Test
    void markdown_is_html() {
        assertThat(Govspeak.html("## Who pays\n\n* you\n* me\n"))
                .isEqualTo("<h2 id=\"who-pays\">Who pays</h2>\n<ul>\n<li>you</li>\n<li>me</li>\n</ul>\n");
    }

    @Test
    void tables_are_html() {
        assertThat(Govspeak.html("| a | b |\n|---|---|\n| 1 | 2 |\n"))
                .contains("<table>")
                .contains("<td>2</td>");
    }

    @Test
    void blocks_stand_where_they_are_marked() {
        assertThat(Govspeak.html("before\n\n^Mind this.^\n\nafter\n"))
                .isEqualTo("<p>before</p>\n\n<div role=\"note\" aria-label=\"Information\""
                        + " class=\"application-notice info-notice\">\n<p>Mind this.</p>\n</div>\n\n<p>after</p>\n");
        assertThat(Govspeak.html("$CTA\n[Pay](/pay)\n$CTA\n"))
                .isEqualTo("<div class=\"call-to-action\">\n<p><a href=\"/pay\">Pay</a></p>\n</div>\n");
        assertThat(Govspeak.html("%Danger%")).contains("help-notice").contains("Danger");
    }

    @Test
    void what_is_not_known_stays_text() {
        assertThat(Govspeak.html("{::highlight-answer}x{/highlight-answer}\n\n[Image: a.png]"))
                .contains("{::highlight-answer}x{/highlight-answer}")
                .contains("[Image: a.png]");
    }

    @Test
    void html_and_script_are_text() {
        assertThat(Govspeak.html("<script>alert(1)</script> [x](javascript:alert(1))"))
                .doesNotContain("<script>")
                .doesNotContain("href=\"javascript")
                .contains("&lt;script&gt;");
    }

    @Test
    void links_to_elsewhere_say_so() {
        assertThat(Govspeak.html("[a](https://example.org) [b](https://www.gov.uk/x) [c](/y)"))
                .contains("<a href=\"https://example.org\" rel=\"external\">")
                .contains("<a href=\"https://www.gov.uk/x\">")
                .contains("<a href=\"/y\">");
    }

    @Test
    void many_blocks_need_no_depth() {
        assertThat(Govspeak.html("^x^\n\n".repeat(20_000))).endsWith("</div>\n");
    }

    @Test
    void only_what_has_no_html_yet_is_rendered() {
        Map<String, Object> html = Map.of("content_type", "text/html", "content", "<p>own</p>");
        Map<String, Object> govspeak = Map.of("content_type", "text/govspeak", "content", "hello");

        assertThat(Govspeak.rendered(Map.of("body", List.of(govspeak, html))))
                .isEqualTo(Map.of("body", List.of(govspeak, html)));
        assertThat(Govspeak.rendered(Map.of("body", List.of(govspeak))))
                .isEqualTo(Map.of(
                        "body", List.of(govspeak, Map.of("content_type", "text/html", "content", "<p>hello</p>\n"))));
    }
}
