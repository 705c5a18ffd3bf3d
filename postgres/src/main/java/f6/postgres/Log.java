package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.TypeVersion;
import f6.postgres.Window.Marks;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/// The statements on one schema's log. Every method uses the connection it is given, and its transaction if it has
/// one.
///
/// @param lockKey of the advisory lock that orders appends
/// @param rowType the object identifier of the type `event_row`
/// @param rowArrayType the same of its array
record Log(String schema, long lockKey, int rowType, int rowArrayType) {
    /// How many positions share an entry of the sparse index by type; `V2__grouped_appends.sql` has it too.
    static final int SEGMENT = 256;
    /// Tells the listeners' lock from the appends' one, which is 0 here.
    private static final int LISTENERS = 1;

    static Log of(Connection connection, String schema) throws SQLException {
        String sql =
                "SELECT '%1$s.event'::regclass::oid::bigint, '%1$s.event_row'::regtype::oid::bigint,".formatted(schema)
                        + " '%s.event_row[]'::regtype::oid::bigint".formatted(schema);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Log(schema, row.getLong(1), (int) row.getLong(2), (int) row.getLong(3));
        }
    }

    private static final String STANDING_STILL = "SET LOCAL idle_in_transaction_session_timeout = '60s'";

    /// Of a transaction that takes the lock of appends by appending: the same as where it is [locked][#lock]
    /// ahead.
    void limitStandingStill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(STANDING_STILL);
        }
    }

    /// Waits for the lock that appends take, up to the time that one of them waits. A node that then stands still
    /// for a minute loses it, with its connection.
    void lock(Connection connection, boolean shared) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    ("SET LOCAL lock_timeout = '30s'; " + STANDING_STILL + ";" + " SELECT pg_advisory_xact_lock%s(%d)")
                            .formatted(shared ? "_shared" : "", lockKey));
        }
    }

    long head(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT max(position) FROM " + schema + ".event");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /// An append among others that share a transaction.
    ///
    /// @param rows its events, by [EventRows#write]
    record Rows(List<Event> events, List<byte[]> rows) {
        static Rows of(List<Event> events) {
            return new Rows(events, events.stream().map(EventRows::write).toList());
        }

        /// What the sparse index by type needs when they are stored behind a position and nothing is known of it.
        Set<Segment> segments(long position) {
            Set<Segment> segments = new LinkedHashSet<>();
            for (int i = 0; i < events.size(); i++) {
                segments.add(Segment.of(events.get(i), position + i + 1));
            }
            return segments;
        }

        /// The events as stored behind a position, in the append of this number among those that share a
        /// transaction.
        List<StoredEvent> placed(long position, Instant firstCreatedAt, int number) {
            Instant createdAt = firstCreatedAt.plus(number, ChronoUnit.MICROS);
            List<StoredEvent> placed = new ArrayList<>(events.size());
            for (Event event : events) {
                placed.add(new StoredEvent(new Position(position + placed.size() + 1), createdAt, event));
            }
            return placed;
        }
    }

    /// An entry of the sparse index by type.
    record Segment(String type, String version, long number) {
        static Segment of(Event event, long position) {
            return new Segment(event.type().name(), event.version(), position / SEGMENT);
        }
    }

    /// Empty rather than null: a null has no type, and the driver prepares a statement anew when a type changes.
    private static <T> Array array(Connection connection, String type, List<T> items, Function<T, Object> member)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(member).toArray());
    }

    /// Appends behind a head. See the function `append` of the schema.
    ///
    /// @return the time of the first append, each of the others being a microsecond later than the one before; or
    /// null when nothing was stored since the head is another
    @Nullable
    Instant append(Connection connection, long expected, String views, List<Rows> appends, Collection<Segment> segments)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + schema + ".append(?, ?, ?, ?, ?, ?, ?, ?)")) {
            sendRowsBinary(connection);
            statement.setLong(1, lockKey);
            statement.setLong(2, expected);
            statement.setString(3, views);
            statement.setObject(4, new RowArray(this, appends));
            statement.setBoolean(5, appends.stream().anyMatch(Log::hasMoreObjects));
            List<Segment> entries = List.copyOf(segments);
            statement.setArray(6, array(connection, "text", entries, Segment::type));
            statement.setArray(7, array(connection, "text", entries, Segment::version));
            statement.setArray(8, array(connection, "bigint", entries, Segment::number));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long micros = row.getLong(1);
                return micros < 0 ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            }
        }
    }

    /// Has the driver send a [RowArray] as it is.
    void sendRowsBinary(Connection connection) throws SQLException {
        connection.unwrap(BaseConnection.class).getQueryExecutor().addBinarySendOid(rowArrayType);
    }

    private static boolean hasMoreObjects(Rows append) {
        return append.events().stream().anyMatch(event -> event.objects().size() > 3);
    }

    /// Those of the events that the log holds by id.
    Map<EventId, StoredEvent> known(Connection connection, List<Event> events) throws SQLException {
        Object[] ids = events.stream().map(event -> event.id().value()).toArray();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT position, record_send(e) FROM " + schema + ".event e WHERE id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            Map<EventId, StoredEvent> known = new HashMap<>();
            read(statement).forEach(stored -> known.put(stored.id(), stored));
            return known;
        }
    }

    /// Reads rows of which the second column is `record_send(event)`.
    static List<StoredEvent> read(PreparedStatement statement) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(EventRows.readRecord(row.getBytes(2)));
            }
        }
        return events;
    }

    /// The events behind a position, at most so many.
    List<StoredEvent> after(Connection connection, long position, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT position, record_send(e) FROM " + schema
                + ".event e WHERE position > ? ORDER BY position LIMIT ?")) {
            statement.setLong(1, position);
            statement.setInt(2, most);
            return read(statement);
        }
    }

    /// What conditions see of the events behind a position, at most so many.
    List<Marks> marksAfter(Connection connection, long position, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, event_type, object_ids FROM "
                + schema + ".event WHERE position > ? ORDER BY position LIMIT ?")) {
            statement.setLong(1, position);
            statement.setInt(2, most);
            List<Marks> marks = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID[] objects = (UUID[]) row.getArray(3).getArray();
                    marks.add(new Marks(
                            new EventId(row.getObject(1, UUID.class)),
                            new EventType(row.getString(2)),
                            Arrays.stream(objects).map(ObjectId::new).toList()));
                }
            }
            return marks;
        }
    }

    /// For each condition the latest position that matches, after its own and up to another; or 0.
    long[] latestMatches(Connection connection, List<AppendCondition> conditions, long upTo) throws SQLException {
        return conditions.isEmpty() ? new long[0] : ConditionCheck.latestMatches(connection, schema, conditions, upTo);
    }

    /// The types and versions that the log holds.
    Set<TypeVersion> versions(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT DISTINCT event_type, event_version FROM " + schema + ".event_type_segment");
                ResultSet row = statement.executeQuery()) {
            Set<TypeVersion> versions = new HashSet<>();
            while (row.next()) {
                versions.add(new TypeVersion(new EventType(row.getString(1)), row.getString(2)));
            }
            return versions;
        }
    }

    Optional<StoredEvent> find(Connection connection, EventId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT position, record_send(e) FROM " + schema + ".event e WHERE id = ?")) {
            statement.setObject(1, id.value());
            return read(statement).stream().findFirst();
        }
    }

    /// Whether an event was stored after the instant, so that the instant's position is settled.
    boolean isPassed(Connection connection, Instant instant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT created_at > ? FROM " + schema + ".event ORDER BY position DESC LIMIT 1")) {
            statement.setObject(1, instant.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// The instant's position, if an event was stored after the instant.
    OptionalLong settledPositionAt(Connection connection, Instant instant) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT $.position_at(asked.instant) FROM".replace("$", schema)
                        + " (SELECT ?::timestamptz AS instant) asked WHERE asked.instant <"
                        + " (SELECT created_at FROM " + schema + ".event ORDER BY position DESC LIMIT 1)")) {
            statement.setObject(1, instant.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    long positionAt(Connection connection, Instant instant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + schema + ".position_at(?)")) {
            statement.setObject(1, instant.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// Tells listeners of all nodes of a new head, when the transaction commits. Need not be durable.
    void announce(Connection connection, long head) throws SQLException {
        boolean alone = connection.getAutoCommit();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_notify(?, ?)" + (alone ? ", set_config('synchronous_commit', 'off', true)" : ""))) {
            statement.setString(1, channel());
            statement.setString(2, String.valueOf(head));
            statement.execute();
        }
    }

    /// Whether anyone holds the lock that listeners share.
    boolean isListenedTo(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM pg_locks WHERE"
                + " locktype = 'advisory' AND classid = ? AND objid = ?::bigint::oid AND mode = 'ShareLock' AND database"
                + " = (SELECT oid FROM pg_database WHERE datname = current_database()))")) {
            statement.setInt(1, LISTENERS);
            statement.setLong(2, lockKey);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /// The advisory lock that listeners share.
    long listenersKey() {
        return ((long) LISTENERS << Integer.SIZE) | lockKey;
    }

    String channel() {
        return "f6_" + schema;
    }
}
