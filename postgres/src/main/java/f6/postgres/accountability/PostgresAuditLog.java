package f6.postgres.accountability;

import f6.eventstore.event.Source;
import f6.eventstore.store.StoreFailure;
import f6.postgres.OwnSchema;
import f6.zone.accountability.AuditLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/// The log of actions in a table.
public final class PostgresAuditLog implements AuditLog {
    private final OwnSchema schema;

    private PostgresAuditLog(OwnSchema schema) {
        this.schema = schema;
    }

    /// Makes the tables first where they are not there.
    public static PostgresAuditLog open(DataSource database) {
        return new PostgresAuditLog(AccountabilityTables.make(database));
    }

    @Override
    public void record(Action action) {
        var _ = schema.atOnce("write to the log of actions", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO f6.action_log (at, zone, source_id, source_type, action, target, outcome)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                statement.setObject(1, action.at().atOffset(ZoneOffset.UTC));
                statement.setString(2, action.zone());
                statement.setObject(3, action.source().id());
                statement.setString(4, action.source().type());
                statement.setString(5, action.action());
                statement.setString(6, action.target());
                statement.setString(7, action.outcome().name());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<Stored> actions(String zone, Optional<UUID> source, OptionalLong before, int limit) {
        return schema.atOnce("read the log of actions", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM f6.action_log"
                    + " WHERE zone = ? AND id < ? AND (? OR source_id = ?) ORDER BY id DESC LIMIT ?")) {
                statement.setString(1, zone);
                statement.setLong(2, before.orElse(Long.MAX_VALUE));
                statement.setBoolean(3, source.isEmpty());
                statement.setObject(4, source.orElse(new UUID(0, 0)));
                statement.setInt(5, limit);
                try (ResultSet row = statement.executeQuery()) {
                    List<Stored> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(stored(row));
                    }
                    return found;
                }
            }
        });
    }

    /// Deletes the oldest actions.
    ///
    /// @param before they were done, exclusive
    /// @param limit actions at most
    /// @return how many
    /// @throws StoreFailure when the table cannot be written
    public int forget(Instant before, int limit) {
        return AccountabilityTables.forget(schema, "action_log", "at", "true", before, limit);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                new Action(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("zone"),
                        new Source(row.getObject("source_id", UUID.class), row.getString("source_type")),
                        row.getString("action"),
                        row.getString("target"),
                        Outcome.valueOf(row.getString("outcome"))));
    }
}
