package f6.web.publishing;

import f6.publishing.view.Views;
import f6.publishing.view.Views.Edge;
import f6.publishing.view.Views.EditionsPage;
import f6.publishing.view.Views.EditionsQuery;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All editions, page by page in the order of a key.
final class EditionsEndpoint {
    private static final String ID = "id";
    private static final Set<String> KEYS = Set.of("updated_at", "public_updated_at", "created_at", ID);
    /// Unless others are asked for: what an edition itself has.
    private static final List<String> SHOWN = List.of(
            "analytics_identifier",
            "auth_bypass_ids",
            "base_path",
            "content_id",
            "content_store",
            "created_at",
            "description",
            "details",
            "document_type",
            "first_published_at",
            "last_edited_at",
            "last_edited_by_editor_id",
            "locale",
            "major_published_at",
            "phase",
            "public_updated_at",
            "published_at",
            "publishing_api_first_published_at",
            "publishing_api_last_edited_at",
            "publishing_app",
            "redirects",
            "rendering_app",
            "routes",
            "schema_name",
            "state",
            "title",
            "update_type",
            "updated_at",
            "user_facing_version");

    private static final List<String> ASKED = Stream.of(SHOWN, Views.FIELDS, Views.MORE_FIELDS)
            .flatMap(List::stream)
            .distinct()
            .toList();
    private static final int BAD_REQUEST = 400;
    private static final int PER_PAGE = 100;
    private static final int MAX_PER_PAGE = 10_000;
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Views views;

    EditionsEndpoint(Views views) {
        this.views = views;
    }

    void routes(Routes routes) {
        routes.get("/v2/editions", this::list);
    }

    private Answered list(Asked asked) {
        Parameters parameters = asked.parameters();
        List<String> fields = parameters.list("fields").isEmpty() ? SHOWN : Fields.of(parameters, ASKED);
        String order = parameters.text("order").orElse("updated_at");
        boolean descending = order.startsWith("-");
        String key = descending ? order.substring(1) : order;
        if (!KEYS.contains(key)) {
            throw Rejected.of(BAD_REQUEST, "Invalid order: " + key);
        }
        Optional<String> before = parameters.text("before");
        Optional<String> after = parameters.text("after");
        if (before.isPresent() && after.isPresent()) {
            throw Rejected.invalid("before", "and after cannot both be present");
        }
        EditionsPage page = views.editions(new EditionsQuery(
                fields,
                key,
                descending,
                before.map(text -> edge("before", text, key)).or(() -> after.map(text -> edge("after", text, key))),
                before.isPresent(),
                parameters.set("document_types"),
                parameters.text("locale"),
                parameters.text("publishing_app"),
                ContentEndpoint.states(parameters),
                parameters.number("per_page", PER_PAGE, 1, MAX_PER_PAGE)));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(
                "links",
                PageLinks.keyed(
                        asked.url(),
                        page.first().filter(_ -> page.hasBefore()).map(edge -> text(edge, key)),
                        page.last().filter(_ -> page.hasAfter()).map(edge -> text(edge, key))));
        body.put("results", page.rows());
        return Answered.ok(body);
    }

    /// `value,id`, or the id alone.
    private static Edge edge(String parameter, String text, String key) {
        String[] parts = text.split(",", -1);
        try {
            if (key.equals(ID) && parts.length == 1) {
                return new Edge(text, Long.parseLong(text));
            }
            if (parts.length == 2) {
                long id = Long.parseLong(parts[1]);
                return new Edge(
                        key.equals(ID)
                                ? parts[1]
                                : MICROSECONDS.format(OffsetDateTime.parse(parts[0].replace(' ', '+'))
                                        .toInstant()),
                        id);
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw Rejected.invalid(parameter, "is not the edge of a page: a moment and an id, or an id");
        }
        throw Rejected.invalid(parameter, "is not the edge of a page: a moment and an id, or an id");
    }

    private static String text(Edge edge, String key) {
        return key.equals(ID) ? String.valueOf(edge.id()) : edge.value() + "," + edge.id();
    }
}
