package f6.postgres.publishing;

import f6.eventstore.event.InvalidValue;
import f6.postgres.publishing.Statements.Sql;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views.ContentQuery;
import f6.publishing.view.Views.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes statements of filters, searches and orders.
final class ContentSql {
    /// What may be ordered by, and the column that it is.
    static final Map<String, String> ORDERS = Map.ofEntries(
            Map.entry("id", "e.id"),
            Map.entry("base_path", "e.base_path"),
            Map.entry("content_id", "e.content_id"),
            Map.entry("created_at", "e.created_at"),
            Map.entry("document_type", "e.document_type"),
            Map.entry("format", "e.schema_name"),
            Map.entry("last_edited_at", "e.last_edited_at"),
            Map.entry("locale", "e.locale"),
            Map.entry("public_updated_at", "e.public_updated_at"),
            Map.entry("publishing_app", "e.publishing_app"),
            Map.entry("rendering_app", "e.rendering_app"),
            Map.entry("schema_name", "e.schema_name"),
            Map.entry("title", "e.title"),
            Map.entry("updated_at", "e.updated_at"));

    private static final String DETAILS = "details.";
    /// All that is not over: a document has at most one draft and one other of these.
    private static final Set<State> SHOWN = Set.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED);

    private static final String RANK = "CASE %s.state WHEN 'draft' THEN 0 WHEN 'superseded' THEN 2 ELSE 1 END";

    private ContentSql() {}

    static List<String> words(Collection<State> states) {
        return states.stream().map(State::word).toList();
    }

    /// Only of these states; without superseded ones, by the indexes that do not have them.
    static void addStates(Sql sql, Set<State> states) {
        if (!states.contains(State.SUPERSEDED)) {
            sql.add("AND e.state <> 'superseded'");
        }
        if (!states.equals(SHOWN)) {
            sql.add("AND e.state = ANY (?)", words(states));
        }
    }

    static void addAny(Sql sql, String column, Set<?> values) {
        if (!values.isEmpty()) {
            sql.add("AND " + column + " = ANY (?)", values);
        }
    }

    static void addEqual(Sql sql, String column, Optional<String> value) {
        value.ifPresent(there -> sql.add("AND " + column + " = ?", there));
    }

    /// A page of the documents of a query: columns of [EditionFields], and `total` in each row; if the page
    /// is empty, one row without an id.
    ///
    /// A page is walked in its order by an index, where there is one, and counted by another: editions are large,
    /// so that to read and sort all of them would take seconds.
    static Sql page(ContentQuery query, EditionFields fields) {
        String by = by(query.order());
        Sql sql = new Sql()
                .plus("WITH place AS (SELECT e.id, row_number() OVER (ORDER BY " + by + ") AS place")
                .plus("FROM $editions e WHERE true");
        addMatching(sql, query);
        addFirst(sql, query);
        sql.add("ORDER BY " + by + " LIMIT ? OFFSET ?)", query.limit(), query.offset());
        sql.add("SELECT (SELECT count(*) FROM (");
        addDocuments(sql, query);
        sql.add(") matching) AS total, page.* FROM (SELECT 1) one LEFT JOIN (");
        sql.add("SELECT place.place, " + fields.columns() + " FROM place JOIN $editions e USING (id)");
        sql.add("JOIN $documents d USING (content_id, locale)) page ON true ORDER BY page.place");
        return sql;
    }

    private static void addMatching(Sql sql, ContentQuery query) {
        addStates(sql, query.states());
        addOfEdition(sql, "e", query);
        addOfDocument(sql, "e", query);
    }

    /// What may differ between the editions of a document.
    private static void addOfEdition(Sql sql, String e, ContentQuery query) {
        addAny(sql, e + ".document_type", query.documentTypes());
        addEqual(sql, e + ".publishing_app", query.publishingApp());
        query.link()
                .filter(Link::ofEditions)
                .ifPresent(link -> sql.add(
                        "AND " + e + ".id IN (SELECT edition FROM $links WHERE target = ? AND link_type = ?"
                                + " AND edition IS NOT NULL)",
                        link.target(),
                        link.type()));
        words(query).ifPresent(words -> addSearch(sql, e, words, query.searchIn()));
    }

    private static Optional<String> words(ContentQuery query) {
        return query.search().filter(words -> !words.isEmpty());
    }

    private static void addOfDocument(Sql sql, String d, ContentQuery query) {
        addEqual(sql, d + ".locale", query.locale());
        if (!query.aliases().isEmpty()) {
            sql.add("AND " + d + ".content_id IN (SELECT content_id FROM $content_id_aliases");
            sql.add("WHERE name = ANY (?))", query.aliases());
        }
        query.link()
                .filter(link -> !link.ofEditions())
                .ifPresent(link -> sql.add(
                        "AND " + d + ".content_id IN (SELECT link_set FROM $links WHERE target = ? AND link_type = ?"
                                + " AND link_set IS NOT NULL)",
                        link.target(),
                        link.type()));
    }

    /// Of the editions of a document that match, the draft; else the current one, of which there is one; else the
    /// latest of those that were superseded.
    private static void addFirst(Sql sql, ContentQuery query) {
        String same = "(SELECT FROM $editions p WHERE p.content_id = e.content_id AND p.locale = e.locale";
        if (query.states().contains(State.SUPERSEDED)) {
            sql.add("AND NOT EXISTS " + same + " AND p.state = ANY (?)", words(query.states()));
            addOfEdition(sql, "p", query);
            sql.add("AND (%s, -p.user_facing_version) < (%s, -e.user_facing_version))"
                    .formatted(RANK.formatted("p"), RANK.formatted("e")));
        } else if (query.states().contains(State.DRAFT) && query.states().size() > 1) {
            sql.add("AND (e.state = 'draft' OR NOT EXISTS " + same + " AND p.content_store = 'draft'");
            addOfEdition(sql, "p", query);
            sql.add("))");
        }
    }

    /// A row for each document that has an edition that matches.
    private static void addDocuments(Sql sql, ContentQuery query) {
        boolean ofEditions = !query.documentTypes().isEmpty()
                || query.publishingApp().isPresent()
                || query.link().filter(Link::ofEditions).isPresent()
                || words(query).isPresent();
        if (ofEditions || !query.states().equals(SHOWN)) {
            sql.add("SELECT DISTINCT e.content_id, e.locale FROM $editions e WHERE true");
            addMatching(sql, query);
        } else {
            sql.add("SELECT FROM $documents d WHERE (d.draft IS NOT NULL OR d.current IS NOT NULL)");
            addOfDocument(sql, "d", query);
        }
    }

    /// Columns, and the id where they are equal.
    private static String by(List<String> asked) {
        Map<String, Boolean> orders = orders(asked);
        orders.putIfAbsent("e.id", false);
        return orders.entrySet().stream()
                .map(order -> order.getKey() + (order.getValue() ? " DESC" : ""))
                .collect(Collectors.joining(", "));
    }

    /// Columns, each with whether it descends.
    private static Map<String, Boolean> orders(List<String> asked) {
        Map<String, Boolean> orders = new LinkedHashMap<>();
        for (String one : asked) {
            boolean descending = one.startsWith("-");
            String column = ORDERS.get(descending ? one.substring(1) : one);
            if (column == null) {
                throw new InvalidValue("content is not ordered by " + one);
            }
            orders.putIfAbsent(column, descending);
        }
        return orders;
    }

    private static void addSearch(Sql sql, String e, String words, List<String> columns) {
        String pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        sql.add("AND (false");
        for (String column : columns) {
            switch (column) {
                case "title" -> sql.add("OR " + e + ".title ILIKE ?", pattern);
                case "base_path" -> sql.add("OR " + e + ".base_path ILIKE ?", pattern);
                case "description" -> sql.add("OR " + e + ".fields ->> 'description' ILIKE ?", pattern);
                default -> {
                    InvalidValue.require(column.startsWith(DETAILS), "content is not searched in " + column);
                    List<String> path = new ArrayList<>(List.of("details"));
                    path.addAll(Arrays.asList(column.substring(DETAILS.length()).split("\\.", -1)));
                    sql.add("OR " + e + ".fields #>> ? ILIKE ?", path, pattern);
                }
            }
        }
        sql.add(")");
    }
}
