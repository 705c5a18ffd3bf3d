package f6.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// What went wrong in the database, and whose fault it is.
final class Failures {
    private Failures() {}

    /// Whether the connection or the server failed, so that nothing is known of the statement's outcome. SQLSTATE
    /// classes of the PostgreSQL manual, appendix A: connection, resources, operator intervention, system error.
    static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58");
    }

    static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }
}
