package f6.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Of the caller's transaction, which an append changes for itself.
record TransactionSettings(List<String> values) {
    /// The latter ones are what projections steer their plans by.
    static final List<String> NAMES = List.of(
            "search_path",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "plan_cache_mode",
            "enable_seqscan",
            "enable_hashjoin",
            "enable_mergejoin",
            "enable_material");

    static TransactionSettings of(Connection connection) throws SQLException {
        String sql = NAMES.stream().map("current_setting('%s')"::formatted).collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= NAMES.size(); i++) {
                values.add(row.getString(i));
            }
            return new TransactionSettings(values);
        }
    }

    void restore(Connection connection) throws SQLException {
        String sql = NAMES.stream().map("set_config('%s', ?, true)"::formatted).collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            statement.execute();
        }
    }
}
