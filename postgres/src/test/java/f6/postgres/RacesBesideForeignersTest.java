package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Other users of the database hold what they can: a transaction id and a snapshot from before the races began, and
/// locks on the log's rows as these come.
class RacesBesideForeignersTest extends TwoNodesRaces {
    /// Of the newest rows, taken by each turn of the locking session.
    private static final int ROWS = 20;

    private final List<Connection> sessions = new ArrayList<>();
    private volatile boolean locking;
    private long turns;
    private Thread locker = new Thread();

    @Override
    void disturb(String schema) {
        try {
            Connection old = session();
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            old.setAutoCommit(false);
            execute(old, "SELECT pg_current_xact_id()");
            execute(old, "SELECT count(*) FROM " + schema + ".event");

            Connection writing = session();
            execute(writing, "CREATE TABLE IF NOT EXISTS public.foreign_rows (n int)");
            writing.setAutoCommit(false);
            execute(writing, "INSERT INTO public.foreign_rows VALUES (1)");

            Connection locked = session();
            locked.setAutoCommit(false);
            locking = true;
            locker = Thread.ofPlatform().start(() -> lockRows(locked, schema));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Row locks of each strength, some held while other rows come, and a row of its own in the same transaction.
    private void lockRows(Connection session, String schema) {
        List<String> strengths = List.of("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE");
        try {
            while (locking) {
                String strength = strengths.get((int) (turns % strengths.size()));
                execute(
                        session,
                        "SELECT position FROM %s.event ORDER BY position DESC LIMIT %d FOR %s"
                                .formatted(schema, ROWS, strength));
                execute(session, "INSERT INTO public.foreign_rows VALUES (2)");
                if (turns % 3 == 2) {
                    session.commit();
                } else if (turns % 7 == 6) {
                    session.rollback();
                }
                turns++;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void leave() throws Exception {
        locking = false;
        locker.join();
        for (Connection session : sessions) {
            session.close();
        }
        assertThat(turns).as("turns of row locks").isPositive();
    }

    private Connection session() throws SQLException {
        Connection session = DriverManager.getConnection(
                TestServer.SERVER.jdbcUrl(), TestServer.SERVER.user(), TestServer.SERVER.password());
        sessions.add(session);
        return session;
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
