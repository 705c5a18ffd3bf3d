package f6.postgres.accountability;

import f6.eventstore.store.StoreFailure;
import f6.postgres.OwnSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/// The tables, made where they are not there.
final class AccountabilityTables {
    /// Taken while tables are made, and while records are written: so these become visible in the order of their
    /// ids.
    static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('f6.read_log'))";

    private AccountabilityTables() {}

    /// They are made in one transaction, this one last.
    private static boolean areThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('f6.action_log') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// Deletes the oldest records of a log, if they are from before an instant.
    ///
    /// @param time the column
    /// @param moreover what else must be so of a record `r`
    /// @param limit records at most, none behind the first so many
    /// @return how many
    static int forget(OwnSchema schema, String log, String time, String moreover, Instant before, int limit) {
        return schema.run("empty " + log, connection -> {
            String sql = """
                    WITH oldest AS MATERIALIZED (SELECT id FROM f6.%1$s ORDER BY id LIMIT ?)
                    DELETE FROM f6.%1$s r USING oldest WHERE r.id = oldest.id AND r.%2$s < ? AND %3$s
                    """.formatted(log, time, moreover);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, limit);
                statement.setObject(2, before.atOffset(ZoneOffset.UTC));
                return statement.executeUpdate();
            }
        });
    }

    /// @throws StoreFailure when they cannot be made
    static OwnSchema make(DataSource database) {
        OwnSchema schema = new OwnSchema(database, "f6");
        // Who runs already writes here, and would wait for the lock that making an index takes, holding what this one
        // waits for: also where the index is there.
        if (schema.run("look for the tables of accountability", AccountabilityTables::areThere)) {
            return schema;
        }
        return schema.atOnce("make the tables of accountability", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LOCK);
                statement.execute("CREATE SCHEMA IF NOT EXISTS f6");
                statement.execute("""
                        CREATE TABLE IF NOT EXISTS f6.read_log (
                            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            zone text NOT NULL,
                            trace_id bytea NOT NULL CHECK (length(trace_id) = 16),
                            span_id bytea NOT NULL CHECK (length(span_id) = 8),
                            caller_span_id bytea CHECK (length(caller_span_id) = 8),
                            parent_span_id bytea CHECK (length(parent_span_id) = 8),
                            name text NOT NULL,
                            activity text NOT NULL,
                            subject bytea CHECK (length(subject) = 32),
                            source_id uuid NOT NULL,
                            source_type text NOT NULL,
                            started_at timestamptz NOT NULL,
                            ended_at timestamptz NOT NULL)
                        """);
                statement.execute(
                        "CREATE INDEX IF NOT EXISTS read_log_subject ON f6.read_log (subject, id) WHERE subject IS NOT NULL");
                statement.execute("""
                        CREATE TABLE IF NOT EXISTS f6.read_log_delivered (
                            one boolean PRIMARY KEY DEFAULT true CHECK (one),
                            upto bigint NOT NULL)
                        """);
                statement.execute("INSERT INTO f6.read_log_delivered (upto) VALUES (0) ON CONFLICT DO NOTHING");
                statement.execute("""
                        CREATE TABLE IF NOT EXISTS f6.action_log (
                            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            at timestamptz NOT NULL,
                            zone text NOT NULL,
                            source_id uuid NOT NULL,
                            source_type text NOT NULL,
                            action text NOT NULL,
                            target text NOT NULL,
                            outcome text NOT NULL CHECK (outcome IN ('DONE', 'REFUSED', 'FAILED')))
                        """);
                return schema;
            }
        });
    }
}
