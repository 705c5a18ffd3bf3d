package f6.postgres.subscription;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.postgres.OwnSchema;
import f6.zone.subscription.DeliveryStore.Change;
import f6.zone.subscription.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Saves what came of deliveries to many subscriptions at once: a few statements, whatever their number.
record SavedChanges(OwnSchema tables, Connection connection) {
    /// @return those that had an effect
    Set<UUID> save(Collection<Change> changes) throws SQLException {
        Map<UUID, Long> epochs = lock(changes.stream().map(Change::id).toList());
        List<Change> valid = changes.stream()
                .filter(change -> Long.valueOf(change.epoch()).equals(epochs.get(change.id())))
                .toList();
        if (valid.isEmpty()) {
            return Set.of();
        }
        checkpoints(valid);
        remove(valid);
        keep(valid);
        return valid.stream().map(Change::id).collect(Collectors.toCollection(HashSet::new));
    }

    /// In one order for all, so that nobody waits for who waits for him.
    private Map<UUID, Long> lock(Collection<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                tables.sql("SELECT id, epoch FROM $subscription WHERE id = ANY (?) ORDER BY id FOR UPDATE"))) {
            statement.setArray(1, KeptRows.uuids(connection, ids));
            try (ResultSet row = statement.executeQuery()) {
                Map<UUID, Long> epochs = new HashMap<>();
                while (row.next()) {
                    epochs.put(KeptRows.uuid(row, "id"), row.getLong("epoch"));
                }
                return epochs;
            }
        }
    }

    /// A checkpoint goes back by a replay only.
    private void checkpoints(List<Change> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql("""
                UPDATE $subscription s
                SET checkpoint = greatest(s.checkpoint, v.checkpoint), epoch = s.epoch + v.begins,
                    failures = s.failures + v.failures, last_failure = coalesce(v.failure, s.last_failure),
                    last_failure_at = CASE WHEN v.failure IS NULL THEN s.last_failure_at ELSE clock_timestamp() END
                FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::bigint[], ?::text[])
                    AS v (id, checkpoint, begins, failures, failure)
                WHERE s.id = v.id"""))) {
            statement.setArray(
                    1,
                    KeptRows.uuids(connection, changes.stream().map(Change::id).toList()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            changes.stream()
                                    .map(change -> change.checkpoint().value())
                                    .toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int",
                            changes.stream()
                                    .map(change -> change.begins() ? 1 : 0)
                                    .toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint", changes.stream().map(Change::failures).toArray()));
            List<@Nullable String> failures = new ArrayList<>();
            changes.forEach(change -> failures.add(change.lastFailure().orElse(null)));
            statement.setArray(5, KeptRows.texts(connection, failures));
            var _ = statement.executeUpdate();
        }
    }

    private void remove(List<Change> changes) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Change change : changes) {
            for (Map.Entry<Position, Optional<Waiting>> one : change.waiting().entrySet()) {
                if (one.getValue().isEmpty()) {
                    ids.add(change.id());
                    positions.add(one.getKey().value());
                }
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(tables.sql("""
                DELETE FROM $waiting w USING unnest(?::uuid[], ?::bigint[]) AS v (id, position)
                WHERE w.subscription = v.id AND w.position = v.position"""))) {
            statement.setArray(1, KeptRows.uuids(connection, ids));
            statement.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
            var _ = statement.executeUpdate();
        }
    }

    private void keep(List<Change> changes) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<Waiting> kept = new ArrayList<>();
        for (Change change : changes) {
            for (Optional<Waiting> one : change.waiting().values()) {
                one.ifPresent(waiting -> {
                    ids.add(change.id());
                    kept.add(waiting);
                });
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(tables.sql("""
                INSERT INTO $waiting (subscription, position, event, objects, standing, attempts, until, reason)
                SELECT id, position, event, string_to_array(objects, ',')::uuid[], standing, attempts, until, reason
                FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::text[])
                    AS v (id, position, event, objects, standing, attempts, until, reason)
                ON CONFLICT (subscription, position) DO UPDATE SET standing = excluded.standing,
                    attempts = excluded.attempts, until = excluded.until, reason = excluded.reason"""))) {
            statement.setArray(1, KeptRows.uuids(connection, ids));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            kept.stream().map(one -> one.position().value()).toArray()));
            statement.setArray(
                    3,
                    KeptRows.uuids(
                            connection,
                            kept.stream().map(one -> one.event().value()).toList()));
            statement.setArray(
                    4,
                    KeptRows.texts(
                            connection,
                            kept.stream()
                                    .map(one -> one.objects().stream()
                                            .map(ObjectId::toString)
                                            .collect(Collectors.joining(",")))
                                    .toList()));
            statement.setArray(
                    5,
                    KeptRows.texts(
                            connection,
                            kept.stream().map(one -> one.standing().name()).toList()));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "int", kept.stream().map(Waiting::attempts).toArray()));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "timestamptz",
                            kept.stream().map(one -> one.until().toString()).toArray()));
            statement.setArray(
                    8,
                    KeptRows.texts(
                            connection, kept.stream().map(Waiting::reason).toList()));
            var _ = statement.executeUpdate();
        }
    }
}
