package f6.postgres;

import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Asks the database for many conditions at once where the latest event is that matches. What names an object goes
/// into one statement, always the same; what names only types, or nothing, into one of its own.
final class ConditionCheck {
    /// Cannot be in the name of a type.
    private static final String SEPARATOR = "\u0001";

    private final String schema;
    private final long upTo;
    private final long[] matches;
    private final List<Integer> numbers = new ArrayList<>();
    private final List<UUID> firsts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<Long> afters = new ArrayList<>();

    /// @param upTo looks no further than this position
    private ConditionCheck(String schema, long upTo, int conditions) {
        this.schema = schema;
        this.upTo = upTo;
        this.matches = new long[conditions];
    }

    /// @return for each condition the latest position that matches, or 0
    static long[] latestMatches(Connection connection, String schema, List<AppendCondition> conditions, long upTo)
            throws SQLException {
        ConditionCheck check = new ConditionCheck(schema, upTo, conditions.size());
        for (int number = 0; number < conditions.size(); number++) {
            AppendCondition condition = conditions.get(number);
            List<Query.Item> withoutObject = new ArrayList<>();
            for (Query.Item item : condition.failIfMatches().items()) {
                if (item.objects().isEmpty()) {
                    withoutObject.add(item);
                } else {
                    check.add(number, item, condition.after().value());
                }
            }
            if (!withoutObject.isEmpty()) {
                check.ask(
                        connection,
                        number,
                        new Query(withoutObject),
                        condition.after().value());
            }
        }
        if (!check.numbers.isEmpty()) {
            check.ask(connection);
        }
        return check.matches;
    }

    private void add(int number, Query.Item item, long after) {
        List<ObjectId> objects = List.copyOf(item.objects());
        numbers.add(number);
        firsts.add(objects.getFirst().value());
        others.add(
                objects.size() == 1
                        ? ""
                        : objects.stream().map(ObjectId::toString).collect(Collectors.joining(",", "{", "}")));
        types.add(item.types().stream().map(EventType::name).collect(Collectors.joining(SEPARATOR)));
        afters.add(after);
    }

    private void ask(Connection connection, int number, Query query, long after) throws SQLException {
        SqlQuery latest = SqlQuery.latest(schema, query, upTo, after);
        try (PreparedStatement statement = connection.prepareStatement(latest.sql())) {
            latest.bind(statement, connection);
            try (ResultSet row = statement.executeQuery()) {
                found(number, row.next() ? row.getLong(1) : 0);
            }
        }
    }

    private void found(int number, long position) {
        matches[number] = Math.max(matches[number], position);
    }

    private void ask(Connection connection) throws SQLException {
        String rest = " AND e.position > c.after AND e.position <= ?"
                + " AND CASE WHEN c.others = '' THEN true ELSE e.object_ids @> c.others::uuid[] END"
                + " AND CASE WHEN c.types = '' THEN true ELSE e.event_type = ANY (string_to_array(c.types, E'\\x01')) END"
                + " ORDER BY e.position DESC LIMIT 1)";
        String places = IntStream.rangeClosed(1, 3)
                .mapToObj(place ->
                        "(SELECT e.position FROM %s.event e WHERE e.object_ids[%d] = c.first".formatted(schema, place))
                .map(select -> select + rest)
                .collect(Collectors.joining(" UNION ALL "));
        String further = " UNION ALL (SELECT e.position FROM %1$s.event_object x JOIN %1$s.event e USING (position)"
                        .formatted(schema)
                + " WHERE x.object_id = c.first" + rest;
        String sql =
                "SELECT c.number, max(m.position) FROM unnest(?::int[], ?::uuid[], ?::text[], ?::text[], ?::bigint[])"
                        + " AS c (number, first, others, types, after) CROSS JOIN LATERAL (" + places + further
                        + ") m GROUP BY c.number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int", numbers.toArray()));
            statement.setArray(2, connection.createArrayOf("uuid", firsts.toArray()));
            statement.setArray(3, connection.createArrayOf("text", others.toArray()));
            statement.setArray(4, connection.createArrayOf("text", types.toArray()));
            statement.setArray(5, connection.createArrayOf("bigint", afters.toArray()));
            for (int place = 6; place <= 9; place++) {
                statement.setLong(place, upTo);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found(row.getInt(1), row.getLong(2));
                }
            }
        }
    }
}
