package f6.web.publishing;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views;
import f6.publishing.view.Views.ContentPage;
import f6.publishing.view.Views.ContentQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Editions, one or many.
final class ContentEndpoint {
    /// As the original lists them to who asks for another.
    private static final List<String> ORDERS = List.of(
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
            "updated_at");
    /// Those of a list.
    private static final List<String> ASKED =
            Stream.concat(Views.FIELDS.stream(), Views.MORE_FIELDS.stream()).toList();
    /// A member of the details; the length keeps the statement small.
    private static final Pattern OF_DETAILS = Pattern.compile("details\\.[^.]{1,255}");

    private static final Set<String> SEARCHED = Set.of("title", "base_path", "description");
    private static final int PER_PAGE = 50;
    /// As many as applications ask for to fetch all of a kind.
    private static final int MAX_PER_PAGE = 10_000;
    private static final int MAX_NUMBER = 1_000_000;

    private final Views views;

    ContentEndpoint(Views views) {
        this.views = views;
    }

    void routes(Routes routes) {
        routes.get("/v2/content", this::list);
        routes.get("/v2/linkables", asked -> {
            String type = asked.parameters().required("document_type");
            return Answered.ok(views.linkables(type));
        });
        routes.post("/lookup-by-base-path", this::lookup);
    }

    /// The edition that a request for a document means.
    Answered show(Asked asked) {
        Parameters parameters = asked.parameters();
        if (parameters.text("version").isPresent()) {
            throw Rejected.unprocessable(
                    "version parameter no longer supported in get_content", "unsupported_version_parameter");
        }
        DocumentKey key = asked.document();
        Optional<ContentStore> store =
                parameters.text("content_store").map(word -> store(word).orElseThrow(() -> notFound(key)));
        return views.content(key, store).map(Answered::ok).orElseThrow(() -> notFound(key));
    }

    private static Optional<ContentStore> store(String word) {
        return Arrays.stream(ContentStore.values())
                .filter(store -> store.word().equals(word))
                .findFirst();
    }

    /// A document without an edition to show: known in another language, or not at all.
    Rejected notFound(DocumentKey key) {
        boolean known = views.linkSet(key.contentId()).isPresent();
        return Rejected.of(
                404,
                known
                        ? "Could not find locale: %s for document with content_id: %s"
                                .formatted(key.locale(), key.contentId())
                        : "Could not find document with content_id: " + key.contentId());
    }

    private Answered list(Asked asked) {
        Parameters parameters = asked.parameters();
        int perPage = parameters.number("per_page", PER_PAGE, 1, MAX_PER_PAGE);
        int page = parameters.number("page", 1, 1, MAX_NUMBER);
        // What is wrong is told in the order in which the original finds it.
        List<String> order = order(parameters);
        List<String> fields = Fields.of(parameters, ASKED);
        List<String> searched = searched(parameters);
        Optional<Views.Link> link = link(parameters);
        if (link.isEmpty() && !parameters.namesWith("link_").isEmpty()) {
            return page(asked, new ContentPage(0, List.of()), page, perPage);
        }
        ContentPage found = views.content(new ContentQuery(
                parameters.set(parameters.has("document_type") ? "document_type" : "content_format"),
                parameters.set("content_id_aliases"),
                link,
                Optional.of(parameters.text("locale").orElse(DocumentKey.DEFAULT_LOCALE))
                        .filter(locale -> !locale.equals("all")),
                parameters.text("publishing_app"),
                parameters.text("q").map(String::strip),
                searched,
                states(parameters),
                fields,
                order,
                perPage,
                parameters.text("offset").isPresent()
                        ? parameters.number("offset", 0, 0, Integer.MAX_VALUE)
                        : (page - 1L) * perPage));
        return page(asked, found, page, perPage);
    }

    private static Answered page(Asked asked, ContentPage found, int page, int perPage) {
        int pages = (int) ((found.total() + perPage - 1) / perPage);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("total", found.total());
        body.put("pages", pages);
        body.put("current_page", page);
        body.put("links", PageLinks.numbered(asked.url(), page, pages));
        body.put("results", found.rows());
        return Answered.ok(body);
    }

    /// Empty when none is asked for, or what is asked for is no content id: then nothing links there.
    private static Optional<Views.Link> link(Parameters parameters) {
        Set<String> links = parameters.namesWith("link_");
        if (links.isEmpty()) {
            return Optional.empty();
        }
        if (links.size() > 1) {
            throw Rejected.invalid("link", "can be filtered by one type only");
        }
        String name = links.iterator().next();
        return parameters
                .text(name)
                .flatMap(Parameters::uuid)
                .map(target -> new Views.Link(name.substring("link_".length()), target, false));
    }

    private static List<String> searched(Parameters parameters) {
        List<String> columns = parameters.list("search_in");
        for (String column : columns) {
            if (!SEARCHED.contains(column) && !OF_DETAILS.matcher(column).matches()) {
                throw Rejected.of(400, "Invalid search field: " + column);
            }
        }
        return columns.isEmpty() ? List.of("title", "base_path") : columns;
    }

    /// All but superseded ones, unless some are asked for; those that nothing is ever in are none.
    static Set<State> states(Parameters parameters) {
        if (parameters.list("states").isEmpty()) {
            return EnumSet.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED);
        }
        Set<State> states = EnumSet.noneOf(State.class);
        for (String word : parameters.list("states")) {
            for (State state : State.values()) {
                if (state.word().equals(word)) {
                    states.add(state);
                }
            }
        }
        return states;
    }

    private static List<String> order(Parameters parameters) {
        List<String> order = new ArrayList<>();
        for (String each : parameters.text("order").orElse("-public_updated_at").split(",")) {
            String column = each.strip();
            String field = column.startsWith("-") ? column.substring(1) : column;
            if (!ORDERS.contains(field)) {
                throw Rejected.unprocessable(
                        "Invalid order field: %s. Valid order fields: [%s]".formatted(field, String.join(", ", ORDERS)),
                        "order_field_invalid");
            }
            order.add(column);
        }
        return order;
    }

    private Answered lookup(Asked asked) throws java.io.IOException {
        Parameters parameters = asked.parametersWithBody();
        List<String> paths = parameters.requiredList("base_paths");
        return Answered.ok(views.byBasePath(
                paths,
                parameters.flag("with_drafts", false),
                parameters.has("exclude_unpublishing_types")
                        ? parameters.set("exclude_unpublishing_types")
                        : Set.of("vanish", "redirect", "gone"),
                parameters.has("exclude_document_types")
                        ? parameters.set("exclude_document_types")
                        : Set.of("gone", "redirect")));
    }
}
