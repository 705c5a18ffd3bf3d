package f6.postgres;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.timeline.KeptTimelines.Criterion;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A search over the rectangles of all objects.
///
/// @param formal empty: by all that is kept; what was known earlier is found without the index on values
record SearchSql(
        List<Criterion> criteria, long material, Optional<Position> formal, Optional<ObjectId> after, int limit) {
    /// Each criterion looks at the rectangles of one attribute at the point.
    String text() {
        StringBuilder sql = new StringBuilder("""
                SELECT least(asked.formal, c.position), found.object
                  FROM $log.projection_checkpoint c JOIN $log.projection p USING (name),
                       (SELECT ?::bigint AS formal, ?::bigint AS material) asked
                  LEFT JOIN LATERAL (SELECT DISTINCT r0.object FROM $tables.rectangle r0 WHERE\s""");
        int alias = 0;
        for (Criterion criterion : inOrder()) {
            String here = "r" + alias;
            String condition = condition(criterion, here);
            if (alias == 0) {
                sql.append(condition);
            } else {
                sql.append(criterion instanceof Criterion.Absent ? " AND NOT EXISTS" : " AND EXISTS")
                        .append(" (SELECT FROM $tables.rectangle %s WHERE %s.object = r0.object AND %s)"
                                .formatted(here, here, condition));
            }
            alias++;
        }
        return sql.append(after.isPresent() ? " AND r0.object > ?" : "")
                .append(" ORDER BY r0.object LIMIT ?) found ON true WHERE name = 'timelines' AND p.version = $version")
                .toString();
    }

    /// Those that select most first; those that only take away last.
    private List<Criterion> inOrder() {
        List<Criterion> ordered = new ArrayList<>();
        criteria.stream()
                .filter(criterion -> criterion instanceof Criterion.Contains)
                .forEach(ordered::add);
        criteria.stream()
                .filter(criterion -> criterion instanceof Criterion.Present)
                .forEach(ordered::add);
        criteria.stream()
                .filter(criterion -> criterion instanceof Criterion.Absent)
                .forEach(ordered::add);
        return ordered;
    }

    private String condition(Criterion criterion, String alias) {
        String known = formal.isEmpty()
                ? "$r.superseded = " + TimelineTables.FOREVER
                : "$r.superseded > asked.formal AND $r.since <= asked.formal";
        String value = criterion instanceof Criterion.Contains ? " AND $r.value @> ?::jsonb" : "";
        return (known + " AND $r.attribute = ? AND $r.from_time <= asked.material AND $r.until_time > asked.material"
                        + value)
                .replace("$r", alias);
    }

    void bind(PreparedStatement statement) throws SQLException {
        int place = 1;
        statement.setLong(place++, formal.orElse(Position.END).value());
        statement.setLong(place++, material);
        for (Criterion criterion : inOrder()) {
            statement.setString(place++, criterion.attribute());
            if (criterion instanceof Criterion.Contains contains) {
                statement.setString(place++, Json.text(contains.value()));
            }
        }
        if (after.isPresent()) {
            statement.setObject(place++, after.get().value());
        }
        statement.setInt(place, limit);
    }
}
