package f6.postgres.publishing;

import java.sql.SQLException;
import java.util.Set;

/// The moment in which views that were made anew take the place of the old ones: who had read the names of the old
/// tables finds them gone, and need only read again.
final class Swap {
    /// SQLSTATE: no such table, no such schema, a plan of what is no more, a lock that was waited for in a circle.
    private static final Set<String> GONE = Set.of("42P01", "3F000", "0A000", "40P01");

    private static final String INTERNAL = "XX000";

    private Swap() {}

    static boolean failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // A table that was dropped after its name was read is told as an internal error.
        return GONE.contains(state)
                || (state.equals(INTERNAL) && String.valueOf(e.getMessage()).contains("could not open relation"));
    }

    interface Reading<T> {
        T read() throws SQLException;
    }

    /// Reads once more if the first time fell into it. A second swap is minutes away.
    static <T> T across(Reading<T> reading) throws SQLException {
        try {
            return reading.read();
        } catch (SQLException e) {
            if (!failed(e)) {
                throw e;
            }
            return reading.read();
        }
    }
}
