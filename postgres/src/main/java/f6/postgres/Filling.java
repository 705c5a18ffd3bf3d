package f6.postgres;

import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Fills the new tables of a view from [parts of the log][LogParts], several at a time.
final class Filling {
    /// That a projection applies while it is filled: few enough to have in memory, enough for statements to be
    /// worth while.
    static final int EVENTS_AT_ONCE = 1_000;
    /// Each has a connection of the pool and a part of the log in memory.
    private static final int MAX_WORKERS = 4;

    private final DataSource database;
    private final Generation tables;
    private final LogParts parts;
    private final long upTo;
    private final Progress progress;
    private final AtomicInteger nextPart = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();

    private Filling(DataSource database, Generation tables, LogParts parts, long upTo, Progress progress) {
        this.database = database;
        this.tables = tables;
        this.parts = parts;
        this.upTo = upTo;
        this.progress = progress;
    }

    /// @param upTo the last position of the log to fill from
    /// @param skipped positions of events to leave out
    /// @return the position that the tables are at
    static long fill(DataSource database, Log log, Generation tables, long upTo, Set<Long> skipped, Progress progress)
            throws SQLException {
        try (LogParts parts = sorted(database, log, tables.projection(), upTo, skipped, progress)) {
            new Filling(database, tables, parts, upTo, progress).fill();
        }
        return upTo;
    }

    private static LogParts sorted(
            DataSource database, Log log, TableProjection projection, long upTo, Set<Long> skipped, Progress progress)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Transactions.in(
                    connection,
                    () -> LogParts.of(connection, log, projection, LogParts.countOf(upTo), upTo, skipped, progress));
        }
    }

    private void fill() {
        List<FutureTask<Boolean>> workers = new ArrayList<>();
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.min(MAX_WORKERS, parts.count()));
        for (int i = 0; i < count; i++) {
            FutureTask<Boolean> worker = new FutureTask<>(this::work);
            workers.add(worker);
            var _ = Thread.ofVirtual().start(worker);
        }
        RuntimeException failure = null;
        for (FutureTask<Boolean> worker : workers) {
            RuntimeException itsFailure = end(worker);
            failure = failure == null ? itsFailure : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// Waits for it whatever happens: what it works on is dropped afterwards.
    private @Nullable RuntimeException end(FutureTask<Boolean> worker) {
        boolean interrupted = false;
        while (true) {
            try {
                var _ = worker.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            } catch (ExecutionException e) {
                return e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new StoreFailure("could not fill projection %s: %s".formatted(name(), e.getMessage()), e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            return new StoreFailure("interrupted while filling projection " + name());
        }
        return null;
    }

    private String name() {
        return tables.projection().name();
    }

    /// Lets the workers end with the parts that they are at.
    private void stop() {
        nextPart.set(parts.count());
    }

    private boolean work() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (int part = nextPart.getAndIncrement(); part < parts.count(); part = nextPart.getAndIncrement()) {
                long events = Transactions.in(connection, partOf(connection, part));
                told(events);
            }
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            stop();
            throw e;
        }
    }

    /// Until the view takes its place, nobody misses what a crash of the server takes back.
    private Transactions.Step<Long> partOf(Connection connection, int part) {
        return () -> {
            try (Statement statement = connection.createStatement();
                    LogParts.Events events = parts.events(part)) {
                statement.execute("SET LOCAL synchronous_commit = off");
                tables.fill(connection, events);
                return events.taken();
            }
        };
    }

    private synchronized void told(long events) {
        progress.at("projection " + name(), done.addAndGet(events), upTo);
    }
}
