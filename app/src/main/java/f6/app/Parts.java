package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.NodeSettings.Database;
import f6.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What a node has started, to be stopped in the opposite order: the web first, then the pool, then the
/// embedded database, each cleanly.
final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /// Stops them when the process ends, however it does.
    void stopAtExit() {
        // From here on a Ctrl-C must stop what was started; it waits for the start to end, one way or the other.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    }

    synchronized <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    /// A pool of connections to the database that is named, or to the embedded one in a folder.
    synchronized HikariDataSource database(Optional<Database> named, Path data, Node.Progress progress) {
        if (named.isPresent()) {
            progress.says("database: " + named.get());
            return started(named.get().connect());
        }
        progress.says("database: the embedded PostgreSQL in " + data);
        return started(started(EmbeddedServer.start(data)).connect());
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
                System.err.println("f6: while stopping: " + e.getMessage());
            }
        }
    }
}
