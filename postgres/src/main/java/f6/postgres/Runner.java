package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keeps one part of an asynchronous projection's view, while no other node does: holds a lease that ends with its
/// connection, and writes view and checkpoint on that same connection in one transaction, so that each event
/// counts once.
final class Runner implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Runner.class.getName());
    /// Between looks: whether the lease is free, whether a pause has ended, whether the database is back.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final EventStore events;
    private final DataSource database;
    private final ProjectionTables tables;
    private final TableProjection projection;
    private final Generation live;
    private final int part;
    private final Thread thread;
    private volatile @Nullable Follower following;
    private volatile boolean closed;

    Runner(EventStore events, DataSource database, Log log, TableProjection projection, int part) {
        this.events = events;
        this.database = database;
        this.tables = new ProjectionTables(log);
        this.projection = projection;
        this.live = Generation.live(log, projection);
        this.part = part;
        this.thread = Thread.ofVirtual()
                .name("f6-projection-" + projection.name() + "-" + part)
                .start(this::run);
    }

    /// The name of the projection.
    String projection() {
        return projection.name();
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(true);
                if (tables.lease(connection, projection.name(), part)) {
                    try {
                        keep(connection);
                    } finally {
                        connection.setAutoCommit(true);
                        tables.endLeases(connection);
                    }
                }
                failing = false;
            } catch (SQLException | RuntimeException e) {
                if (!closed && !failing) {
                    LOGGER.log(Level.WARNING, "projection {0} waits: {1}", projection.name(), e.getMessage());
                }
                failing = true;
            }
            if (!closed) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /// What a follower gave at once.
    private record Batch(long after, List<StoredEvent> events, long upTo) {}

    private FutureTask<Batch> fetch(Follower follower) {
        FutureTask<Batch> ahead = new FutureTask<>(() -> {
            long after = follower.position().value();
            List<StoredEvent> next = follower.next(PAUSE);
            return new Batch(after, next, follower.position().value());
        });
        var _ = Thread.ofVirtual().start(ahead);
        return ahead;
    }

    /// Until the projection is not to run any more.
    private void keep(Connection connection) throws SQLException {
        OptionalLong from = tables.running(connection, projection, part);
        if (from.isEmpty()) {
            return;
        }
        try (Follower follower = events.follow(projection.query(), new Position(from.getAsLong()))) {
            following = follower;
            FutureTask<Batch> ahead = fetch(follower);
            boolean running = true;
            while (running && !closed) {
                Batch batch = ahead.get();
                ahead = fetch(follower);
                running = batch.upTo() == batch.after()
                        ? tables.running(connection, projection, part).isPresent()
                        : keep(connection, batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    /// @return false when the checkpoint is not where the batch begins, or the projection is not to run
    private boolean keep(Connection connection, Batch batch) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return apply(connection, batch);
        } catch (SQLException | RuntimeException | Error e) {
            Failures.rollBack(connection, e);
            if (Failures.isTransient(e)) {
                throw e;
            }
            return oneByOne(connection, batch);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private boolean apply(Connection connection, Batch batch) throws SQLException {
        OptionalLong checkpoint = tables.lockRunning(connection, projection, part);
        if (checkpoint.isEmpty() || checkpoint.getAsLong() != batch.after()) {
            connection.rollback();
            return false;
        }
        Set<Long> skipped = tables.skipped(connection, projection.name());
        List<StoredEvent> mine = batch.events().stream()
                .filter(event -> TableProjection.partitionOf(event, projection.partitions()) == part)
                .filter(event -> !skipped.contains(event.position().value()))
                .toList();
        if (!mine.isEmpty()) {
            live.apply(connection, mine);
        }
        tables.advance(connection, projection.name(), part, batch.upTo());
        connection.commit();
        return true;
    }

    /// Goes as far as it can, and stops the projection at the event that it fails on.
    private boolean oneByOne(Connection connection, Batch batch) throws SQLException {
        long after = batch.after();
        for (StoredEvent event : batch.events()) {
            long position = event.position().value();
            try {
                if (!apply(connection, new Batch(after, List.of(event), position))) {
                    return false;
                }
                after = position;
            } catch (SQLException | RuntimeException | Error e) {
                Failures.rollBack(connection, e);
                if (Failures.isTransient(e)) {
                    throw e;
                }
                tables.stop(connection, projection, position, e.toString());
                connection.commit();
                LOGGER.log(
                        Level.ERROR,
                        "projection {0} stopped at position {1}: {2}",
                        projection.name(),
                        Long.toString(position),
                        e);
                return false;
            }
        }
        return true;
    }

    /// Lets the thread end what it is doing.
    void end() {
        closed = true;
        Follower waiting = following;
        if (waiting != null) {
            waiting.close();
        }
        LockSupport.unpark(thread);
    }

    /// Returns when the thread has ended.
    @Override
    public void close() {
        end();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
