package f6.web.publishing;

import f6.publishing.document.Edition.State;
import f6.publishing.view.Views;
import f6.publishing.view.Views.Edge;
import f6.publishing.view.Views.EditionsPage;
import f6.publishing.view.Views.EditionsQuery;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
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
    private static final List<String> SHOWN =
            Stream.concat(Views.FIELDS.stream(), Stream.of("created_at", ID)).toList();
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
        String order = parameters.text("order").orElse("updated_at");
        boolean descending = order.startsWith("-");
        String key = descending ? order.substring(1) : order;
        if (!KEYS.contains(key)) {
            throw Rejected.unprocessable("Invalid order field: " + order, "order_field_invalid");
        }
        Optional<String> before = parameters.text("before");
        Optional<String> after = parameters.text("after");
        if (before.isPresent() && after.isPresent()) {
            throw Rejected.invalid("before", "and after cannot both be present");
        }
        EditionsPage page = views.editions(new EditionsQuery(
                Fields.of(parameters, SHOWN),
                key,
                descending,
                before.map(text -> edge("before", text, key)).or(() -> after.map(text -> edge("after", text, key))),
                before.isPresent(),
                parameters.set("document_types"),
                parameters.text("locale"),
                parameters.text("publishing_app"),
                ContentEndpoint.states(parameters, EnumSet.allOf(State.class)),
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
