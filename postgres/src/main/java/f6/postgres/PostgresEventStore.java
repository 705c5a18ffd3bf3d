package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.ReadOptions.Direction;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// A log in one schema of a PostgreSQL database, shared by any number of nodes.
///
/// Appends take a lock on the whole log and hold it to commit. So each decides on all that is before it, positions have
/// no gaps, and they become visible in order, whatever other transactions are open.
public final class PostgresEventStore implements EventStore {
    /// What fits in memory even if each event is as large as may be, and still spares round trips.
    private static final int PAGE = 250;
    /// How long an append waits for those before it; longer means that someone else holds the lock and is stuck.
    private static final String LOCK_TIMEOUT = "30s";
    /// What PostgreSQL takes for an unquoted identifier, kept to what needs no folding.
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    /// The years that PostgreSQL and ISO 8601 both write plainly.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private final DataSource database;
    private final String schema;

    private PostgresEventStore(DataSource database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    /// Opens the log in a schema, and makes or migrates the schema first where needed.
    ///
    /// @throws InvalidValue when the schema's name is not plain lower case
    /// @throws StoreFailure when the database cannot be reached, or its user may not do this
    public static PostgresEventStore open(DataSource database, String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new InvalidValue("a schema name is lower-case letters, digits and underscores: '" + schema + "'");
        }
        try {
            Flyway.configure(PostgresEventStore.class.getClassLoader())
                    .dataSource(database)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:f6/postgres/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreFailure("cannot make or migrate the schema %s: %s".formatted(schema, e.getMessage()), e);
        }
        return new PostgresEventStore(database, schema);
    }

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        EventStore.requireAppendable(events);
        return transact("append", connection -> {
            lock(connection, "pg_advisory_xact_lock");
            return decide(connection, events, condition);
        });
    }

    private void lock(Connection connection, String how) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Statements that follow have their own, later snapshot: under READ COMMITTED they see what the holders
            // before this one committed.
            statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'; SELECT " + how + "('" + schema
                    + ".event'::regclass::oid::bigint)");
        }
    }

    private AppendResult decide(Connection connection, List<Event> events, @Nullable AppendCondition condition)
            throws SQLException {
        Map<EventId, StoredEvent> known = known(connection, events);
        if (!known.isEmpty()) {
            return again(events, known);
        }
        Optional<Position> match = condition == null ? Optional.empty() : latestMatch(connection, condition);
        if (match.isPresent()) {
            return new AppendResult.Conflict(match.get());
        }
        List<StoredEvent> stored = place(connection, events);
        Rows.insert(connection, schema, stored);
        return new AppendResult.Appended(stored);
    }

    private Map<EventId, StoredEvent> known(Connection connection, List<Event> events) throws SQLException {
        Map<EventId, StoredEvent> known = new HashMap<>();
        Object[] ids = events.stream().map(event -> event.id().value()).toArray();
        try (PreparedStatement statement = connection.prepareStatement(select("WHERE id = ANY (?)"))) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            Rows.read(statement).forEach(stored -> known.put(stored.id(), stored));
        }
        return known;
    }

    private static AppendResult again(List<Event> events, Map<EventId, StoredEvent> known) {
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : events) {
            StoredEvent before = known.get(event.id());
            if (before != null && !before.event().equals(event)) {
                return new AppendResult.IdTaken(event.id());
            }
            if (before != null) {
                stored.add(before);
            }
        }
        return stored.size() == events.size()
                ? new AppendResult.Appended(stored)
                : new AppendResult.IdTaken(stored.getFirst().id());
    }

    private Optional<Position> latestMatch(Connection connection, AppendCondition condition) throws SQLException {
        SqlQuery newest = SqlQuery.latestAfter(schema, condition.failIfMatches(), condition.after());
        try (PreparedStatement statement = connection.prepareStatement(newest.sql())) {
            newest.bind(statement, connection);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Position(row.getLong(1))) : Optional.empty();
            }
        }
    }

    /// Gives the events the next positions and a moment later than any before.
    private List<StoredEvent> place(Connection connection, List<Event> events) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT clock_timestamp(), position, created_at FROM (SELECT) one"
                                + " LEFT JOIN (SELECT position, created_at FROM " + schema
                                + ".event ORDER BY position DESC LIMIT 1) last ON true")) {
            row.next();
            Instant now = Rows.instant(row, 1).truncatedTo(ChronoUnit.MICROS);
            long head = row.getLong(2);
            Instant least = head == 0 ? now : Rows.instant(row, 3).plus(1, ChronoUnit.MICROS);
            Instant createdAt = now.isBefore(least) ? least : now;
            List<StoredEvent> placed = new ArrayList<>(events.size());
            for (Event event : events) {
                placed.add(new StoredEvent(new Position(head + placed.size() + 1), createdAt, event));
            }
            return placed;
        }
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        Page first = page(query, options);
        return Stream.iterate(first, page -> !page.events().isEmpty(), page -> next(query, page))
                .flatMap(page -> page.events().stream());
    }

    /// @param options what it was read with
    private record Page(List<StoredEvent> events, ReadOptions options) {}

    private Page next(Query query, Page page) {
        long left = page.options().limit() - page.events().size();
        if (left < 1 || page.events().size() < PAGE) {
            return new Page(List.of(), page.options());
        }
        return page(
                query, page.options().limit(left).after(page.events().getLast().position()));
    }

    private Page page(Query query, ReadOptions options) {
        SqlQuery matching =
                new SqlQuery(schema, query, options.direction(), options.after(), Math.min(options.limit(), PAGE));
        String sql = select("JOIN (" + matching.sql() + ") matching USING (position) ORDER BY position"
                + (options.direction() == Direction.FORWARD ? "" : " DESC"));
        return run("read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                matching.bind(statement, connection);
                return new Page(Rows.read(statement), options);
            }
        });
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return run("find", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(select("WHERE id = ?"))) {
                statement.setObject(1, id.value());
                return Rows.read(statement).stream().findFirst();
            }
        });
    }

    @Override
    public Position head() {
        return run("read the head", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT max(position) FROM " + schema + ".event")) {
                return position(statement);
            }
        });
    }

    @Override
    public Position positionAt(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return Position.START;
        }
        Instant bounded = instant.isAfter(LATEST) ? LATEST : instant.truncatedTo(ChronoUnit.MICROS);
        return transact("resolve an instant", connection -> {
            // An append that runs may have its moment already and not be visible yet. Unless a later one is visible,
            // wait
            // for it: an instant that has passed must always mean the same.
            if (!isPassed(connection, bounded)) {
                lock(connection, "pg_advisory_xact_lock_shared");
            }
            return positionAt(connection, bounded);
        });
    }

    private boolean isPassed(Connection connection, Instant instant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT FROM " + schema + ".event WHERE created_at > ? ORDER BY created_at LIMIT 1")) {
            statement.setObject(1, Rows.timestamp(instant));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private Position positionAt(Connection connection, Instant instant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT position FROM " + schema
                + ".event WHERE created_at <= ? ORDER BY created_at DESC, position DESC LIMIT 1")) {
            statement.setObject(1, Rows.timestamp(instant));
            return position(statement);
        }
    }

    private static Position position(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? new Position(row.getLong(1)) : Position.START;
        }
    }

    private String select(String rest) {
        return "SELECT " + Rows.COLUMNS + " FROM " + schema + ".event " + rest;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Under READ COMMITTED, so that each statement sees what was committed before it began.
    private <T> T transact(String what, Work<T> work) {
        return run(what, connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    connection.rollback();
                } catch (SQLException alsoFailed) {
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            }
        });
    }

    private <T> T run(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreFailure("could not %s in schema %s: %s".formatted(what, schema, e.getMessage()), e);
        }
    }
}
