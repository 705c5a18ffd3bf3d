package f6.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Rows of a binary `COPY … TO STDOUT`, as the server sends them: the count of fields, then the fields.
final class RowCopy {
    /// The signature, the flags and the length of the extension, which is empty.
    private static final int HEADER = 19;
    /// Of the count of fields, which is all that the trailer has.
    private static final int COUNT = 2;

    private RowCopy() {}

    interface Sink {
        /// @return whether to go on
        boolean take(byte[] row);
    }

    /// A copy that is ended early takes its connection with it: to cancel one leaves the connection in a state
    /// that the driver does not understand when the server was faster than the cancel.
    ///
    /// @return whether it went to its end
    static boolean copy(Connection connection, String query, Sink sink) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        try {
            boolean first = true;
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                byte[] row = first ? Arrays.copyOfRange(message, HEADER, message.length) : message;
                first = false;
                if (row.length > COUNT && !sink.take(row)) {
                    return false;
                }
            }
            return true;
        } finally {
            if (copy.isActive()) {
                end(connection);
            }
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
        try (Statement _ = connection.createStatement()) {
            throw new IllegalStateException("a connection that was aborted goes on");
        } catch (SQLException e) {
            // The pool has seen this failure too, and hands the connection out no more.
        }
    }
}
