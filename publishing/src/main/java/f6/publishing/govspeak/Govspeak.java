package f6.publishing.govspeak;

import f6.publishing.document.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/// GOV.UK's dialect of Markdown as HTML: the Markdown core, tables, and the blocks that [Block] lists. What else
/// govspeak knows passes as the text it is. HTML in the text is text too.
public final class Govspeak {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(_ -> (node, _, attributes) -> {
                if (node instanceof Link link) {
                    attributes.remove("rel");
                    if (isElsewhere(link.getDestination())) {
                        attributes.put("rel", "external");
                    }
                }
            })
            .build();
    private static final String TYPE = "content_type";

    private Govspeak() {}

    /// What stands between two marks: on one line, or on lines of their own.
    private enum Block {
        CALL_TO_ACTION("\\$CTA", true, "<div class=\"call-to-action\">"),
        ADDRESS("\\$A", true, "<div class=\"address\">"),
        CONTACT("\\$C", true, "<div class=\"contact\" role=\"region\" aria-label=\"Contact\">"),
        EXAMPLE("\\$E", true, "<div class=\"example\">"),
        INFORMATION(
                "\\^",
                false,
                "<div role=\"note\" aria-label=\"Information\" class=\"application-notice info-notice\">"),
        WARNING("%", false, "<div role=\"note\" aria-label=\"Warning\" class=\"application-notice help-notice\">");

        /// Each block is a group of its own, by its name without underscores.
        private static final Pattern ANY = Pattern.compile(
                Arrays.stream(values()).map(Block::pattern).collect(Collectors.joining("|")), Pattern.DOTALL);

        private final String mark;
        private final boolean ofLines;
        private final String opening;

        Block(String mark, boolean ofLines, String opening) {
            this.mark = mark;
            this.ofLines = ofLines;
            this.opening = opening;
        }

        private String group() {
            return name().replace("_", "");
        }

        private String pattern() {
            String between =
                    ofLines ? "[ \\t]*\\n(?<%s>.*?)\\n".formatted(group()) : "(?<%s>[^\\n]+?)".formatted(group());
            return "(?:(?<=\\n)|\\A)" + mark + between + mark + "[ \\t]*(?=\\n|\\z)";
        }
    }

    /// A text as HTML.
    public static String html(String text) {
        String unix = text.replace("\r\n", "\n");
        List<String> parts = new ArrayList<>();
        Matcher matcher = Block.ANY.matcher(unix);
        int done = 0;
        while (matcher.find()) {
            parts.add(markdown(unix.substring(done, matcher.start())));
            for (Block block : Block.values()) {
                String inner = matcher.group(block.group());
                if (inner != null) {
                    // A block ends at the next mark of its kind, so blocks nest no deeper than there are kinds.
                    parts.add(block.opening + "\n" + html(inner.strip()) + "</div>\n");
                }
            }
            done = matcher.end();
        }
        parts.add(markdown(unix.substring(done)));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String markdown(String text) {
        return text.isBlank() ? "" : RENDERER.render(PARSER.parse(text));
    }

    private static boolean isElsewhere(String destination) {
        try {
            String host = new URI(destination).getHost();
            return host != null && !host.equals("www.gov.uk");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// The details of an edition, with HTML beside each text that is there as govspeak and not as HTML.
    public static Object rendered(Object details) {
        return switch (details) {
            case List<?> list when isGovspeak(list) -> withHtml(list);
            case List<?> list -> list.stream().map(Govspeak::renderedOrNull).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((name, value) -> members.put(String.valueOf((Object) name), renderedOrNull(value)));
                yield members;
            }
            default -> details;
        };
    }

    private static @Nullable Object renderedOrNull(@Nullable Object value) {
        return value == null ? null : rendered(value);
    }

    private static boolean isGovspeak(List<?> list) {
        List<Map<String, @Nullable Object>> renderings = Json.objects(list);
        return !list.isEmpty()
                && renderings.size() == list.size()
                && count(renderings, "text/govspeak") == 1
                && count(renderings, "text/html") == 0;
    }

    private static long count(List<Map<String, @Nullable Object>> renderings, String type) {
        return renderings.stream().filter(one -> type.equals(one.get(TYPE))).count();
    }

    private static List<Object> withHtml(List<?> list) {
        List<Object> all = new ArrayList<>(Json.objects(list));
        Json.objects(list).stream()
                .filter(one -> "text/govspeak".equals(one.get(TYPE)))
                .findFirst()
                .ifPresent(one -> {
                    Map<String, Object> html = new LinkedHashMap<>();
                    html.put(TYPE, "text/html");
                    html.put("content", html(String.valueOf(one.get("content"))));
                    all.add(html);
                });
        return all;
    }
}
