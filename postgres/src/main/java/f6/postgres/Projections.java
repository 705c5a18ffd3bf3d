package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/// The projections of a log: runs the asynchronous ones, and minds all.
///
/// Each part of an asynchronous projection is kept by one node at a time; when that one ends, another that has
/// started the same projection takes over. Closing ends this node's part in it.
public final class Projections implements AutoCloseable {
    /// Between two looks of who waits for a view: at first, and at last.
    private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /// Of the reason to skip an event, in characters.
    public static final int MAX_REASON = 500;

    private final EventStore events;
    private final DataSource database;
    private final Log log;
    private final ProjectionTables tables;
    private final Map<String, TableProjection> known = new LinkedHashMap<>();
    private final List<Runner> runners = new ArrayList<>();
    private boolean closed;

    Projections(EventStore events, DataSource database, Log log) {
        this.events = events;
        this.database = database;
        this.log = log;
        this.tables = new ProjectionTables(log);
    }

    /// Starts an asynchronous projection, here or wherever its lease is free. One that the log does not know
    /// begins at the start of the log; one that it knows in an older version is first rebuilt, beside the old
    /// view, by the first node that asks, for which the others wait.
    ///
    /// @throws InvalidValue when the name does not do, or is in use
    /// @throws StoreFailure when the database fails
    public synchronized void start(TableProjection projection) {
        ProjectionTables.requireName(projection.name());
        InvalidValue.require(projection.partitions() > 0, "a projection has at least one part");
        InvalidValue.require(!closed, "the store of schema %s is closed".formatted(log.schema()));
        InvalidValue.require(
                !known.containsKey(projection.name()), "projection %s is started already".formatted(projection.name()));
        int before = run("start a projection", connection -> enter(connection, projection));
        if (before < projection.version()) {
            renew(projection, false, Progress.NONE);
        }
        known.put(projection.name(), projection);
        for (int part = 0; part < projection.partitions(); part++) {
            runners.add(new Runner(events, database, log, projection, part));
        }
    }

    /// Takes on another version of an asynchronous projection that was started here, while nodes run. An older
    /// view stays as it is while the new one is made beside it; it may be that another node has gone on to a newer
    /// version already, then nothing is kept here until this node follows.
    ///
    /// @throws InvalidValue when it was not started here
    /// @throws StoreFailure when the database fails; it can be asked again
    public void succeed(TableProjection projection) {
        for (Runner runner : takeOver(projection)) {
            runner.close();
        }
        if (run("start a projection", connection -> enter(connection, projection)) < projection.version()) {
            renew(projection, false, Progress.NONE);
        }
        synchronized (this) {
            if (!closed && projection.equals(known.get(projection.name()))) {
                for (int part = 0; part < projection.partitions(); part++) {
                    runners.add(new Runner(events, database, log, projection, part));
                }
            }
        }
    }

    /// @return those that keep the former version, told to end
    private synchronized List<Runner> takeOver(TableProjection projection) {
        InvalidValue.require(!closed, "the store of schema %s is closed".formatted(log.schema()));
        InvalidValue.require(
                known.containsKey(projection.name()), "projection %s is not started".formatted(projection.name()));
        List<Runner> former = runners.stream()
                .filter(runner -> runner.projection().equals(projection.name()))
                .toList();
        runners.removeAll(former);
        former.forEach(Runner::end);
        known.put(projection.name(), projection);
        return former;
    }

    /// @return the version that the live view is made by
    private int enter(Connection connection, TableProjection projection) throws SQLException {
        return Transactions.in(connection, () -> {
            tables.lockBooks(connection);
            var entry = tables.find(connection, projection.name());
            if (entry.isPresent()) {
                InvalidValue.require(
                        !entry.get().synchronous(),
                        "projection %s is kept synchronously: remove it first".formatted(projection.name()));
                int parts = entry.get().checkpoints().size();
                InvalidValue.require(
                        parts == projection.partitions() || entry.get().version() != projection.version(),
                        "projection %s is kept in %d parts, not %d: give it another version"
                                .formatted(projection.name(), parts, projection.partitions()));
                return entry.get().version();
            }
            Generation live = Generation.live(log, projection);
            live.create(connection);
            live.complete(connection);
            tables.enter(connection, projection, false, 0);
            return projection.version();
        });
    }

    /// Sees to it that the views are there and in step, before anything is appended.
    ///
    /// @throws StoreFailure when the log keeps other synchronous projections than these
    synchronized void keepSynchronously(List<TableProjection> projections, Progress progress) {
        for (TableProjection projection : projections) {
            ProjectionTables.requireName(projection.name());
            InvalidValue.require(
                    known.put(projection.name(), projection) == null,
                    "projection %s is named twice".formatted(projection.name()));
            var entry = run("look at a projection", connection -> tables.find(connection, projection.name()));
            if (entry.isEmpty() || entry.get().version() != projection.version()) {
                InvalidValue.require(
                        entry.isEmpty() || entry.get().synchronous(),
                        "projection %s is kept asynchronously: remove it first".formatted(projection.name()));
                renew(projection, true, progress);
            }
        }
        List<String> others = status().stream()
                .filter(status -> status.synchronous() && !known.containsKey(status.name()))
                .map(ProjectionStatus::name)
                .toList();
        if (!others.isEmpty()) {
            throw new StoreFailure(
                    "the log in schema %s keeps synchronous projections that are not named: %s. Open it with"
                                    .formatted(log.schema(), others)
                            + " them, or have a node that knows them remove them");
        }
    }

    /// How each projection of the log stands, by name.
    public List<ProjectionStatus> status() {
        return run("look at the projections", connection -> {
            long head = log.head(connection);
            return tables.all(connection).stream()
                    .map(entry -> status(entry, head))
                    .toList();
        });
    }

    private static ProjectionStatus status(ProjectionTables.Entry entry, long head) {
        long position = entry.synchronous() ? head : Collections.min(entry.checkpoints());
        return new ProjectionStatus(
                entry.name(),
                entry.synchronous(),
                entry.version(),
                entry.state(),
                new Position(position),
                Math.max(0, head - position),
                entry.failedAt(),
                entry.failure());
    }

    /// Waits until a view is made up to a position.
    ///
    /// @return false when it is not, in this time
    public boolean await(String projection, Position position, Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        long pause = FIRST_LOOK_NANOS;
        while (true) {
            ProjectionStatus status = status(projection);
            if (!position.isAfter(status.position())) {
                return true;
            }
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LAST_LOOK_NANOS);
        }
    }

    /// The schema that holds a projection's tables, for those who read them.
    public String schema(String projection) {
        return Generation.liveSchema(log, projection);
    }

    /// How one stands.
    ///
    /// @throws InvalidValue when there is none of this name
    public ProjectionStatus status(String projection) {
        return run("look at a projection", connection -> {
                    long head = log.head(connection);
                    return tables.find(connection, projection).map(entry -> status(entry, head));
                })
                .orElseThrow(() -> new InvalidValue("no projection is called " + projection));
    }

    /// Makes an asynchronous projection stand still, on all nodes.
    public void pause(String projection) {
        requireDone(
                run("pause a projection", connection -> tables.pause(connection, projection, true)),
                projection,
                "is not there, kept synchronously or stopped");
    }

    /// Lets it go on.
    public void resume(String projection) {
        requireDone(
                run("resume a projection", connection -> tables.pause(connection, projection, false)),
                projection,
                "is not there, kept synchronously or stopped: retry or skip");
    }

    /// Lets a stopped projection try again where it failed.
    public void retry(String projection) {
        requireDone(
                run("retry a projection", connection -> tables.retry(connection, projection)),
                projection,
                "is not stopped");
    }

    /// Lets a stopped projection go on without the event that it fails on. The event is left out of rebuilds, too.
    ///
    /// @param position the one that it stopped at
    /// @param reason kept for those who ask later
    public void skip(String projection, Position position, String reason) {
        InvalidValue.require(
                !reason.isBlank() && reason.length() <= MAX_REASON,
                "to skip an event needs a reason of at most %d characters".formatted(MAX_REASON));
        boolean done = run(
                "skip an event",
                connection -> Transactions.in(connection, () -> {
                    var entry = tables.find(connection, projection);
                    if (entry.flatMap(ProjectionTables.Entry::failedAt)
                            .filter(position::equals)
                            .isEmpty()) {
                        return false;
                    }
                    tables.skip(connection, projection, position.value(), reason);
                    return tables.retry(connection, projection);
                }));
        requireDone(done, projection, "did not stop at position " + position);
    }

    private static void requireDone(boolean done, String projection, String otherwise) {
        InvalidValue.require(done, "projection %s %s".formatted(projection, otherwise));
    }

    /// Makes a view anew beside the live one and, when both are equal, puts it in its place. Appends and readers
    /// go on meanwhile; a synchronous projection stops appends for the last moment of it.
    public Rebuilt rebuild(String projection, Progress progress) {
        return rebuild(requireKnown(projection), Rebuild.Then.REPLACE_EQUAL, progress);
    }

    /// The same for a view that is not equal: the new one takes its place in any case.
    public Rebuilt replace(String projection, Progress progress) {
        return rebuild(requireKnown(projection), Rebuild.Then.REPLACE, progress);
    }

    /// Makes a view anew and compares it with the live one; changes nothing.
    public Rebuilt verify(String projection, Progress progress) {
        return rebuild(requireKnown(projection), Rebuild.Then.DROP, progress);
    }

    /// The same for one that is not started here: for a look at a database of which no node runs, or another one.
    ///
    /// @throws InvalidValue when the log does not keep it in this version
    public Rebuilt verify(TableProjection projection, Progress progress) {
        return rebuild(requireKept(projection), Rebuild.Then.DROP, progress);
    }

    /// Makes anew the view of one that is not started here, beside the live one, and puts it in its place if both
    /// are equal.
    ///
    /// @param anyway also if they are not
    /// @throws InvalidValue when the log does not keep it in this version
    public Rebuilt rebuild(TableProjection projection, boolean anyway, Progress progress) {
        return rebuild(requireKept(projection), anyway ? Rebuild.Then.REPLACE : Rebuild.Then.REPLACE_EQUAL, progress);
    }

    private TableProjection requireKept(TableProjection projection) {
        int kept = status(projection.name()).version();
        InvalidValue.require(
                kept == projection.version(),
                "projection %s is kept in version %d, not %d: start a node on it first"
                        .formatted(projection.name(), kept, projection.version()));
        return projection;
    }

    /// The names of the projections that this node can rebuild and verify.
    public synchronized List<String> known() {
        return List.copyOf(known.keySet());
    }

    private synchronized TableProjection requireKnown(String name) {
        TableProjection projection = known.get(name);
        if (projection == null) {
            throw new InvalidValue("this node does not know projection " + name);
        }
        return projection;
    }

    private Rebuilt rebuild(TableProjection projection, Rebuild.Then then, Progress progress) {
        boolean synchronous = status(projection.name()).synchronous();
        try {
            return rebuildOf(projection).run(synchronous, then, progress);
        } catch (SQLException e) {
            throw notRebuilt(projection, e);
        }
    }

    private void renew(TableProjection projection, boolean synchronous, Progress progress) {
        try {
            rebuildOf(projection).renew(synchronous, progress);
        } catch (SQLException e) {
            throw notRebuilt(projection, e);
        }
    }

    private Rebuild rebuildOf(TableProjection projection) {
        return new Rebuild(events, database, log, projection);
    }

    private static StoreFailure notRebuilt(TableProjection projection, SQLException cause) {
        return new StoreFailure(
                "could not rebuild projection %s: %s".formatted(projection.name(), cause.getMessage()), cause);
    }

    /// Forgets a projection and drops its tables. Stop it on all nodes first.
    public void remove(String projection) {
        var _ = run(
                "remove a projection",
                connection -> Transactions.in(connection, () -> {
                    tables.lockBooks(connection);
                    Generation.drop(connection, Generation.liveSchema(log, projection));
                    tables.remove(connection, projection);
                    tables.guard(connection);
                    return true;
                }));
    }

    @Override
    public synchronized void close() {
        closed = true;
        runners.forEach(Runner::end);
        runners.forEach(Runner::close);
        runners.clear();
    }

    private <T> T run(String what, OwnSchema.Work<T> work) {
        return Transactions.run(database, log.schema(), what, work);
    }
}
