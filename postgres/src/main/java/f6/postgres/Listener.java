package f6.postgres;

import f6.eventstore.store.Heads;
import f6.eventstore.store.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Keeps the known head of a log up to date with what other nodes append: listens to what they announce, and looks
/// for itself in case an announcement was lost. Reconnects by itself.
final class Listener implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Listener.class.getName());
    /// The longest that an event of another node can stay unseen while the database is there.
    private static final int POLL_MILLIS = 500;
    /// While events come, looks are so close together: the driver gives a notification only after a millisecond in
    /// which no other came, so under load it would give none.
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /// How long after an event others are expected.
    private static final long BUSY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /// How long closing waits: longer than a listener sleeps.
    private static final Duration PATIENCE = Duration.ofMillis(2 * POLL_MILLIS);
    /// Between attempts to reconnect.
    private static final long PAUSE_MILLIS = 100;

    private final DataSource database;
    private final Log log;
    private final Heads heads;
    private final Announcer announcer;
    private final Thread thread;
    private volatile boolean closed;

    Listener(DataSource database, Log log, Heads heads, Announcer announcer) {
        this.announcer = announcer;
        this.database = database;
        this.log = log;
        this.heads = heads;
        this.thread = Thread.ofVirtual().name("f6-listener-" + log.schema()).start(this::listen);
    }

    private void listen() {
        boolean failing = false;
        while (!closed) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(true);
                failing = false;
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!closed && !failing) {
                    LOGGER.log(
                            Level.WARNING,
                            "listening to log {0} fails, trying again: {1}",
                            log.schema(),
                            e.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + log.channel());
            // Shared by all that listen: how those who append know that they are to announce.
            statement.execute("SELECT pg_advisory_lock_shared(" + log.listenersKey() + ")");
            try {
                PGConnection listening = connection.unwrap(PGConnection.class);
                long news = System.nanoTime();
                while (!closed) {
                    // Anyone in the database could announce a head: only what the log says counts.
                    if (look(connection)) {
                        news = System.nanoTime();
                    }
                    if (System.nanoTime() - news < BUSY_FOR_NANOS) {
                        LockSupport.parkNanos(BUSY_NANOS);
                        var _ = listening.getNotifications(); // else they would pile up
                    } else {
                        var _ = listening.getNotifications(POLL_MILLIS);
                    }
                }
            } finally {
                // The pool takes the connection back as it was.
                statement.execute("SELECT pg_advisory_unlock_all(); UNLISTEN *");
            }
        }
    }

    /// A head that an append of this node made known meanwhile is no step back: it is in what is known before the
    /// look.
    ///
    /// @return whether others have appended
    private boolean look(Connection connection) throws SQLException {
        long known = heads.head();
        long head = log.head(connection);
        if (head < known) {
            announcer.goBack(head);
        }
        heads.advance(head);
        return head > known;
    }

    /// Returns when the thread has given its connection back as it was; an interrupt would break it.
    @Override
    public void close() {
        closed = true;
        try {
            wake();
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /// By a notification; without a database it wakes by itself.
    private void wake() {
        try {
            var _ = Transactions.run(database, log.schema(), "wake the listener", connection -> {
                log.announce(connection, heads.head());
                return true;
            });
        } catch (StoreFailure e) {
            LOGGER.log(Level.DEBUG, "the listener to log {0} is not woken: {1}", log.schema(), e.getMessage());
        }
    }
}
