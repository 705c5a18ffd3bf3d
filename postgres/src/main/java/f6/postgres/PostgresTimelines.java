package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Rectangle;
import f6.eventstore.timeline.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/// Timelines kept in tables beside the log, by an asynchronous projection of its own. A point is one statement,
/// which also sees whether the log has more on the object than what is kept; one in the past of an object that was
/// asked for before is none, as what was known then is remembered and never changes.
public final class PostgresTimelines implements KeptTimelines {
    /// Of the projection.
    public static final String NAME = TimelineTables.NAME;

    /// A search waits so long for what was recorded just before it.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /// Of instants whose positions are remembered; some 100 bytes each.
    private static final int MAX_SETTLED = 50_000;

    private final PostgresEventStore store;
    private final DataSource database;
    private final String log;
    private final String tables;
    private final int version;
    private final Log logged;
    private final String pointNow;
    private final String pointThen;
    private final String range;
    private final TimelineMemory memory;
    /// Instants that have passed mean the same for ever.
    private final Map<Instant, Long> settled = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Long> eldest) {
            return size() > MAX_SETTLED;
        }
    });

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

    private PostgresTimelines(
            PostgresEventStore store, DataSource database, String log, int version, TimelineMemory memory) {
        this.memory = memory;
        this.store = store;
        this.database = database;
        this.log = log;
        this.tables = store.projections().schema(TimelineTables.NAME);
        this.version = version;
        this.logged = Transactions.run(database, log, "open the log", connection -> Log.of(connection, log));
        this.pointNow = pointSql("r.superseded = " + TimelineTables.FOREVER);
        this.pointThen = pointSql("r.superseded > ? AND r.since <= ?");
        this.range = rangeSql();
    }

    /// Starts to keep them. Where they were made by another folding, they are made anew before this returns.
    ///
    /// @param store the log, in a schema of the database
    /// @param fingerprint of the folding: another one when it may give other states, and when it comes back after
    /// others
    public static PostgresTimelines start(
            PostgresEventStore store,
            DataSource database,
            String log,
            Dating dating,
            Function<ObjectId, Folding> folding,
            String fingerprint) {
        return start(store, database, log, dating, folding, fingerprint, TimelineMemory.mostByDefault());
    }

    /// The same with another bound on what is remembered of objects that are asked for again.
    ///
    /// @param remembered rectangles of all objects together, at some 1,000 bytes each; 0 to remember nothing
    public static PostgresTimelines start(
            PostgresEventStore store,
            DataSource database,
            String log,
            Dating dating,
            Function<ObjectId, Folding> folding,
            String fingerprint,
            long remembered) {
        int version = Transactions.run(
                database, log, "look up the folding", connection -> FoldVersions.enter(connection, log, fingerprint));
        store.projections().start(new TimelineTables(store, dating, folding, version));
        return new PostgresTimelines(store, database, log, version, new TimelineMemory(remembered));
    }

    /// Goes on by another folding, after [#start] and while they are asked: returns at once. Until the new
    /// timelines are made, beside the old ones, nothing is told by them; from then on nothing by the old ones.
    public PostgresTimelines succeededBy(
            Dating dating, Function<ObjectId, Folding> folding, String fingerprint, Succession succession) {
        int next = Transactions.run(database, log, "look up the folding", c -> FoldVersions.enter(c, log, fingerprint));
        succession.take(store.projections(), new TimelineTables(store, dating, folding, next));
        return new PostgresTimelines(store, database, log, next, new TimelineMemory(TimelineMemory.mostByDefault()));
    }

    /// Those of a log as a projection that is not started: to be verified or made anew.
    ///
    /// @param fingerprint of the folding; it may go on behind an `@`
    /// @return empty when they were last made by another folding, or by none
    public static Optional<TableProjection> kept(
            PostgresEventStore store,
            DataSource database,
            String log,
            Dating dating,
            Function<ObjectId, Folding> folding,
            String fingerprint) {
        return Transactions.run(database, log, "look up the folding", connection -> {
            if (!FoldVersions.isLatest(connection, log, fingerprint)) {
                return Optional.empty();
            }
            return Optional.of(new TimelineTables(store, dating, folding, FoldVersions.latest(connection, log)));
        });
    }

    @Override
    public Optional<Kept> at(ObjectId object, MaterialTime material, KnownAt known) {
        Optional<Position> settledAt = settled(known);
        if (settledAt.isPresent()) {
            Optional<Timeline> remembered = remembered(object, settledAt.get());
            if (remembered.isPresent()) {
                return Optional.of(new Kept(remembered.get().at(material, settledAt.get()), settledAt.get()));
            }
        }
        return Transactions.run(database, log, "read a timeline", connection -> {
            OptionalLong asked = asked(connection, known);
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            try (PreparedStatement statement =
                    connection.prepareStatement(known instanceof KnownAt.Now ? pointNow : pointThen)) {
                statement.setObject(1, object.value());
                long micros = TimelineTables.micros(material);
                statement.setLong(2, micros);
                statement.setLong(3, micros);
                if (!(known instanceof KnownAt.Now)) {
                    statement.setLong(4, asked.getAsLong());
                    statement.setLong(5, asked.getAsLong());
                }
                return kept(connection, statement, object, asked.getAsLong());
            }
        });
    }

    /// The position asked for, where no look at the log is needed to know it.
    private Optional<Position> settled(KnownAt known) {
        return switch (known) {
            case KnownAt.Now _ -> Optional.empty();
            case KnownAt.Upto(Position position) -> Optional.of(position);
            case KnownAt.Moment(Instant instant) ->
                Optional.ofNullable(settled.get(PostgresEventStore.storable(instant)))
                        .map(Position::new);
        };
    }

    /// The timeline of an object that was asked for before, made up to a position at least.
    private Optional<Timeline> remembered(ObjectId object, Position formal) {
        Optional<Timeline> remembered = memory.upTo(object, formal);
        if (remembered.isPresent() || !memory.isWanted(object)) {
            return remembered;
        }
        stored(List.of(object), Position.START, KnownAt.NOW)
                .ifPresent(range -> memory.remember(
                        object, range.timelines().getOrDefault(object, new Timeline(List.of())), range.position()));
        return memory.upTo(object, formal);
    }

    /// The position asked for, or the end of the log for now.
    ///
    /// @return empty when it is not settled, which others have to see to
    private OptionalLong asked(Connection connection, KnownAt known) throws SQLException {
        return switch (known) {
            case KnownAt.Now _ -> OptionalLong.of(Position.END.value());
            case KnownAt.Upto(Position position) -> OptionalLong.of(position.value());
            case KnownAt.Moment(Instant instant) -> settled(connection, PostgresEventStore.storable(instant));
        };
    }

    private OptionalLong settled(Connection connection, Instant instant) throws SQLException {
        Long known = settled.get(instant);
        if (known != null) {
            return OptionalLong.of(known);
        }
        OptionalLong position = logged.settledPositionAt(connection, instant);
        position.ifPresent(found -> settled.put(instant, found));
        return position;
    }

    /// One row at least when the tables are this version's: with the head of the log, with up to where they are
    /// made, and with nulls where there is no value.
    private Optional<Kept> kept(Connection connection, PreparedStatement statement, ObjectId object, long asked)
            throws SQLException {
        Map<String, Object> state = new LinkedHashMap<>();
        long head = -1;
        long made = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                head = row.getLong(1);
                made = row.getLong(2);
                String attribute = row.getString(3);
                if (attribute != null) {
                    state.put(attribute, Json.value(row.getString(4)));
                }
            }
        }
        boolean now = asked == Position.END.value();
        long formal = now ? head : asked;
        boolean known = head >= formal && head >= 0 && (formal <= made || !hasMore(connection, object, made, formal));
        return known ? Optional.of(new Kept(state, new Position(formal))) : Optional.empty();
    }

    /// Whether the log has events of the object behind what is made.
    private boolean hasMore(Connection connection, ObjectId object, long made, long formal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(
                "SELECT " + MORE + " FROM (SELECT ?::uuid AS object, ?::bigint AS kept, ?::bigint AS formal) point"))) {
            statement.setObject(1, object.value());
            statement.setLong(2, made);
            statement.setLong(3, formal);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private String pointSql(String formal) {
        return sql("""
                SELECT coalesce(head.position, 0), m.position, r.attribute, r.value::text
                  FROM $tables.made m CROSS JOIN (SELECT max(position) AS position FROM $log.event) head
                  LEFT JOIN $tables.rectangle r ON r.object = ? AND r.until_time > ? AND r.from_time <= ? AND\s""" + formal + " WHERE m.version = $version");
    }

    @Override
    public Optional<Range> between(Collection<ObjectId> objects, Position before, KnownAt after) {
        Optional<Range> remembered = settled(after).flatMap(formal -> remembered(objects, formal));
        return remembered.isPresent() ? remembered : stored(objects, before, after);
    }

    /// Of many, only what is remembered already is used: to read each one whole would cost more than it spares.
    ///
    /// @return empty unless all are remembered
    private Optional<Range> remembered(Collection<ObjectId> objects, Position formal) {
        Map<ObjectId, Timeline> timelines = new LinkedHashMap<>();
        for (ObjectId object : objects) {
            Optional<Timeline> remembered =
                    objects.size() == 1 ? remembered(object, formal) : memory.upTo(object, formal);
            if (remembered.isEmpty()) {
                return Optional.empty();
            }
            timelines.put(object, remembered.get());
        }
        return Optional.of(new Range(timelines, formal));
    }

    private Optional<Range> stored(Collection<ObjectId> objects, Position before, KnownAt after) {
        return Transactions.run(database, log, "read timelines", connection -> {
            OptionalLong asked = asked(connection, after);
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            try (PreparedStatement statement = connection.prepareStatement(range)) {
                Object[] ids = objects.stream().map(ObjectId::value).toArray();
                statement.setLong(1, asked.getAsLong());
                statement.setArray(2, connection.createArrayOf("uuid", ids));
                statement.setLong(3, before.value());
                try (ResultSet row = statement.executeQuery()) {
                    return range(row);
                }
            }
        });
    }

    /// One row at least when what is kept will do: with the formal position, and with nulls where there is no
    /// rectangle.
    private String rangeSql() {
        return sql("""
                WITH point AS MATERIALIZED (
                    SELECT least(asked.known, coalesce(head.position, 0)) AS formal, m.position AS kept, asked.objects,
                           asked.before
                      FROM (SELECT ?::bigint AS known, ?::uuid[] AS objects, ?::bigint AS before) asked,
                           (SELECT max(position) AS position FROM $log.event) head, $tables.made m
                     WHERE m.version = $version
                       AND (asked.known = $end OR asked.known <= coalesce(head.position, 0)))
                SELECT point.formal, r.object, r.attribute, r.from_time, r.until_time, r.since, r.superseded, r.cause,
                       r.value::text
                  FROM point LEFT JOIN $tables.rectangle r ON r.object = ANY (point.objects)
                   AND r.superseded > point.before AND r.since <= point.formal
                 WHERE point.formal <= point.kept OR NOT ($more)
                """.replace("$end", String.valueOf(Position.END.value()))
                .replace("$more", MORE.replace("= point.object", "= ANY (point.objects)")));
    }

    @Override
    public List<StoredEvent> events(Collection<Position> positions) {
        return Transactions.run(database, log, "read events", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    sql("SELECT position, record_send(e) FROM $log.event e WHERE position = ANY (?)"))) {
                Object[] values = positions.stream().map(Position::value).toArray();
                statement.setArray(1, connection.createArrayOf("bigint", values));
                return Log.read(statement);
            }
        });
    }

    private static Optional<Range> range(ResultSet row) throws SQLException {
        Map<ObjectId, List<Rectangle>> rectangles = new LinkedHashMap<>();
        Optional<Position> position = Optional.empty();
        while (row.next()) {
            position = Optional.of(new Position(row.getLong(1)));
            UUID object = row.getObject(2, UUID.class);
            if (object != null) {
                rectangles
                        .computeIfAbsent(new ObjectId(object), id -> new ArrayList<>())
                        .add(TimelineTables.rectangle(row, 3));
            }
        }
        Map<ObjectId, Timeline> timelines = new LinkedHashMap<>();
        rectangles.forEach((object, all) -> timelines.put(object, new Timeline(all)));
        return position.map(formal -> new Range(timelines, formal));
    }

    private String sql(String statement) {
        return statement.replace("$log", log).replace("$tables", tables).replace("$version", String.valueOf(version));
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
