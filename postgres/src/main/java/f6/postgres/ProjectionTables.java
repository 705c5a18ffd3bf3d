package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// The log's books on its projections: which there are, how far they are, what they leave out.
record ProjectionTables(Log log) {
    /// The advisory locks of leases: the second half is the hash of projection and part.
    private static final int LEASES = 2;

    static void requireName(String name) {
        if (name.length() > TableProjection.MAX_NAME_LENGTH
                || !TableProjection.NAME.matcher(name).matches()) {
            throw new InvalidValue("a projection's name is at most %d lower-case letters, digits and underscores: '%s'"
                    .formatted(TableProjection.MAX_NAME_LENGTH, name));
        }
    }

    private String sql(String statement) {
        return statement.replace("$", log.schema() + ".");
    }

    private PreparedStatement prepare(Connection connection, String statement, Object... parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(sql(statement));
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }

    private int update(Connection connection, String statement, Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(connection, statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /// As the books have it; the parts' checkpoints in order, none for a synchronous one.
    record Entry(
            String name,
            boolean synchronous,
            int version,
            ProjectionStatus.State state,
            Optional<Position> failedAt,
            Optional<String> failure,
            List<Long> checkpoints) {}

    List<Entry> all(Connection connection) throws SQLException {
        return entries(connection, "");
    }

    Optional<Entry> find(Connection connection, String name) throws SQLException {
        return entries(connection, " WHERE name = ?", name).stream().findFirst();
    }

    private List<Entry> entries(Connection connection, String which, Object... parameters) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = prepare(
                        connection,
                        "SELECT p.*, ARRAY(SELECT position FROM $projection_checkpoint c WHERE c.name = p.name"
                                + " ORDER BY partition) AS checkpoints FROM $projection p" + which + " ORDER BY name",
                        parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                long failed = row.getLong("failed_position");
                entries.add(new Entry(
                        row.getString("name"),
                        row.getBoolean("synchronous"),
                        row.getInt("version"),
                        ProjectionStatus.State.valueOf(row.getString("state")),
                        failed == 0 ? Optional.empty() : Optional.of(new Position(failed)),
                        Optional.ofNullable(row.getString("failure")),
                        List.of((Long[]) row.getArray("checkpoints").getArray())));
            }
        }
        return entries;
    }

    /// Enters a projection of which the view is made up to a position, or its new version.
    void enter(Connection connection, TableProjection projection, boolean synchronous, long position)
            throws SQLException {
        var _ = update(
                connection,
                "INSERT INTO $projection (name, synchronous, version, state) VALUES (?, ?, ?, 'RUNNING') ON CONFLICT (name)"
                        + " DO UPDATE SET synchronous = excluded.synchronous, version = excluded.version,"
                        + " state = 'RUNNING', failed_position = NULL, failure = NULL, changed_at = clock_timestamp()",
                projection.name(),
                synchronous,
                projection.version());
        var _ = update(connection, "DELETE FROM $projection_checkpoint WHERE name = ?", projection.name());
        for (int part = 0; !synchronous && part < projection.partitions(); part++) {
            var _ = update(
                    connection,
                    "INSERT INTO $projection_checkpoint VALUES (?, ?, ?)",
                    projection.name(),
                    part,
                    position);
        }
    }

    void remove(Connection connection, String name) throws SQLException {
        var _ = update(connection, "DELETE FROM $projection WHERE name = ?", name);
    }

    /// A part's checkpoint.
    ///
    /// @return empty when the projection is not to run now
    OptionalLong running(Connection connection, TableProjection projection, int part) throws SQLException {
        return running(connection, projection, part, "");
    }

    /// Locks a part's checkpoint to the end of the transaction.
    ///
    /// @return empty when the projection is not to run now
    OptionalLong lockRunning(Connection connection, TableProjection projection, int part) throws SQLException {
        return running(connection, projection, part, " FOR UPDATE OF c");
    }

    private OptionalLong running(Connection connection, TableProjection projection, int part, String locked)
            throws SQLException {
        try (PreparedStatement statement = prepare(
                        connection,
                        "SELECT position FROM $projection_checkpoint c JOIN $projection p USING (name) WHERE name = ?"
                                + " AND partition = ? AND state = 'RUNNING' AND version = ?" + locked,
                        projection.name(),
                        part,
                        projection.version());
                ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /// Locks all checkpoints of a projection: its view stays as it is to the end of the transaction.
    List<Long> lockAll(Connection connection, String name) throws SQLException {
        List<Long> checkpoints = new ArrayList<>();
        try (PreparedStatement statement = prepare(
                        connection,
                        "SELECT position FROM $projection_checkpoint WHERE name = ? ORDER BY partition FOR UPDATE",
                        name);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                checkpoints.add(row.getLong(1));
            }
        }
        return checkpoints;
    }

    void advance(Connection connection, String name, int part, long position) throws SQLException {
        var _ = update(
                connection,
                "UPDATE $projection_checkpoint SET position = ? WHERE name = ? AND partition = ?",
                position,
                name,
                part);
    }

    /// @return false when there is no such projection, or it is kept synchronously, or stopped for a failure
    boolean pause(Connection connection, String name, boolean paused) throws SQLException {
        return update(
                        connection,
                        "UPDATE $projection SET state = ?, changed_at = clock_timestamp() WHERE name = ?"
                                + " AND NOT synchronous AND state <> 'STOPPED'",
                        paused ? "PAUSED" : "RUNNING",
                        name)
                == 1;
    }

    /// @return false when there is no such projection, or it is not stopped
    boolean retry(Connection connection, String name) throws SQLException {
        return update(
                        connection,
                        "UPDATE $projection SET state = 'RUNNING', failed_position = NULL, failure = NULL,"
                                + " changed_at = clock_timestamp() WHERE name = ? AND state = 'STOPPED'",
                        name)
                == 1;
    }

    /// Stops this version of a projection; another one that has taken its place goes on.
    void stop(Connection connection, TableProjection projection, long position, String failure) throws SQLException {
        var _ = update(
                connection,
                "UPDATE $projection SET state = 'STOPPED', failed_position = ?, failure = ?,"
                        + " changed_at = clock_timestamp() WHERE name = ? AND version = ?",
                position,
                failure,
                projection.name(),
                projection.version());
    }

    void skip(Connection connection, String name, long position, String reason) throws SQLException {
        var _ = update(
                connection,
                "INSERT INTO $projection_skip (name, position, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                name,
                position,
                reason);
    }

    Set<Long> skipped(Connection connection, String name) throws SQLException {
        Set<Long> positions = new TreeSet<>();
        try (PreparedStatement statement =
                        prepare(connection, "SELECT position FROM $projection_skip WHERE name = ?", name);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                positions.add(row.getLong(1));
            }
        }
        return positions;
    }

    /// Writes which synchronous projections every node that appends must know, from the books.
    void guard(Connection connection) throws SQLException {
        var _ = update(
                connection,
                "UPDATE $log_guard SET synchronous_views = coalesce((SELECT string_agg(name || ':' || version, ' '"
                        + " ORDER BY name COLLATE \"C\") FROM $projection WHERE synchronous), '')");
    }

    /// Locks the books for who enters or removes a projection, to the end of the transaction.
    void lockBooks(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, "SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
            statement.setInt(1, LEASES);
            statement.setString(2, log.schema());
            statement.execute();
        }
    }

    /// Tries to become the one that keeps a part of a view, for as long as the connection lives.
    boolean lease(Connection connection, String name, int part) throws SQLException {
        try (PreparedStatement statement = lease(connection, "pg_try_advisory_lock", name, part);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// The same, when the one who has it has ended.
    void awaitLease(Connection connection, String name, int part) throws SQLException {
        try (PreparedStatement statement = lease(connection, "pg_advisory_lock", name, part)) {
            statement.execute();
        }
    }

    private PreparedStatement lease(Connection connection, String function, String name, int part) throws SQLException {
        return prepare(
                connection, "SELECT " + function + "(?, hashtext(?))", LEASES, log.schema() + "." + name + "." + part);
    }

    void endLeases(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
            statement.execute();
        }
    }
}
