package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Other users of a log's database, who hold what they can until they leave: a transaction id and a snapshot from
/// before they came, and locks on the log's rows as these come.
final class Foreigners {
    /// Of the newest rows, taken by each turn of the locking session.
    private static final int ROWS = 20;

    private static final List<String> STRENGTHS = List.of("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE");

    private final String schema;
    private final List<Connection> sessions = new ArrayList<>();
    private final Thread locker;
    private volatile boolean locking = true;
    /// Of the locking thread, and of who has waited for its end.
    private int turns;

    Foreigners(String schema) {
        this.schema = schema;
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
            locker = Thread.ofPlatform().start(() -> lockRows(locked));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Row locks of each strength, some held while other rows come, and a row of its own in the same transaction.
    private void lockRows(Connection session) {
        try {
            while (locking) {
                execute(
                        session,
                        "SELECT position FROM %s.event ORDER BY position DESC LIMIT %d FOR %s"
                                .formatted(schema, ROWS, STRENGTHS.get(turns % STRENGTHS.size())));
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

    void leave() throws SQLException, InterruptedException {
        locking = false;
        locker.join();
        for (Connection session : sessions) {
            session.close();
        }
        assertThat(turns).as("turns of row locks").isPositive();
    }
}
