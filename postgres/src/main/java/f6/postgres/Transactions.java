package f6.postgres;

import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Work on a connection of the pool, in a transaction or without.
final class Transactions {
    private Transactions() {}

    interface Step<T> {
        T take() throws SQLException;
    }

    /// Statements that each commit by themselves.
    static <T> T run(DataSource database, String schema, String what, OwnSchema.Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(schema, what, e);
        }
    }

    /// All or nothing, at READ COMMITTED: each statement sees what was committed before it began.
    static <T> T in(Connection connection, Step<T> step) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = step.take();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            Failures.rollBack(connection, e);
            throw e;
        }
    }

    static StoreFailure failure(String schema, String what, SQLException cause) {
        return new StoreFailure("could not %s in schema %s: %s".formatted(what, schema, cause.getMessage()), cause);
    }
}
