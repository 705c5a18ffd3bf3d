package f6.postgres;

import f6.eventstore.store.Heads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/// Tells other nodes of new heads, if there are any that listen. Apart from the appends: a notification in their
/// own transactions makes these queue for each other at commit.
final class Announcer implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Announcer.class.getName());
    /// Between two announcements; what comes meanwhile goes with the next. Listeners that were told once look by
    /// themselves for longer than this.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /// Between two looks whether anyone listens; a listener that is new finds events by itself for so long.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /// How long the thread waits for a head before it looks whether it is closed.
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DataSource database;
    private final Log log;
    private final Heads heads;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean idle;
    private boolean listenedTo;
    private long looked;

    Announcer(DataSource database, Log log, Heads heads) {
        this.database = database;
        this.log = log;
        this.heads = heads;
        this.thread = Thread.ofVirtual().name("f6-announcer-" + log.schema()).start(this::announce);
    }

    /// A new head; returns at once.
    void announce(long head) {
        heads.advance(head);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /// The log ends earlier than it did: an earlier state of it was brought back.
    void goBack(long head) {
        if (head < heads.head()) {
            LOGGER.log(
                    Level.ERROR,
                    "log {0} ended at position {1} and ends at {2} now: events that were acknowledged are lost",
                    log.schema(),
                    Long.toString(heads.head()),
                    Long.toString(head));
            heads.goBack(head);
        }
    }

    private void announce() {
        long announced = 0;
        while (!closed) {
            long head = heads.head();
            if (head == announced) {
                idle = true;
                if (heads.head() == announced) {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
                idle = false;
                continue;
            }
            announced = head;
            try {
                announceToOthers(head);
            } catch (SQLException | RuntimeException e) { // they look by themselves, too
                LOGGER.log(Level.DEBUG, "could not announce a head: {0}", e.getMessage());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void announceToOthers(long head) throws SQLException {
        long now = System.nanoTime();
        boolean look = looked == 0 || now - looked > LOOK_NANOS;
        if (!look && !listenedTo) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            if (look) {
                listenedTo = log.isListenedTo(connection);
                looked = now;
            }
            if (listenedTo) {
                log.announce(connection, head);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
