package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.NodeSettings.Database;
import f6.postgres.Databases;
import f6.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import picocli.CommandLine;

/// What a node has started, to be stopped in the opposite order: the web first, then the pool, then the
/// embedded database, each cleanly.
final class Parts implements AutoCloseable {
    /// Longer than the settings let requests and load balancers take, and PostgreSQL its last checkpoint.
    private static final Duration LONGEST_STOP = Duration.ofMinutes(20);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;
    private volatile boolean serving;
    private volatile boolean failed;

    /// Stops them when the process ends, however it does.
    void stopAtExit() {
        // From here on a Ctrl-C must stop what was started; it waits for the start to end, one way or the other.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /// From now on a signal to stop is an end as it should be.
    void serve() {
        serving = true;
    }

    private void stop() {
        if (!serving) {
            close();
            return;
        }
        Thread closing = Thread.ofPlatform().name("stop-parts").start(this::close);
        try {
            closing.join(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            System.err.println("f6: could not stop in %d minutes: ended anyway".formatted(LONGEST_STOP.toMinutes()));
        }
        // Else the status would be that of a process that was killed.
        Runtime.getRuntime()
                .halt(closing.isAlive() || failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK);
    }

    synchronized <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    /// A pool of connections to the database that is named, or to the embedded one in a folder.
    synchronized HikariDataSource database(Optional<Database> named, Path data, Node.Progress progress) {
        return database(named, data, Databases.POOL, progress);
    }

    /// @param pool connections at most to the embedded one
    synchronized HikariDataSource database(Optional<Database> named, Path data, int pool, Node.Progress progress) {
        if (named.isPresent()) {
            progress.says("database: " + named.get());
            return started(named.get().connect());
        }
        progress.says("database: the embedded PostgreSQL in " + data);
        return started(started(EmbeddedServer.start(data)).connect(pool));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                failed = true;
                System.err.println("f6: while stopping: " + e.getMessage());
            }
        }
    }
}
