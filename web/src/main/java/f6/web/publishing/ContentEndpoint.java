package f6.web.publishing;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views;
import f6.publishing.view.Views.ContentPage;
import f6.publishing.view.Views.ContentQuery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Editions, one or many.
final class ContentEndpoint {
    private static final Set<String> ORDERS = Set.of(
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
                    "The version parameter is not supported: ask for content_store", "unsupported_version_parameter");
        }
        Optional<ContentStore> store = parameters.text("content_store").map(ContentEndpoint::store);
        DocumentKey key = asked.document();
        return views.content(key, store).map(Answered::ok).orElseThrow(() -> notFound(key));
    }

    private static ContentStore store(String word) {
        for (ContentStore store : ContentStore.values()) {
            if (store.word().equals(word)) {
                return store;
            }
        }
        throw Rejected.invalid("content_store", "must be draft or live");
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
        ContentPage found = views.content(new ContentQuery(
                parameters.list("document_type").stream().findFirst(),
                link(parameters),
                Optional.of(parameters.text("locale").orElse(DocumentKey.DEFAULT_LOCALE))
                        .filter(locale -> !locale.equals("all")),
                parameters.text("publishing_app"),
                parameters.text("q"),
                searched(parameters),
                states(parameters, EnumSet.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED)),
                Fields.of(parameters),
                order(parameters),
                perPage,
                parameters.text("offset").isPresent()
                        ? parameters.number("offset", 0, 0, Integer.MAX_VALUE)
                        : (page - 1L) * perPage));
        int pages = (int) ((found.total() + perPage - 1) / perPage);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("total", found.total());
        body.put("pages", pages);
        body.put("current_page", page);
        body.put("links", PageLinks.numbered(asked.url(), page, pages));
        body.put("results", found.rows());
        return Answered.ok(body);
    }

    private static Optional<Views.Link> link(Parameters parameters) {
        Set<String> links = parameters.namesWith("link_");
        if (links.isEmpty()) {
            return Optional.empty();
        }
        if (links.size() > 1) {
            throw Rejected.invalid("link", "can be filtered by one type only");
        }
        String name = links.iterator().next();
        return Optional.of(new Views.Link(
                name.substring("link_".length()),
                Parameters.uuid(parameters.required(name))
                        .orElseThrow(() -> Rejected.invalid(name, "is not a content id"))));
    }

    private static List<String> searched(Parameters parameters) {
        List<String> columns = parameters.list("search_in");
        List<String> unknown = columns.stream()
                .filter(column -> !SEARCHED.contains(column) && !column.matches("details\\.[a-z0-9_]{1,60}"))
                .toList();
        if (!unknown.isEmpty()) {
            throw Rejected.of(400, "Invalid search field(s): " + Fields.sentence(unknown));
        }
        return columns.isEmpty() ? List.of("title", "base_path") : columns;
    }

    /// @param standard unless some are asked for
    static Set<State> states(Parameters parameters, Set<State> standard) {
        Set<State> states = EnumSet.noneOf(State.class);
        for (String word : parameters.list("states")) {
            for (State state : State.values()) {
                if (state.word().equals(word)) {
                    states.add(state);
                }
            }
        }
        if (states.isEmpty() && !parameters.list("states").isEmpty()) {
            throw Rejected.invalid("states", "must be of draft, published, unpublished, superseded");
        }
        return states.isEmpty() ? standard : states;
    }

    private static List<String> order(Parameters parameters) {
        List<String> order = new ArrayList<>();
        for (String column :
                parameters.text("order").orElse("-public_updated_at").split(",")) {
            if (!ORDERS.contains(column.startsWith("-") ? column.substring(1) : column)) {
                throw Rejected.unprocessable("Invalid order field: " + column, "order_field_invalid");
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
