package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/// Timelines kept in tables beside the log, by an asynchronous projection of its own. A point is one statement, which
/// also sees whether the log has more on the object than what is kept.
public final class PostgresTimelines implements KeptTimelines {
    /// A search waits so long for what was recorded just before it.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final PostgresEventStore store;
    private final DataSource database;
    private final String log;
    private final String tables;
    private final int version;

    /// Whether the log has events of the object behind what is kept.
    private static final String MORE = """
            EXISTS (SELECT FROM $log.event e WHERE e.object_ids[1] = point.object
                       AND e.position > point.kept AND e.position <= point.formal)
            OR EXISTS (SELECT FROM $log.event e WHERE e.object_ids[2] = point.object
                       AND e.position > point.kept AND e.position <= point.formal)
            OR EXISTS (SELECT FROM $log.event e WHERE e.object_ids[3] = point.object
                       AND e.position > point.kept AND e.position <= point.formal)
            OR EXISTS (SELECT FROM $log.event_object x WHERE x.object_id = point.object
                       AND x.position > point.kept AND x.position <= point.formal)""";

    private PostgresTimelines(PostgresEventStore store, DataSource database, String log, int version) {
        this.store = store;
        this.database = database;
        this.log = log;
        this.tables = store.projections().schema(TimelineTables.NAME);
        this.version = version;
    }

    /// Starts to keep them. Where they were made by another folding, they are made anew before this returns.
    ///
    /// @param store the log, in a schema of the database
    /// @param fingerprint of the folding: another one when it may give other states
    public static PostgresTimelines start(
            PostgresEventStore store,
            DataSource database,
            String log,
            Dating dating,
            Function<ObjectId, Folding> folding,
            String fingerprint) {
        int version = Transactions.run(
                database, log, "look up the folding", connection -> version(connection, log, fingerprint));
        store.projections().start(new TimelineTables(store, dating, folding, version));
        return new PostgresTimelines(store, database, log, version);
    }

    /// Whether those of a log were last made by this folding.
    public static boolean areBy(String fingerprint, DataSource database, String log) {
        return Transactions.run(database, log, "look up the folding", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT fingerprint FROM " + log + ".fold_version ORDER BY version DESC LIMIT 1");
                    ResultSet row = statement.executeQuery()) {
                return row.next() && row.getString(1).equals(fingerprint);
            }
        });
    }

    private static int version(Connection connection, String log, String fingerprint) throws SQLException {
        return Transactions.in(connection, () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    LOCK TABLE $.fold_version;
                    INSERT INTO $.fold_version (fingerprint) SELECT ? WHERE ? IS DISTINCT FROM
                        (SELECT fingerprint FROM $.fold_version ORDER BY version DESC LIMIT 1);
                    """.replace("$", log))) {
                statement.setString(1, fingerprint);
                statement.setString(2, fingerprint);
                statement.execute();
            }
            try (PreparedStatement statement =
                            connection.prepareStatement("SELECT max(version) FROM " + log + ".fold_version");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @Override
    public Optional<Kept> at(ObjectId object, MaterialTime material, KnownAt known) {
        return Transactions.run(database, log, "read a timeline", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(pointSql(known))) {
                switch (known) {
                    case KnownAt.Now _ -> statement.setNull(1, Types.BIGINT);
                    case KnownAt.Upto(Position position) -> statement.setLong(1, position.value());
                    case KnownAt.Moment(Instant instant) ->
                        statement.setObject(
                                1, PostgresEventStore.storable(instant).atOffset(ZoneOffset.UTC));
                }
                statement.setObject(2, object.value());
                statement.setLong(3, TimelineTables.micros(material));
                try (ResultSet row = statement.executeQuery()) {
                    return kept(row);
                }
            }
        });
    }

    /// One row at least when what is kept will do: with the position, and with nulls where there is no value. What
    /// has
    /// not come yet is for others to refuse.
    private String pointSql(KnownAt known) {
        return sql("""
                WITH point AS MATERIALIZED (
                    SELECT $formal AS formal, c.position AS kept, asked.object, asked.material
                      FROM (SELECT ?::$type AS known, ?::uuid AS object, ?::bigint AS material) asked,
                           (SELECT max(position) AS position FROM $log.event) head,
                           $log.projection_checkpoint c JOIN $log.projection p USING (name)
                     WHERE name = 'timelines' AND p.version = $version AND $come)
                SELECT point.formal, r.attribute, r.value::text
                  FROM point LEFT JOIN $tables.rectangle r ON r.object = point.object
                   AND r.superseded > point.formal AND r.until_time > point.material
                   AND r.from_time <= point.material AND r.since <= point.formal
                 WHERE point.formal <= point.kept OR NOT ($more)
                """.replace("$formal", formal(known))
                .replace("$type", known instanceof KnownAt.Moment ? "timestamptz" : "bigint")
                .replace("$come", hasCome(known))
                .replace("$more", MORE));
    }

    private String sql(String statement) {
        return statement.replace("$log", log).replace("$tables", tables).replace("$version", String.valueOf(version));
    }

    private static String formal(KnownAt known) {
        return switch (known) {
            case KnownAt.Now _ -> "coalesce(head.position, 0)";
            case KnownAt.Upto _ -> "asked.known";
            case KnownAt.Moment _ -> "$log.position_at(asked.known)";
        };
    }

    private static String hasCome(KnownAt known) {
        return switch (known) {
            case KnownAt.Now _ -> "true";
            case KnownAt.Upto _ -> "asked.known <= head.position";
            case KnownAt.Moment _ ->
                "asked.known < (SELECT e.created_at FROM $log.event e WHERE e.position = head.position)";
        };
    }

    private static Optional<Kept> kept(ResultSet row) throws SQLException {
        Map<String, Object> state = new LinkedHashMap<>();
        Optional<Position> position = Optional.empty();
        while (row.next()) {
            position = Optional.of(new Position(row.getLong(1)));
            String attribute = row.getString(2);
            if (attribute != null) {
                state.put(attribute, Json.value(row.getString(3)));
            }
        }
        return position.map(formal -> new Kept(state, formal));
    }

    @Override
    public Found find(
            List<Criterion> criteria, MaterialTime material, KnownAt known, Optional<ObjectId> after, int limit) {
        InvalidValue.require(
                limit >= 1 && limit <= MAX_FOUND, "limit: at least 1, at most %d at a time".formatted(MAX_FOUND));
        InvalidValue.require(
                criteria.stream().anyMatch(criterion -> !(criterion instanceof Criterion.Absent)),
                "a search needs a field that has a value");
        var _ = store.projections().await(TimelineTables.NAME, store.head(), PATIENCE);
        Optional<Position> formal = switch (known) {
            case KnownAt.Now _ -> Optional.empty();
            case KnownAt.Upto(Position position) -> Optional.of(position);
            case KnownAt.Moment(Instant instant) -> Optional.of(store.positionAt(instant));
        };
        SearchSql search = new SearchSql(criteria, TimelineTables.micros(material), formal, after, limit);
        return Transactions.run(database, log, "search", connection -> found(connection, search));
    }

    private Found found(Connection connection, SearchSql search) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(search.text()))) {
            search.bind(statement);
            List<ObjectId> objects = new ArrayList<>();
            Optional<Position> position = Optional.empty();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    position = Optional.of(new Position(row.getLong(1)));
                    UUID object = row.getObject(2, UUID.class);
                    if (object != null) {
                        objects.add(new ObjectId(object));
                    }
                }
            }
            return new Found(
                    objects,
                    position.orElseThrow(() -> new StoreFailure(
                            "the timelines in schema %s are made anew by another version: try again later"
                                    .formatted(log))));
        }
    }
}
