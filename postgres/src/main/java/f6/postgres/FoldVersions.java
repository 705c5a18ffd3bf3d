package f6.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The foldings by which a log's timelines were made, numbered; the latest one is in use.
final class FoldVersions {
    private FoldVersions() {}

    static boolean isLatest(Connection connection, String log, String fingerprint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT fingerprint FROM " + log + ".fold_version ORDER BY version DESC LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() && (row.getString(1) + "@").startsWith(fingerprint + "@");
        }
    }

    /// The version of a folding. One that was there before keeps its version, so that a node that is late does not
    /// take the others back.
    static int enter(Connection connection, String log, String fingerprint) throws SQLException {
        return Transactions.in(connection, () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    LOCK TABLE $.fold_version IN SHARE ROW EXCLUSIVE MODE;
                    INSERT INTO $.fold_version (fingerprint) SELECT ? WHERE NOT EXISTS
                        (SELECT FROM $.fold_version WHERE fingerprint = ?);
                    """.replace("$", log))) {
                statement.setString(1, fingerprint);
                statement.setString(2, fingerprint);
                statement.execute();
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT max(version) FROM " + log + ".fold_version WHERE fingerprint = ?")) {
                statement.setString(1, fingerprint);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    static int latest(Connection connection, String log) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT max(version) FROM " + log + ".fold_version");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
