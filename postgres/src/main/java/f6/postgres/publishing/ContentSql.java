package f6.postgres.publishing;

import f6.eventstore.event.InvalidValue;
import f6.postgres.publishing.Statements.Sql;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views.ContentQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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

    private ContentSql() {}

    static List<String> words(Collection<State> states) {
        return states.stream().map(State::word).toList();
    }

    /// Only of these states; without superseded ones, by the indexes that do not have them.
    static void addStates(Sql sql, Set<State> states) {
        sql.add("AND e.state = ANY (?)", words(states));
        if (!states.contains(State.SUPERSEDED)) {
            sql.add("AND e.state <> 'superseded'");
        }
    }

    static void addEqual(Sql sql, String column, Optional<String> value) {
        value.ifPresent(there -> sql.add("AND " + column + " = ?", there));
    }

    /// A page of the documents of a query: columns of [EditionFields], and `total` in each row; if the page
    /// is empty, one row without an id.
    static Sql page(ContentQuery query, EditionFields fields) {
        Map<String, Boolean> orders = orders(query.order());
        List<String> keys = new ArrayList<>();
        List<String> order = new ArrayList<>();
        orders.forEach((column, descending) -> {
            String key = "k" + keys.size();
            keys.add(column + " AS " + key);
            order.add(key + (descending ? " DESC" : ""));
        });
        order.add("id");
        String by = String.join(", ", order);
        Sql sql = new Sql()
                .plus("WITH matching AS (SELECT DISTINCT ON (e.content_id, e.locale) e.id")
                .plus(keys.isEmpty() ? "" : ", " + String.join(", ", keys))
                .plus("FROM $editions e WHERE true");
        addStates(sql, query.states());
        addEqual(sql, "e.document_type", query.documentType());
        addEqual(sql, "e.locale", query.locale());
        addEqual(sql, "e.publishing_app", query.publishingApp());
        query.link().ifPresent(link -> addLink(sql, link.type(), link.target()));
        query.search().filter(words -> !words.isEmpty()).ifPresent(words -> addSearch(sql, words, query.searchIn()));
        sql.add(
                "ORDER BY e.content_id, e.locale,"
                        + " CASE e.state WHEN 'draft' THEN 0 WHEN 'superseded' THEN 2 ELSE 1 END, e.user_facing_version DESC),");
        sql.add("place AS (SELECT id, row_number() OVER (ORDER BY " + by + ") AS place FROM matching");
        sql.add("ORDER BY " + by + " LIMIT ? OFFSET ?)", query.limit(), query.offset());
        sql.add("SELECT (SELECT count(*) FROM matching) AS total, page.* FROM (SELECT 1) one LEFT JOIN (");
        sql.add("SELECT place.place, " + fields.columns() + " FROM place JOIN $editions e USING (id)");
        sql.add("JOIN $documents d USING (content_id, locale)) page ON true ORDER BY page.place");
        return sql;
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

    private static void addLink(Sql sql, String type, UUID target) {
        sql.add(
                "AND (e.content_id IN (SELECT link_set FROM $links WHERE target = ? AND link_type = ?"
                        + " AND link_set IS NOT NULL) OR e.id IN (SELECT edition FROM $links WHERE target = ?"
                        + " AND link_type = ? AND edition IS NOT NULL))",
                target,
                type,
                target,
                type);
    }

    private static void addSearch(Sql sql, String words, List<String> columns) {
        String pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        sql.add("AND (false");
        for (String column : columns) {
            switch (column) {
                case "title" -> sql.add("OR e.title ILIKE ?", pattern);
                case "base_path" -> sql.add("OR e.base_path ILIKE ?", pattern);
                case "description" -> sql.add("OR e.fields ->> 'description' ILIKE ?", pattern);
                default -> {
                    InvalidValue.require(column.startsWith(DETAILS), "content is not searched in " + column);
                    List<String> path = new ArrayList<>(List.of("details"));
                    path.addAll(Arrays.asList(column.substring(DETAILS.length()).split("\\.", -1)));
                    sql.add("OR e.fields #>> ? ILIKE ?", path, pattern);
                }
            }
        }
        sql.add(")");
    }
}
