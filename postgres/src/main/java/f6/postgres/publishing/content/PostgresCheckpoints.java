package f6.postgres.publishing.content;

import f6.eventstore.event.Position;
import f6.postgres.OwnSchema;
import f6.publishing.content.Checkpoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Checkpoints in a schema of their own. A lane is held by a lock that ends with its connection, and
/// moved on that same connection.
public final class PostgresCheckpoints implements Checkpoints {
    private final OwnSchema schema;

    private PostgresCheckpoints(OwnSchema schema) {
        this.schema = schema;
    }

    /// Opens them in a schema, and makes or migrates the schema first where needed.
    public static PostgresCheckpoints open(DataSource database, String schema) {
        return new PostgresCheckpoints(OwnSchema.open(database, schema, "publishing/checkpoints"));
    }

    @Override
    public Optional<Held> hold(String lane) {
        try {
            Connection connection = schema.database().getConnection();
            boolean held = false;
            try {
                connection.setAutoCommit(true);
                held = lock(connection, lane, "pg_try_advisory_lock");
                return held ? Optional.of(new Hold(connection, lane, position(connection, lane))) : Optional.empty();
            } finally {
                if (!held) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw schema.failure("hold the lane " + lane, e);
        }
    }

    /// By the table's identity and the lane's name.
    private boolean lock(Connection connection, String lane, String function) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                schema.sql("SELECT " + function + "('$presented'::regclass::oid::int, hashtext(?))"))) {
            statement.setString(1, lane);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Position position(Connection connection, String lane) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(schema.sql("SELECT position FROM $presented WHERE lane = ?"))) {
            statement.setString(1, lane);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Position(row.getLong(1)) : Position.START;
            }
        }
    }

    @Override
    public Map<String, Position> positions() {
        return schema.run("read the checkpoints", connection -> {
            try (PreparedStatement statement =
                            connection.prepareStatement(schema.sql("SELECT lane, position FROM $presented"));
                    ResultSet row = statement.executeQuery()) {
                Map<String, Position> positions = new HashMap<>();
                while (row.next()) {
                    positions.put(row.getString(1), new Position(row.getLong(2)));
                }
                return positions;
            }
        });
    }

    private final class Hold implements Held {
        private final Connection connection;
        private final String lane;
        private Position position;

        Hold(Connection connection, String lane, Position position) {
            this.connection = connection;
            this.lane = lane;
            this.position = position;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public void advance(Position to) {
            try (PreparedStatement statement = connection.prepareStatement(
                    schema.sql(
                            "INSERT INTO $presented VALUES (?, ?) ON CONFLICT (lane) DO UPDATE SET position = excluded.position"))) {
                statement.setString(1, lane);
                statement.setLong(2, to.value());
                statement.executeUpdate();
                position = to;
            } catch (SQLException e) {
                throw schema.failure("advance the lane " + lane, e);
            }
        }

        @Override
        public void close() {
            try (connection) {
                var _ = lock(connection, lane, "pg_advisory_unlock");
            } catch (SQLException e) {
                throw schema.failure("let go of the lane " + lane, e);
            }
        }
    }
}
