package f6.postgres;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Rectangle;
import f6.eventstore.timeline.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The rectangles of all objects in law, where an attribute has a value. A rectangle that has ended on the formal
/// axis
/// never changes again, so only the new ones are written, and the ends of those before.
record TimelineTables(EventStore log, Dating dating, Function<ObjectId, Folding> folding, int version)
        implements TableProjection {
    static final String NAME = "timelines";
    /// On the material axis, in microseconds since 1970; the ends of the axis are the ends of the type.
    static final long FOREVER = Long.MAX_VALUE;

    @Override
    public String name() {
        return NAME;
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
        Position upTo = events.getLast().position();
        try (PreparedStatement end = connection.prepareStatement("UPDATE rectangle SET superseded = ? WHERE object = ?"
                        + " AND superseded = " + FOREVER + " AND attribute = ? AND since = ? AND from_time = ?");
                PreparedStatement made = connection.prepareStatement("UPDATE made SET position = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO rectangle VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)")) {
            for (ObjectId object : objects(events)) {
                Boundary boundary = Boundary.of(List.of(object), log, dating, upTo);
                Timeline.of(boundary.history(), folding.apply(object), Reading.LEGAL)
                        .rectangles()
                        .filter(rectangle -> rectangle.value().isPresent())
                        .forEach(rectangle -> write(object, rectangle, known, end, insert));
            }
            end.executeBatch();
            insert.executeBatch();
            made.setLong(1, upTo.value());
            made.executeUpdate();
        } catch (Unwritten e) {
            throw e.cause;
        }
    }

    /// An event of a chain names all objects that the chain had come to name before it.
    private static Set<ObjectId> objects(List<StoredEvent> events) {
        Set<ObjectId> objects = new LinkedHashSet<>();
        events.forEach(stored -> objects.addAll(stored.event().objects()));
        return objects;
    }

    private static final class Unwritten extends RuntimeException {
        private final transient SQLException cause;

        Unwritten(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static void write(
            ObjectId object, Rectangle rectangle, Position known, PreparedStatement end, PreparedStatement insert) {
        try {
            if (rectangle.since().isAfter(known)) {
                insert.setObject(1, object.value());
                insert.setString(2, rectangle.attribute());
                insert.setLong(3, micros(rectangle.from()));
                insert.setLong(4, micros(rectangle.until()));
                insert.setLong(5, rectangle.since().value());
                insert.setLong(6, rectangle.superseded().value());
                insert.setObject(7, rectangle.cause().map(id -> id.value()).orElse(null));
                insert.setString(8, Json.text(rectangle.value().orElseThrow()));
                insert.addBatch();
            } else if (rectangle.superseded().isAfter(known)
                    && !rectangle.superseded().equals(Position.END)) {
                end.setLong(1, rectangle.superseded().value());
                end.setObject(2, object.value());
                end.setString(3, rectangle.attribute());
                end.setLong(4, rectangle.since().value());
                end.setLong(5, micros(rectangle.from()));
                end.addBatch();
            }
        } catch (SQLException e) {
            throw new Unwritten(e);
        }
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
