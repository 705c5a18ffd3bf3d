package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Heads;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.RawLog;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.store.TypeVersion;
import f6.postgres.SynchronousViews.ViewRefuses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A log in one schema of a PostgreSQL database, shared by any number of nodes.
///
/// Appends take a lock on the whole log and hold it to commit. So each decides on all that is before it, positions
/// have no gaps, and they become visible in order, whatever other transactions are open.
public final class PostgresEventStore implements EventStore, RawLog, AutoCloseable {
    /// What PostgreSQL takes for an unquoted identifier, kept to what needs no folding.
    /// The years that PostgreSQL and ISO 8601 both write plainly.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private final DataSource database;
    private final String schema;
    private final Log log;
    private final SynchronousViews views;
    private final Projections projections;
    private final Heads heads = new Heads();
    private final Announcer announcer;
    private final GroupCommit group;
    /// Of queries that others read at the same moment; empty when one must be read alone.
    private final Function<Query, Optional<List<StoredEvent>>> shared;
    private @Nullable Listener listener;
    private boolean closed;

    private PostgresEventStore(
            DataSource database,
            Log log,
            BatchObserver observer,
            List<TableProjection> synchronous,
            Function<Query, Optional<List<StoredEvent>>> shared) {
        this.database = database;
        this.schema = log.schema();
        this.log = log;
        this.views = new SynchronousViews(log, synchronous);
        this.projections = new Projections(this, database, log);
        this.announcer = new Announcer(database, log, heads);
        this.shared = shared;
        this.group = new GroupCommit(new BatchWriter(database, log, views, announcer), observer);
    }

    /// Opens the log in a schema, and makes or migrates the schema first where needed.
    ///
    /// @param synchronous the projections to keep in the transaction of each append; every node that appends to
    /// the log must name the same. One that is new to the log, or has a new version, is made from the log before
    /// this returns
    /// @throws InvalidValue when the schema's name is not plain lower case, or the default isolation of the
    /// connections is not READ COMMITTED
    /// @throws StoreFailure when the database cannot be reached, its user may not do this, or the log keeps other
    /// synchronous projections
    public static PostgresEventStore open(DataSource database, String schema, TableProjection... synchronous) {
        return open(database, schema, BatchObserver.NONE, Progress.NONE, synchronous);
    }

    /// The same with someone who is told of each transaction of appends.
    public static PostgresEventStore open(
            DataSource database, String schema, BatchObserver observer, TableProjection... synchronous) {
        return open(database, schema, observer, Progress.NONE, synchronous);
    }

    /// The same with someone who is told how far it is while projections are made that the log does not have.
    public static PostgresEventStore open(
            DataSource database,
            String schema,
            BatchObserver observer,
            Progress progress,
            TableProjection... synchronous) {
        Log log = OwnSchema.open(database, schema, "migration").run("open the log", connection -> {
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new InvalidValue("connections to the log need the default isolation READ COMMITTED");
            }
            return Log.of(connection, schema);
        });
        PostgresEventStore store = new PostgresEventStore(
                database, log, observer, List.of(synchronous), new GroupRead(database, log.schema())::read);
        try {
            store.projections.keepSynchronously(List.of(synchronous), progress);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
        return store;
    }

    /// The schemas of a database that hold a log, by name.
    public static List<String> logs(DataSource database) {
        return Transactions.run(database, "pg_tables", "look for logs", connection -> {
            List<String> logs = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT schemaname FROM pg_tables WHERE tablename = 'log_guard' ORDER BY schemaname");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    logs.add(row.getString(1));
                }
            }
            return logs;
        });
    }

    /// Looks whether a log keeps its promises; its projections are left out, since their code is not here. Changes
    /// nothing; nodes may go on appending.
    public static List<Check> verify(DataSource database, String schema, Progress progress) {
        try (PostgresEventStore store = openAsItIs(database, schema)) {
            return store.verify(progress);
        }
    }

    /// Opens a log that is there, for a look at it: nothing is migrated, and nobody keeps its synchronous
    /// projections, so nothing may be appended.
    public static PostgresEventStore openAsItIs(DataSource database, String schema) {
        Log log = new OwnSchema(database, schema).run("open the log", connection -> Log.of(connection, schema));
        return new PostgresEventStore(database, log, BatchObserver.NONE, List.of(), _ -> Optional.empty());
    }

    /// Looks whether this log keeps its promises, and whether the views of all projections that were started here
    /// are what the log makes of them. Changes nothing; appends may go on.
    public List<Check> verify(Progress progress) {
        List<Check> checks = new ArrayList<>(new LogVerification(this, database, schema, progress).run());
        for (String projection : projections.known()) {
            Rebuilt rebuilt = projections.verify(projection, progress);
            String found =
                    rebuilt.isEqual() ? "up to position " + rebuilt.upTo() : String.join("; ", rebuilt.differences());
            Check check = new Check("projection %s equals a replay".formatted(projection), rebuilt.isEqual(), found);
            checks.add(check);
            progress.checked(check);
        }
        return checks;
    }

    /// The projections of this log: to start asynchronous ones, and to mind all.
    public Projections projections() {
        return projections;
    }

    /// Snapshots kept beside this log.
    public Snapshots snapshots() {
        return new PostgresSnapshots(this, database, schema);
    }

    /// Appends that run at the same time share a transaction.
    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        EventStore.requireAppendable(events);
        AppendResult inCompany = group.append(events, condition).orElse(null);
        return switch (inCompany) {
            case null -> appendAlone(events, condition);
            case AppendResult.Appended appended -> appended;
            // An append that is repeated matches its own condition.
            case AppendResult.Conflict conflict ->
                run("look for known ids", c -> again(c, events)).orElse(conflict);
            case AppendResult.IdTaken taken -> taken;
            case AppendResult.Refused refused -> refused;
        };
    }

    private AppendResult appendAlone(List<Event> events, @Nullable AppendCondition condition) {
        try {
            return transact("append", connection -> decide(connection, events, condition));
        } catch (ViewRefuses refusal) {
            return refusal.result();
        }
    }

    /// Appends in the caller's own transaction: it takes effect, and counts for others, with its commit. From here
    /// to its end no other append can go on, so end it soon, and append to the log by no other way in between.
    ///
    /// @throws InvalidValue when the connection commits by itself, or is not at READ COMMITTED: an older snapshot
    /// would not see what the append is to be decided on
    public AppendResult append(Connection connection, List<Event> events, @Nullable AppendCondition condition) {
        EventStore.requireAppendable(events);
        try {
            if (connection.getAutoCommit()
                    || connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new InvalidValue("an append needs a transaction at READ COMMITTED on its connection");
            }
            Savepoint before = connection.setSavepoint();
            TransactionSettings settings = TransactionSettings.of(connection);
            try {
                AppendResult result = decide(connection, events, condition);
                settings.restore(connection);
                return result;
            } catch (ViewRefuses refusal) {
                connection.rollback(before);
                return refusal.result();
            }
        } catch (SQLException e) {
            throw Transactions.failure(schema, "append", e);
        }
    }

    private AppendResult decide(Connection connection, List<Event> events, @Nullable AppendCondition condition)
            throws SQLException {
        log.lock(connection, false);
        Optional<AppendResult> again = again(connection, events);
        if (again.isPresent()) {
            return again.get();
        }
        long head = log.head(connection);
        if (condition != null && condition.after().value() > head) {
            throw AppendCondition.beyond(condition.after().value(), head);
        }
        long match = condition == null ? 0 : log.latestMatches(connection, List.of(condition), head)[0];
        if (match > 0) {
            return new AppendResult.Conflict(new Position(match));
        }
        Log.Rows rows = Log.Rows.of(events);
        Instant createdAt = log.append(connection, head, views.known(), List.of(rows), rows.segments(head));
        List<StoredEvent> placed = rows.placed(head, Objects.requireNonNull(createdAt, "the lock is held"), 0);
        views.apply(connection, placed);
        log.announce(connection, head + placed.size());
        return new AppendResult.Appended(placed);
    }

    /// The answer to an append of which some id is in the log.
    private Optional<AppendResult> again(Connection connection, List<Event> events) throws SQLException {
        Map<EventId, StoredEvent> known = log.known(connection, events);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : events) {
            StoredEvent before = known.get(event.id());
            if (before == null || !before.event().equals(event)) {
                EventId taken = before == null ? known.keySet().iterator().next() : event.id();
                return Optional.of(new AppendResult.IdTaken(taken));
            }
            stored.add(before);
        }
        return Optional.of(new AppendResult.Appended(stored));
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        return Optional.of(query)
                .filter(_ -> options.equals(ReadOptions.FORWARD))
                .flatMap(shared)
                .map(List::stream)
                .orElseGet(() -> LogReader.read(database, schema, query, options));
    }

    @Override
    public Stream<RawEvent> readRaw(Query query, ReadOptions options) {
        return LogReader.readRaw(database, schema, query, options);
    }

    @Override
    public boolean awaitBeyond(Position position, Duration atMost) throws InterruptedException {
        if (heads.head() <= position.value()) {
            listen();
            heads.await(position.value(), atMost);
        }
        return heads.head() > position.value();
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return run("find", connection -> log.find(connection, id));
    }

    @Override
    public Position head() {
        return run("read the head", connection -> new Position(log.head(connection)));
    }

    @Override
    public Position reached() {
        return new Position(heads.head());
    }

    @Override
    public Set<TypeVersion> versions() {
        return run("read the versions", log::versions);
    }

    @Override
    public Position positionAt(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return Position.START;
        }
        Instant bounded = storable(instant);
        OptionalLong settled = run("resolve an instant", connection -> log.settledPositionAt(connection, bounded));
        if (settled.isPresent()) {
            return new Position(settled.getAsLong());
        }
        return transact("resolve an instant", connection -> {
            // An append that runs may have its moment already and not be visible yet. Unless a later one is visible,
            // wait for it: an instant that has passed must always mean the same.
            if (!log.isPassed(connection, bounded)) {
                log.lock(connection, true);
            }
            return new Position(log.positionAt(connection, bounded));
        });
    }

    /// The instant as the database can have it.
    static Instant storable(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return instant.isAfter(LATEST) ? LATEST : instant.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Follower follow(Query query, Position after) {
        Position head = head();
        EventStore.requireReached(after, head);
        listen();
        heads.advance(head.value());
        return new Follower(this, heads, query, after);
    }

    private synchronized void listen() {
        InvalidValue.require(!closed, "the store of schema %s is closed".formatted(schema));
        if (listener == null) {
            listener = new Listener(database, log, heads, announcer);
        }
    }

    /// Ends the threads that follow the log: projections of this node stand still, and nothing can be followed any
    /// more. What else the store does needs no end. The database stays the caller's.
    @Override
    public void close() {
        projections.close(); // whose threads may be about to follow
        announcer.close();
        endListening();
    }

    private synchronized void endListening() {
        closed = true;
        if (listener != null) {
            listener.close();
        }
    }

    private <T> T transact(String what, OwnSchema.Work<T> work) {
        return run(what, connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return Transactions.in(connection, () -> work.on(connection));
        });
    }

    private <T> T run(String what, OwnSchema.Work<T> work) {
        return Transactions.run(database, schema, what, work);
    }
}
