package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.store.TypeVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A store on PostgreSQL as it is often written: correct for one client at a time. What the events say is kept
/// aside; the database holds their ids and positions.
final class SpoiltStore implements EventStore {
    enum Defect {
        /// READ COMMITTED sees what is committed when it looks, and is not told what comes after.
        NO_LOCK,
        /// The decision is made under a lock; the position is taken from a sequence, and the commit comes, behind
        /// it.
        POSITION_OUTSIDE_THE_LOCK
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final int FETCH = 1000;

    private final DataSource database;
    private final String table;
    private final Defect defect;
    private final Map<EventId, Event> contents = new ConcurrentHashMap<>();

    SpoiltStore(DataSource database, String table, Defect defect) {
        this.database = database;
        this.table = table;
        this.defect = defect;
        var _ = run(connection -> execute(connection, """
                CREATE TABLE %s (position bigserial PRIMARY KEY, id uuid UNIQUE, created_at timestamptz NOT NULL)
                """.formatted(table)));
    }

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        EventStore.requireAppendable(events);
        return run(connection -> {
            connection.setAutoCommit(false);
            if (defect == Defect.POSITION_OUTSIDE_THE_LOCK) {
                var _ = execute(connection, "SELECT pg_advisory_lock('%s'::regclass::oid::bigint)".formatted(table));
            }
            Optional<StoredEvent> match = condition == null ? Optional.empty() : latestMatch(connection, condition);
            if (defect == Defect.POSITION_OUTSIDE_THE_LOCK) {
                var _ = execute(connection, "SELECT pg_advisory_unlock('%s'::regclass::oid::bigint)".formatted(table));
            }
            if (match.isPresent()) {
                return new AppendResult.Conflict(match.get().position());
            }
            return insert(connection, events);
        });
    }

    private Optional<StoredEvent> latestMatch(Connection connection, AppendCondition condition) throws SQLException {
        String newestFirst = "position > %d ORDER BY position DESC"
                .formatted(condition.after().value());
        return rows(connection, newestFirst, condition.failIfMatches(), 1).stream()
                .findFirst();
    }

    private AppendResult insert(Connection connection, List<Event> events) throws SQLException {
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : events) {
            contents.putIfAbsent(event.id(), event);
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO " + table
                            + " (id, created_at) VALUES (?, now()) ON CONFLICT (id) DO NOTHING RETURNING position, created_at")) {
                statement.setObject(1, event.id().value());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        connection.rollback();
                        return new AppendResult.IdTaken(event.id());
                    }
                    stored.add(new StoredEvent(new Position(row.getLong(1)), instant(row, 2), event));
                }
            }
        }
        connection.commit();
        return new AppendResult.Appended(stored);
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        String bound = switch (options.direction()) {
            case FORWARD -> "position > %s ORDER BY position";
            case BACKWARD -> "position < %s ORDER BY position DESC";
        };
        return run(connection -> {
            connection.setAutoCommit(false);
            return rows(connection, bound.formatted(options.after()), query, options.limit()).stream();
        });
    }

    /// Stops reading when it has as many as are asked for.
    private List<StoredEvent> rows(Connection connection, String where, Query query, long limit) throws SQLException {
        List<StoredEvent> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(
                    "SELECT position, created_at, id FROM %s WHERE %s".formatted(table, where))) {
                while (rows.size() < limit && row.next()) {
                    Event event = contents.get(new EventId(row.getObject(3, UUID.class)));
                    if (event != null && query.matches(event)) {
                        rows.add(new StoredEvent(new Position(row.getLong(1)), instant(row, 2), event));
                    }
                }
            }
        }
        return rows;
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return run(connection -> rows(connection, "id = '%s'".formatted(id), Query.all(), 1)).stream()
                .findFirst();
    }

    @Override
    public Position head() {
        return read(Query.all(), ReadOptions.BACKWARD.limit(1))
                .findFirst()
                .map(StoredEvent::position)
                .orElse(Position.START);
    }

    @Override
    public Follower follow(Query query, Position after) {
        throw new UnsupportedOperationException("its readers poll");
    }

    @Override
    public Set<TypeVersion> versions() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public Position positionAt(Instant instant) {
        String latestFirst = "created_at <= '%s' ORDER BY position DESC".formatted(Timestamp.from(instant));
        return run(connection -> rows(connection, latestFirst, Query.all(), 1))
                .getFirst()
                .position();
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            try {
                return work.on(connection);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new StoreFailure("spoilt: " + e.getMessage(), e);
        }
    }
}
