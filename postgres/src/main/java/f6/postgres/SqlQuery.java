package f6.postgres;

import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions.Direction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A [Query] as SQL that yields positions. Each item walks one index in order and stops at its limit; together they
/// hold the first `limit` positions of the whole.
final class SqlQuery {
    private final String schema;
    private final Direction direction;
    private final Position floor;
    private final List<Object> parameters = new ArrayList<>();
    private final String sql;

    /// @param after exclusive, in the direction
    SqlQuery(String schema, Query query, Direction direction, Position after, long limit) {
        this(schema, query, direction, after, Position.START, limit);
    }

    /// The latest position after another, if any.
    static SqlQuery latestAfter(String schema, Query query, Position after) {
        return new SqlQuery(schema, query, Direction.BACKWARD, Position.END, after, 1);
    }

    /// @param floor exclusive; walking back, an index is left there
    private SqlQuery(String schema, Query query, Direction direction, Position after, Position floor, long limit) {
        this.schema = schema;
        this.direction = direction;
        this.floor = floor;
        String items = query.items().stream()
                .map(item -> "(" + positions(item, after, limit) + ")")
                .collect(Collectors.joining(" UNION "));
        this.sql = "SELECT position FROM (" + items + ") matching" + ordered("position", limit);
    }

    String sql() {
        return sql;
    }

    /// Sets the parameters of [#sql], the first of which is the statement's first.
    void bind(PreparedStatement statement, Connection connection) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof String[] types) {
                statement.setArray(i + 1, connection.createArrayOf("text", types));
            } else {
                statement.setObject(i + 1, parameters.get(i));
            }
        }
    }

    private String positions(Query.Item item, Position after, long limit) {
        List<ObjectId> objects = List.copyOf(item.objects());
        if (objects.isEmpty()) {
            return "SELECT e.position FROM " + schema + ".event e WHERE " + bound("e.position", after) + ofTypes(item)
                    + ordered("e.position", limit);
        }
        parameters.add(objects.getFirst().value());
        StringBuilder sql = new StringBuilder("SELECT o.position FROM " + schema + ".event_object o"
                + (item.types().isEmpty() ? "" : " JOIN " + schema + ".event e USING (position)")
                + " WHERE o.object_id = ? AND " + bound("o.position", after));
        for (ObjectId other : objects.subList(1, objects.size())) {
            parameters.add(other.value());
            sql.append(" AND EXISTS (SELECT FROM " + schema
                    + ".event_object also WHERE also.object_id = ? AND also.position = o.position)");
        }
        return sql + ofTypes(item) + ordered("o.position", limit);
    }

    private String ofTypes(Query.Item item) {
        if (item.types().isEmpty()) {
            return "";
        }
        parameters.add(item.types().stream().map(EventType::name).toArray(String[]::new));
        return " AND e.event_type = ANY (?)";
    }

    private String bound(String column, Position after) {
        parameters.add(after.value());
        if (direction == Direction.FORWARD) {
            return column + " > ?";
        }
        parameters.add(floor.value());
        return column + " < ? AND " + column + " > ?";
    }

    private String ordered(String column, long limit) {
        return " ORDER BY " + column + (direction == Direction.FORWARD ? "" : " DESC") + " LIMIT " + limit;
    }
}
