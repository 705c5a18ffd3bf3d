package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/// Makes a view anew beside the live one, which goes on meanwhile; then, with the live one held still for a
/// moment, brings the new one to the same position, compares them, and puts it in the other's place.
final class Rebuild {
    /// SQLSTATE.
    private static final String DEADLOCK = "40P01";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int BATCH = 1_000;
    /// Of a page of the log, in events and in characters of their data: as much as is at hand twice.
    private static final int MAX_PAGE = 5_000;

    private static final long MAX_PAGE_SIZE = 2_000_000;
    /// Stands for a part of the projection in its leases.
    private static final int REBUILDING = -1;

    private final EventStore events;
    private final DataSource database;
    private final Log log;
    private final ProjectionTables tables;
    private final TableProjection projection;
    private final Generation live;
    private final Generation next;
    private long built;

    Rebuild(EventStore events, DataSource database, Log log, TableProjection projection) {
        this.events = events;
        this.database = database;
        this.log = log;
        this.tables = new ProjectionTables(log);
        this.projection = projection;
        this.live = Generation.live(log, projection);
        this.next = Generation.next(log, projection);
    }

    /// What to do with the new view when it is not equal to the live one of the same version.
    enum Then {
        /// Drop it even if it is equal.
        DROP,
        /// Replace the live one if equal, else leave everything as it is.
        REPLACE_EQUAL,
        /// Replace the live one.
        REPLACE
    }

    /// @throws SQLException also when another node rebuilds it at this moment
    Rebuilt run(boolean synchronous, Then then, Progress progress) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            if (!tables.lease(connection, projection.name(), REBUILDING)) {
                throw new SQLException("another node rebuilds projection " + projection.name() + " at this moment");
            }
            return leased(connection, () -> run(connection, synchronous, then, progress));
        }
    }

    /// Makes the view of a version that the log does not have. Nodes that are started together all ask for it: one
    /// makes it, the others wait until it is there.
    void renew(boolean synchronous, Progress progress) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            tables.awaitLease(connection, projection.name(), REBUILDING);
            var _ = leased(connection, () -> {
                Optional<ProjectionTables.Entry> entry = tables.find(connection, projection.name());
                boolean made = entry.isPresent() && entry.get().version() >= projection.version();
                return made ? Optional.empty() : Optional.of(run(connection, synchronous, Then.REPLACE, progress));
            });
        }
    }

    /// In a transaction of its own, on the connection that has the lease, which it gives back.
    private <T> T leased(Connection connection, Transactions.Step<T> step) throws SQLException {
        try {
            connection.setAutoCommit(false);
            return step.take();
        } catch (SQLException | RuntimeException | Error e) {
            Failures.rollBack(connection, e);
            dropNext(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
            tables.endLeases(connection);
        }
    }

    private void dropNext(Connection connection, Throwable cause) {
        try {
            next.drop(connection);
            connection.commit();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private Rebuilt run(Connection connection, boolean synchronous, Then then, Progress progress) throws SQLException {
        next.create(connection);
        connection.commit();
        Optional<ProjectionTables.Entry> entry = tables.find(connection, projection.name());
        boolean compare = entry.isPresent() && entry.get().version() == projection.version();
        long sure = synchronous
                ? log.head(connection)
                : Collections.min(entry.orElseThrow().checkpoints());
        fill(connection, sure, progress);
        next.complete(connection);
        connection.commit();

        List<Long> targets = hold(connection, synchronous, compare);
        long last = Collections.max(targets);
        addRest(connection, targets);
        List<String> differences = compare ? next.differences(connection, live) : List.of();
        boolean replace = then == Then.REPLACE || (then == Then.REPLACE_EQUAL && differences.isEmpty());
        if (replace) {
            next.replace(connection, live);
            if (!compare) {
                tables.enter(connection, projection, synchronous, last);
                tables.guard(connection);
            }
        } else {
            next.drop(connection);
        }
        connection.commit();
        if (replace) {
            dropAside(connection);
        }
        return new Rebuilt(projection.name(), new Position(last), differences, replace);
    }

    /// A reader that had read the names of the old tables may have one in hand and wait for another: one of the
    /// two has to begin again. Nobody begins to read them any more, so that ends; a dump, which may take
    /// hours, is not waited for: then they stay aside until the next ones come there.
    private void dropAside(Connection connection) throws SQLException {
        for (boolean done = false; !done; ) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '2s'");
                live.dropAside(connection);
                connection.commit();
                done = true;
            } catch (SQLException e) {
                connection.rollback();
                done = LOCK_NOT_AVAILABLE.equals(e.getSQLState());
                if (!done && !DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    /// Makes the live view stand still to the end of the transaction.
    ///
    /// @return the position of each of its parts; the same for all when they need not be compared
    private List<Long> hold(Connection connection, boolean synchronous, boolean compare) throws SQLException {
        if (synchronous) {
            log.lock(connection, false);
            return List.of(log.head(connection));
        }
        List<Long> checkpoints = tables.lockAll(connection, projection.name());
        return compare ? checkpoints : List.of(Collections.max(checkpoints));
    }

    /// Reads and decodes each page while the one before is added. Until the view takes its place, nobody misses
    /// what a crash of the server takes back.
    private void fill(Connection connection, long upTo, Progress progress) throws SQLException {
        if (projection.isFilledByParts()) {
            built = Filling.fill(database, log, next, upTo, tables.skipped(connection, projection.name()), progress);
            return;
        }
        Iterator<StoredEvent> log =
                events.read(projection.query(), ReadOptions.FORWARD).iterator();
        FutureTask<List<StoredEvent>> ahead = fetch(log);
        while (built < upTo) {
            List<StoredEvent> page = await(ahead);
            ahead = fetch(log);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL synchronous_commit = off");
            }
            add(connection, page, List.of(upTo));
            connection.commit();
            progress.at("projection " + projection.name(), built, upTo);
        }
    }

    private static FutureTask<List<StoredEvent>> fetch(Iterator<StoredEvent> log) {
        FutureTask<List<StoredEvent>> ahead = new FutureTask<>(() -> {
            List<StoredEvent> page = new ArrayList<>();
            for (long size = 0; page.size() < MAX_PAGE && size < MAX_PAGE_SIZE && log.hasNext(); ) {
                StoredEvent next = log.next();
                page.add(next);
                size += next.event().data().size();
            }
            return page;
        });
        var _ = Thread.ofVirtual().start(ahead);
        return ahead;
    }

    private static List<StoredEvent> await(FutureTask<List<StoredEvent>> ahead) {
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted while reading", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /// From where the new view was filled to where the live one stands. Reads on this connection: who waits for
    /// what it holds may have taken all the others.
    private void addRest(Connection connection, List<Long> targets) throws SQLException {
        while (built < Collections.max(targets)) {
            add(connection, log.after(connection, built, BATCH), targets);
        }
    }

    /// Adds the log's next events to the new view.
    ///
    /// @param page none when there are no more
    /// @param targets up to where its parts are to be
    private void add(Connection connection, List<StoredEvent> page, List<Long> targets) throws SQLException {
        Set<Long> skipped = tables.skipped(connection, projection.name());
        List<StoredEvent> due = page.stream()
                .filter(event ->
                        event.position().value() <= targets.get(TableProjection.partitionOf(event, targets.size())))
                .filter(event -> projection.query().matches(event.event()))
                .filter(event -> !skipped.contains(event.position().value()))
                .toList();
        if (!due.isEmpty()) {
            next.apply(connection, due);
        }
        long last = Collections.max(targets);
        built = page.isEmpty() ? last : Math.min(last, page.getLast().position().value());
    }
}
