package f6.web.publishing;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Json;
import f6.publishing.view.Views;
import f6.publishing.view.Views.ContentQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which editions embed a piece of content: those with a link of type `embed` to it.
final class HostContent {
    private static final List<String> READ = List.of(
            "title",
            "base_path",
            "document_type",
            "publishing_app",
            "last_edited_by_editor_id",
            "last_edited_at",
            "content_id",
            "locale",
            "links");
    private static final String ORGANISATION = "primary_publishing_organisation";
    private static final Set<String> ORDERS = Set.of(
            "title",
            "document_type",
            "unique_pageviews",
            "primary_publishing_organisation_title",
            "last_edited_at",
            "instances");
    private static final int PER_PAGE = 10;
    private static final int MAX_NUMBER = 1_000_000;
    /// More hosts than any content has; they are sorted and counted in memory.
    private static final int MAX_HOSTS = 10_000;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    private final Views views;

    HostContent(Views views) {
        this.views = views;
    }

    void routes(Routes routes) {
        String content = "/v2/content/" + Routes.ID;
        routes.get(content + "/host-content", this::list);
        routes.get(content + "/embedded", this::list);
        routes.get(content + "/host-content/{host:" + Routes.UUIDS.pattern() + "}", this::one);
    }

    private Answered list(Asked asked) {
        Parameters parameters = asked.parameters();
        UUID id = asked.contentId();
        List<Map<String, @Nullable Object>> hosts = hosts(id, Optional.empty(), State.PUBLISHED);
        Optional<String> order = parameters.text("order");
        order.ifPresent(by -> hosts.sort(comparator(by)));
        int perPage = parameters.number("per_page", PER_PAGE, 1, MAX_HOSTS);
        int page = parameters.number("page", 1, 1, MAX_NUMBER);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("content_id", id.toString());
        body.put("total", hosts.size());
        body.put("total_pages", (hosts.size() + perPage - 1) / perPage);
        body.put("rollup", rollup(hosts));
        body.put(
                "results",
                hosts.stream().skip((page - 1L) * perPage).limit(perPage).toList());
        return Answered.ok(body);
    }

    private Answered one(Asked asked) {
        Parameters parameters = asked.parameters();
        UUID id = asked.contentId();
        String host = asked.request().pathVariable("host");
        State state = parameters.text("state").map(HostContent::state).orElse(State.PUBLISHED);
        String locale = parameters.text("locale").orElse(DocumentKey.DEFAULT_LOCALE);
        return hosts(id, Optional.of(locale), state).stream()
                .filter(row -> host.equals(row.get("host_content_id")))
                .findFirst()
                .map(Answered::ok)
                .orElseThrow(() -> Rejected.of(
                        NOT_FOUND, "Could not find host_content_id %s in host content for %s".formatted(host, id)));
    }

    private static State state(String word) {
        return word.equals(State.DRAFT.word()) ? State.DRAFT : State.PUBLISHED;
    }

    private List<Map<String, @Nullable Object>> hosts(UUID id, Optional<String> locale, State state) {
        if (views.linkSet(id).isEmpty()) {
            throw Rejected.of(NOT_FOUND, "Could not find an edition to get host content for");
        }
        Map<UUID, Map<String, @Nullable Object>> organisations = new HashMap<>();
        List<Map<String, @Nullable Object>> hosts = new ArrayList<>();
        views.content(new ContentQuery(
                        Set.of(),
                        Set.of(),
                        Optional.of(new Views.Link("embed", id, true)),
                        locale,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Set.of(state),
                        READ,
                        List.of("id"),
                        MAX_HOSTS,
                        0))
                .rows()
                .forEach(row -> hosts.add(host(row, id, organisations)));
        return hosts;
    }

    private Map<String, @Nullable Object> host(
            Map<String, @Nullable Object> row, UUID embedded, Map<UUID, Map<String, @Nullable Object>> organisations) {
        Map<String, @Nullable Object> links = Json.object(row.get("links"));
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        for (String field : READ.subList(0, READ.indexOf("content_id"))) {
            host.put(field, row.get(field));
        }
        host.put("unique_pageviews", null);
        host.put(
                "instances",
                Math.max(
                        1,
                        Json.list(links.get("embed")).stream()
                                .filter(target -> embedded.toString().equals(String.valueOf((Object) target)))
                                .count()));
        host.put("host_content_id", row.get("content_id"));
        host.put("host_locale", row.get("locale"));
        host.put(
                ORGANISATION,
                Json.list(links.get(ORGANISATION)).stream()
                        .flatMap(target -> Parameters.uuid(String.valueOf((Object) target)).stream())
                        .findFirst()
                        .map(target -> organisations.computeIfAbsent(target, this::organisation))
                        .orElseGet(() -> organisation(null, Optional.empty())));
        return host;
    }

    private Map<String, @Nullable Object> organisation(UUID id) {
        return organisation(
                id.toString(),
                views.content(new DocumentKey(id, DocumentKey.DEFAULT_LOCALE), Optional.of(ContentStore.LIVE)));
    }

    private static Map<String, @Nullable Object> organisation(
            @Nullable String id, Optional<Map<String, @Nullable Object>> row) {
        Map<String, @Nullable Object> organisation = new LinkedHashMap<>();
        organisation.put("content_id", id);
        organisation.put("title", row.map(there -> there.get("title")).orElse(null));
        organisation.put("base_path", row.map(there -> there.get("base_path")).orElse(null));
        return organisation;
    }

    private static Map<String, Object> rollup(List<Map<String, @Nullable Object>> hosts) {
        Map<String, Object> rollup = new LinkedHashMap<>();
        rollup.put("views", 0);
        rollup.put("locations", hosts.size());
        rollup.put(
                "instances",
                hosts.stream()
                        .mapToLong(host -> host.get("instances") instanceof Number number ? number.longValue() : 0)
                        .sum());
        rollup.put(
                "organisations",
                hosts.stream()
                        .map(host -> Json.object(host.get(ORGANISATION)).get("content_id"))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count());
        return rollup;
    }

    private static Comparator<Map<String, @Nullable Object>> comparator(String order) {
        boolean descending = order.startsWith("-");
        String field = descending ? order.substring(1) : order;
        if (!ORDERS.contains(field)) {
            throw Rejected.of(UNPROCESSABLE, "Invalid order field: " + order);
        }
        Comparator<String> natural = Comparator.naturalOrder();
        Comparator<@Nullable String> values = Comparator.nullsLast(descending ? natural.reversed() : natural);
        return (one, other) -> values.compare(text(one, field), text(other, field));
    }

    private static @Nullable String text(Map<String, @Nullable Object> host, String field) {
        Object value = field.equals("primary_publishing_organisation_title")
                ? Json.object(host.get(ORGANISATION)).get("title")
                : host.get(field);
        return value instanceof Number number
                ? "%020d".formatted(number.longValue())
                : value == null ? null : value.toString();
    }
}
