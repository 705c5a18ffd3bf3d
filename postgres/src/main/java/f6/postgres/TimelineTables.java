package f6.postgres;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Rectangle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The rectangles of all objects in law, where an attribute has a value. A rectangle that has ended on the formal
/// axis never changes again, so only the new ones are written, and the ends of those before.
final class TimelineTables implements TableProjection {
    static final String NAME = "timelines";
    /// On the material axis, in microseconds since 1970; the ends of the axis are the ends of the type.
    static final long FOREVER = Long.MAX_VALUE;

    private final EventStore log;
    private final Dating dating;
    private final Function<ObjectId, Folding> folding;
    private final int version;
    /// By the schema of the tables: those that are made anew are elsewhere than the live ones.
    private final Map<String, WarmTimelines> warm = new ConcurrentHashMap<>();

    TimelineTables(EventStore log, Dating dating, Function<ObjectId, Folding> folding, int version) {
        this.log = log;
        this.dating = dating;
        this.folding = folding;
        this.version = version;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE rectangle (
                        object     uuid   NOT NULL,
                        attribute  text   NOT NULL,
                        from_time  bigint NOT NULL,
                        until_time bigint NOT NULL,
                        since      bigint NOT NULL,
                        superseded bigint NOT NULL,
                        cause      uuid,
                        value      jsonb  NOT NULL
                    );
                    -- Up to where they are made, and by which version: what a reader needs beside the rectangles, in one row.
                    CREATE TABLE made (position bigint NOT NULL, version int NOT NULL) WITH (fillfactor = 10);
                    INSERT INTO made VALUES (0, %d);
                    -- All that a point needs is in the index; the row is visited for the value only.
                    CREATE INDEX rectangle_of_object
                        ON rectangle (object, superseded, until_time, from_time, since, attribute);
                    -- What is known now, by what is in it.
                    CREATE INDEX rectangle_now ON rectangle USING gin (value jsonb_path_ops)
                        WHERE superseded = 9223372036854775807;
                    """.formatted(version));
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        Position known = new Position(events.getFirst().position().value() - 1);
        try (PreparedStatement end = connection.prepareStatement("UPDATE rectangle SET superseded = ? WHERE object = ?"
                        + " AND superseded = " + FOREVER + " AND attribute = ? AND since = ? AND from_time = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO rectangle VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)");
                PreparedStatement made = connection.prepareStatement("UPDATE made SET position = ?")) {
            for (WarmTimelines.Drawn drawn : advance(connection, events)) {
                if (drawn.rectangle().value().isEmpty()) {
                    continue;
                }
                if (drawn.rectangle().since().isAfter(known)) {
                    addBegun(insert, drawn.object(), drawn.rectangle());
                } else {
                    addEnded(end, drawn.object(), drawn.rectangle());
                }
            }
            end.executeBatch();
            insert.executeBatch();
            made.setLong(1, events.getLast().position().value());
            made.executeUpdate();
        }
    }

    private Collection<WarmTimelines.Drawn> advance(Connection connection, List<StoredEvent> events)
            throws SQLException {
        try (PreparedStatement made = connection.prepareStatement("SELECT current_schema(), position FROM made");
                ResultSet row = made.executeQuery()) {
            row.next();
            return warm.computeIfAbsent(row.getString(1), _ -> new WarmTimelines(log, dating, folding))
                    .advance(new Position(row.getLong(2)), events, objects -> open(connection, objects));
        }
    }

    private static Map<ObjectId, List<Rectangle>> open(Connection connection, Collection<ObjectId> objects)
            throws SQLException {
        Map<ObjectId, List<Rectangle>> open = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT object, attribute, from_time, until_time, since, superseded, cause, value::text FROM rectangle"
                        + " WHERE superseded = " + FOREVER + " AND object = ANY (?)")) {
            Object[] ids = objects.stream().map(ObjectId::value).toArray();
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    open.computeIfAbsent(new ObjectId(row.getObject(1, UUID.class)), _ -> new ArrayList<>())
                            .add(rectangle(row, 2));
                }
            }
        }
        return open;
    }

    private static void addBegun(PreparedStatement insert, ObjectId object, Rectangle rectangle) throws SQLException {
        insert.setObject(1, object.value());
        insert.setString(2, rectangle.attribute());
        insert.setLong(3, micros(rectangle.from()));
        insert.setLong(4, micros(rectangle.until()));
        insert.setLong(5, rectangle.since().value());
        insert.setLong(6, rectangle.superseded().value());
        insert.setObject(7, rectangle.cause().map(id -> id.value()).orElse(null));
        insert.setString(8, Json.text(rectangle.value().orElseThrow()));
        insert.addBatch();
    }

    private static void addEnded(PreparedStatement end, ObjectId object, Rectangle rectangle) throws SQLException {
        end.setLong(1, rectangle.superseded().value());
        end.setObject(2, object.value());
        end.setString(3, rectangle.attribute());
        end.setLong(4, rectangle.since().value());
        end.setLong(5, micros(rectangle.from()));
        end.addBatch();
    }

    /// From the columns `attribute` to `value` of a row.
    static Rectangle rectangle(ResultSet row, int first) throws SQLException {
        long superseded = row.getLong(first + 4);
        return new Rectangle(
                row.getString(first),
                time(row.getLong(first + 1)),
                time(row.getLong(first + 2)),
                new Position(row.getLong(first + 3)),
                superseded == FOREVER ? Position.END : new Position(superseded),
                Optional.of(Json.value(row.getString(first + 6))),
                Optional.ofNullable(row.getObject(first + 5, UUID.class)).map(EventId::new));
    }

    private static MaterialTime time(long micros) {
        if (micros == Long.MIN_VALUE) {
            return MaterialTime.UNKNOWN;
        }
        return micros == FOREVER ? MaterialTime.END : new MaterialTime(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /// Material times have no more than microseconds where anything begins or ends. The end of a day, a nanosecond
    /// before the next one, is rounded down, before 1970 too.
    static long micros(MaterialTime time) {
        if (time.equals(MaterialTime.UNKNOWN)) {
            return Long.MIN_VALUE;
        }
        Instant instant = time.instant();
        return time.equals(MaterialTime.END)
                ? FOREVER
                : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
