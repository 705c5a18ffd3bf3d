package f6.postgres.publishing;

import f6.eventstore.event.InvalidValue;
import f6.postgres.publishing.Statements.Sql;
import f6.publishing.document.Json;
import f6.publishing.view.Views.Edge;
import f6.publishing.view.Views.EditionsPage;
import f6.publishing.view.Views.EditionsQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pages of editions from where another page ends, each found by an index at the same cost.
final class EditionPages {
    private static final Set<String> KEYS = Set.of("id", "updated_at", "public_updated_at", "created_at");

    private static final String LINKS = "links";

    private final Statements statements;
    private final EditionsQuery query;
    private final EditionFields fields;

    EditionPages(Statements statements, EditionsQuery query) {
        InvalidValue.require(KEYS.contains(query.key()), "editions are not paged by " + query.key());
        this.statements = statements;
        this.query = query;
        this.fields = new EditionFields(query.fields());
    }

    private record Row(Edge edge, Map<String, @Nullable Object> presented) {}

    EditionsPage page() {
        List<Row> rows = new ArrayList<>(rows(query.edge(), query.backward(), query.limit() + 1));
        boolean more = rows.size() > query.limit();
        if (more) {
            var _ = rows.removeLast();
        }
        if (query.backward()) {
            Collections.reverse(rows);
        }
        Optional<Edge> first =
                rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst().edge());
        Optional<Edge> last =
                rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().edge());
        // From its very beginning a page has nothing behind it.
        boolean behind = query.edge().isPresent()
                && (query.backward() ? last : first)
                        .map(edge ->
                                !rows(Optional.of(edge), !query.backward(), 1).isEmpty())
                        .orElse(true);
        return new EditionsPage(
                rows.stream().map(Row::presented).toList(),
                first,
                last,
                query.backward() ? more : behind,
                query.backward() ? behind : more);
    }

    private List<Row> rows(Optional<Edge> edge, boolean backward, int limit) {
        String key = "e." + query.key();
        boolean byId = query.key().equals("id");
        boolean down = query.descending() != backward;
        Sql sql = new Sql()
                .plus("SELECT " + fields.columns())
                .plus(
                        withLinks()
                                ? ", (SELECT s.links FROM $link_sets s WHERE s.content_id = e.content_id) AS set_links"
                                : "")
                .plus("FROM $editions e")
                .plus("JOIN $documents d USING (content_id, locale) WHERE " + key + " IS NOT NULL");
        ContentSql.addStates(sql, query.states());
        ContentSql.addAny(sql, "e.document_type", query.documentTypes());
        ContentSql.addEqual(sql, "e.locale", query.locale());
        ContentSql.addEqual(sql, "e.publishing_app", query.publishingApp());
        String beyond = down ? "<" : ">";
        edge.ifPresent(from -> {
            if (byId) {
                sql.add("AND e.id " + beyond + " ?", from.id());
            } else {
                sql.add("AND (" + key + ", e.id) " + beyond + " (?::timestamptz, ?)", from.value(), from.id());
            }
        });
        String direction = down ? " DESC" : "";
        sql.add("ORDER BY " + (byId ? "" : key + direction + ", ") + "e.id" + direction + " LIMIT ?", limit);
        return statements.all(sql, this::row);
    }

    private Row row(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String value = query.key().equals("id")
                ? Long.toString(id)
                : EditionFields.micros(Objects.requireNonNull(row.getObject(query.key(), OffsetDateTime.class)));
        Map<String, @Nullable Object> presented = fields.present(row);
        if (withLinks()) {
            // Of a type that both have, the edition's own count.
            Map<String, @Nullable Object> links = JsonText.object(row.getString("set_links"));
            links.putAll(Json.object(presented.get(LINKS)));
            presented.put(LINKS, links);
        }
        return new Row(new Edge(value, id), presented);
    }

    private boolean withLinks() {
        return query.fields().contains(LINKS);
    }
}
