package f6.postgres;

import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.ReadOptions.Direction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A [Query] as SQL. Each part of it walks one index in order and stops at the limit; together the parts hold the
/// first `limit` of the whole.
final class SqlQuery {
    /// Stands for all types where a parameter names some.
    private static final String[] NO_TYPES = {};

    private static final String POSITION = "position";
    private static final String RECORD = "position, record_send(e) AS event";

    private final String schema;
    private final Direction direction;
    /// A position, or SQL that gives one.
    private final Object after;

    private final long floor;
    private final String order;
    private final List<Object> parameters = new ArrayList<>();
    private final String sql;

    private SqlQuery(
            String schema, Query query, Direction direction, Object after, long floor, long limit, String columns) {
        this.schema = schema;
        this.direction = direction;
        this.after = after;
        this.floor = floor;
        String descending = direction == Direction.FORWARD ? "" : " DESC";
        this.order = " ORDER BY %sposition" + descending + " LIMIT " + limit;
        List<Part> parts = parts(query);
        if (parts.size() == 1 && parts.getFirst().first().size() <= 1) {
            this.sql = ofPart(parts.getFirst(), columns);
            return;
        }
        String positions =
                parts.stream().map(part -> ofPart(part, "position")).collect(Collectors.joining(" UNION ALL "));
        String matching = "SELECT DISTINCT position FROM (" + positions + ") found" + ordered("");
        this.sql = columns.equals(POSITION)
                ? matching
                : "SELECT %s FROM (%s) matching JOIN %s.event e USING (position)%s"
                        .formatted(columns, matching, schema, ordered(""));
    }

    private SqlQuery(String sql, List<Object> parameters) {
        this.schema = "";
        this.direction = Direction.FORWARD;
        this.after = 0L;
        this.floor = 0;
        this.order = "";
        this.sql = sql;
        this.parameters.addAll(parameters);
    }

    /// The same as [#rows] for a query of one object, by a function that the database plans once.
    private static SqlQuery ofObject(String schema, Query.Item item, ReadOptions options, int limit) {
        String function = options.direction() == Direction.FORWARD ? "events_of" : "events_of_backward";
        List<Object> parameters = new ArrayList<>(ofObject(item));
        parameters.add(options.after().value());
        parameters.add(limit);
        return new SqlQuery("SELECT at, stored FROM %s.%s(?, ?, ?, ?)".formatted(schema, function), parameters);
    }

    /// Object and types, as the functions take them.
    private static List<Object> ofObject(Query.Item item) {
        UUID object = item.objects().iterator().next().value();
        return List.of(object, item.types().isEmpty() ? NO_TYPES : names(item.types()));
    }

    /// Whether a query is the one that is asked most: of one object's events.
    static boolean isOfOneObject(Query query) {
        return onlyObject(query).isPresent();
    }

    private static Optional<Query.Item> onlyObject(Query query) {
        Query.Item first = query.items().getFirst();
        return query.items().size() == 1 && first.objects().size() == 1 ? Optional.of(first) : Optional.empty();
    }

    /// Yields position and `record_send` of the events.
    static SqlQuery rows(String schema, Query query, ReadOptions options, int limit) {
        long after = options.after().value();
        Optional<Query.Item> object = onlyObject(query);
        if (object.isPresent()) {
            return ofObject(schema, object.get(), options, limit);
        }
        return new SqlQuery(schema, query, options.direction(), after, 0, limit, RECORD);
    }

    /// Yields all columns of the events.
    static SqlQuery columns(String schema, Query query, ReadOptions options, long limit) {
        long after = options.after().value();
        return new SqlQuery(schema, query, options.direction(), after, 0, limit, EventRows.COLUMNS);
    }

    /// Yields a snapshot and the events of its boundary since, or all of them if it is not there: position, bytes,
    /// and whether these are the snapshot's state.
    static SqlQuery snapshotAndSince(String schema, String key, String fingerprint, Query query, int limit) {
        Optional<Query.Item> object = onlyObject(query);
        if (object.isPresent()) {
            List<Object> parameters = new ArrayList<>(List.of(key, fingerprint));
            parameters.addAll(ofObject(object.get()));
            parameters.add(limit);
            String sql = "SELECT at, stored, is_snapshot FROM %s.snapshot_and_since(?, ?, ?, ?, ?)".formatted(schema);
            return new SqlQuery(sql, parameters);
        }
        String kept = "coalesce((SELECT position FROM kept), 0)";
        SqlQuery since = new SqlQuery(schema, query, Direction.FORWARD, kept, 0, limit, RECORD);
        List<Object> parameters = new ArrayList<>(List.of(key, fingerprint));
        parameters.addAll(since.parameters);
        String sql = "WITH kept AS MATERIALIZED (SELECT position, state::text FROM %s.snapshot".formatted(schema)
                + " WHERE boundary = ? AND fingerprint = ?) SELECT position, convert_to(state, 'UTF8'), true FROM kept"
                + " UNION ALL SELECT position, event, false FROM (" + since.sql + ") since";
        return new SqlQuery(sql, parameters);
    }

    /// Yields the latest position up to another and after a floor, if any.
    static SqlQuery latest(String schema, Query query, long upTo, long floor) {
        return new SqlQuery(schema, query, Direction.BACKWARD, upTo + 1, floor, 1, POSITION);
    }

    String sql() {
        return sql;
    }

    /// The same with its parameters written out, for statements that take none.
    String literal() {
        StringBuilder text = new StringBuilder();
        Iterator<Object> values = parameters.iterator();
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            text.append(c == '?' ? literal(values.next()) : String.valueOf(c));
        }
        return text.toString();
    }

    private static String literal(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case UUID uuid -> "'" + uuid + "'::uuid";
            case UUID[] uuids -> Arrays.stream(uuids).map(UUID::toString).collect(Collectors.joining(",", "'{", "}'"));
            case String[] texts ->
                Arrays.stream(texts)
                        .map(text -> "'" + text.replace("'", "''") + "'")
                        .collect(Collectors.joining(",", "ARRAY[", "]::text[]"));
            default -> throw new IllegalArgumentException("no literal of " + value.getClass());
        };
    }

    /// Sets the parameters of [#sql], the first of which is the statement's first.
    void bind(PreparedStatement statement, Connection connection) throws SQLException {
        int number = 0;
        for (Object parameter : parameters) {
            number++;
            switch (parameter) {
                case String[] none when none.length == 0 -> statement.setArray(number, null);
                case String[] texts -> statement.setArray(number, connection.createArrayOf("text", texts));
                case UUID[] uuids -> statement.setArray(number, connection.createArrayOf("uuid", uuids));
                default -> statement.setObject(number, parameter);
            }
        }
    }

    /// What one walk of the indexes finds: events of any of the types (if any) that are about one of the first
    /// objects, and all of the others.
    private record Part(Set<EventType> types, Set<ObjectId> first, List<ObjectId> others) {}

    /// Items that differ only in their one object, or only in their types, are one part.
    private static List<Part> parts(Query query) {
        Set<EventType> typesAlone = new LinkedHashSet<>();
        Map<Set<EventType>, Set<ObjectId>> oneObject = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Query.Item item : query.items()) {
            List<ObjectId> objects = List.copyOf(item.objects());
            switch (objects.size()) {
                case 0 -> {
                    if (item.types().isEmpty()) {
                        return List.of(new Part(Set.of(), Set.of(), List.of()));
                    }
                    typesAlone.addAll(item.types());
                }
                case 1 ->
                    oneObject
                            .computeIfAbsent(item.types(), _ -> new LinkedHashSet<>())
                            .add(objects.getFirst());
                default ->
                    parts.add(new Part(item.types(), Set.of(objects.getFirst()), objects.subList(1, objects.size())));
            }
        }
        oneObject.forEach((types, objects) -> parts.add(new Part(types, objects, List.of())));
        if (!typesAlone.isEmpty()) {
            parts.add(new Part(typesAlone, Set.of(), List.of()));
        }
        return parts;
    }

    private String ofPart(Part part, String columns) {
        if (part.first().isEmpty()) {
            return part.types().isEmpty() ? everything(columns) : ofTypes(part, columns);
        }
        if (part.first().size() > 1) {
            parameters.add(uuids(part.first()));
            return "(SELECT found.position FROM unnest(?::uuid[]) o(id) CROSS JOIN LATERAL (%s) found)"
                    .formatted(byObject(part, columns, "o.id"));
        }
        return byObject(part, columns, "?");
    }

    /// An event names an object once, so no two of these find the same event.
    private String byObject(Part part, String columns, String object) {
        String inPlaces = IntStream.rangeClosed(1, 3)
                .mapToObj(place -> "(SELECT %s FROM %s.event e WHERE object_ids[%d] = %s%s%s)"
                        .formatted(columns, schema, place, object(part, object), restrict(part, "e."), ordered("e.")))
                .collect(Collectors.joining(" UNION ALL "));
        String further =
                "(SELECT %1$s FROM %2$s.event_object x JOIN %2$s.event e USING (position)".formatted(columns, schema)
                        + " WHERE x.object_id = " + object(part, object) + restrict(part, "x.") + ordered("x.") + ")";
        return "(" + inPlaces + " UNION ALL " + further + ordered("") + ")";
    }

    private String object(Part part, String object) {
        if (object.equals("?")) {
            parameters.add(part.first().iterator().next().value());
        }
        return object;
    }

    private String restrict(Part part, String position) {
        StringBuilder sql = new StringBuilder();
        if (!part.others().isEmpty()) {
            parameters.add(uuids(part.others()));
            sql.append(" AND object_ids @> ?::uuid[]");
        }
        if (!part.types().isEmpty()) {
            parameters.add(names(part.types()));
            sql.append(" AND event_type = ANY (?)");
        }
        return sql.append(bound(position)).toString();
    }

    private String everything(String columns) {
        return "(SELECT %s FROM %s.event e WHERE true%s%s)".formatted(columns, schema, bound("e."), ordered("e."));
    }

    /// Walks the segments that hold one of the types.
    private String ofTypes(Part part, String columns) {
        parameters.add(names(part.types()));
        String from = direction == Direction.FORWARD ? after() : parameter(floor);
        String segments =
                "(SELECT DISTINCT segment FROM %s.event_type_segment WHERE event_type = ANY (?)".formatted(schema)
                        + " AND segment >= %s / %d) s".formatted(from, Log.SEGMENT);
        String events =
                "(SELECT * FROM %1$s.event WHERE position >= s.segment * %2$d AND position < (s.segment + 1) * %2$d"
                        .formatted(schema, Log.SEGMENT);
        return "(SELECT %s FROM %s CROSS JOIN LATERAL %s%s) e%s)"
                .formatted(columns, segments, events, restrict(part, ""), ordered("s.segment, e."));
    }

    private String after() {
        return after instanceof String sql ? sql : parameter(after);
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "?";
    }

    /// @param prefix of the position, and what to order by before it
    private String ordered(String prefix) {
        String by = direction == Direction.FORWARD ? prefix : prefix.replace(",", " DESC,");
        return order.formatted(by);
    }

    private String bound(String position) {
        if (direction == Direction.FORWARD) {
            return " AND %sposition > %s".formatted(position, after());
        }
        return " AND %1$sposition < %2$s AND %1$sposition > %3$s".formatted(position, after(), parameter(floor));
    }

    private static UUID[] uuids(Collection<ObjectId> objects) {
        return objects.stream().map(ObjectId::value).toArray(UUID[]::new);
    }

    private static String[] names(Set<EventType> types) {
        return types.stream().map(EventType::name).toArray(String[]::new);
    }
}
