package f6.postgres;

import f6.eventstore.event.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The views that are kept in the transaction of each append.
final class SynchronousViews {
    boolean isEmpty() {
        return true;
    }

    /// How the log names them: what each node that appends must know.
    String known() {
        return "";
    }

    void apply(Connection connection, List<StoredEvent> events) throws SQLException {}
}
