package f6.postgres;

import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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

    /// Whether the same work may do better next time: also class 40, transaction rollback, and 55P03, lock not
    /// available.
    static boolean isTransient(SQLException failure) {
        return isOfConnection(failure)
                || failure.getSQLState().startsWith("40")
                || failure.getSQLState().equals("55P03");
    }

    /// The same of work that others have done, whose failure says why.
    static boolean isTransient(Throwable failure) {
        return switch (failure) {
            case SQLException of -> isTransient(of);
            case StoreFailure of -> of.getCause() != null && isTransient(of.getCause());
            default -> false;
        };
    }

    /// Whether rows would violate a constraint: class 23, integrity constraint violation.
    static boolean isOfConstraint(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("23");
    }

    /// What the server says of it, without the driver's decoration.
    static String reason(SQLException failure) {
        SQLException root = failure.getNextException() == null ? failure : failure.getNextException();
        ServerErrorMessage message = root instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
        if (message == null) {
            return String.valueOf(root.getMessage());
        }
        String detail = message.getDetail() == null ? "" : ": " + message.getDetail();
        return message.getMessage() + detail;
    }

    static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }
}
