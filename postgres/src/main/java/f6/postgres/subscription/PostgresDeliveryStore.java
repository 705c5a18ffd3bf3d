package f6.postgres.subscription;

import f6.eventstore.event.Position;
import f6.postgres.OwnSchema;
import f6.zone.subscription.DeliveryStore;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/// Subscriptions of a zone in a schema of their own.
public final class PostgresDeliveryStore implements DeliveryStore {
    private final OwnSchema tables;
    private final KeptRows rows = new KeptRows();

    private PostgresDeliveryStore(OwnSchema tables) {
        this.tables = tables;
    }

    /// Opens them in a schema, and makes or migrates the schema first where needed.
    public static PostgresDeliveryStore open(DataSource database, String schema) {
        return new PostgresDeliveryStore(OwnSchema.open(database, schema, "subscription"));
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private int update(Connection connection, String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql))) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    private <T> List<T> select(Connection connection, String sql, Parameters parameters, Reading<T> reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql))) {
            parameters.set(statement);
            try (ResultSet row = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (row.next()) {
                    found.add(reading.of(row));
                }
                return found;
            }
        }
    }

    @Override
    public boolean add(Subscription one) {
        return tables.run(
                        "add a subscription",
                        connection -> update(connection, """
                INSERT INTO $subscription (event_types, objects, expression, way, target, secret, former_secret,
                    former_until, id, name, owner_id, owner_type, start_position, checkpoint, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING""", statement -> {
                            int next = KeptRows.set(statement, 1, one);
                            statement.setObject(next, one.id());
                            statement.setString(next + 1, one.name());
                            statement.setObject(next + 2, one.owner().id());
                            statement.setString(next + 3, one.owner().type());
                            statement.setLong(next + 4, one.start().value());
                            statement.setLong(next + 5, one.start().value());
                            statement.setObject(next + 6, KeptRows.time(one.createdAt()));
                        }))
                == 1;
    }

    @Override
    public Optional<Kept> find(String name) {
        return tables
                .run(
                        "find a subscription",
                        connection -> select(
                                connection,
                                "SELECT " + KeptRows.COLUMNS + " FROM $subscription WHERE name = ?",
                                statement -> statement.setString(1, name),
                                rows::kept))
                .stream()
                .findFirst();
    }

    @Override
    public List<Kept> find(Collection<UUID> ids) {
        return tables.run(
                "find subscriptions",
                connection -> select(
                        connection,
                        "SELECT " + KeptRows.COLUMNS + " FROM $subscription WHERE id = ANY (?)",
                        statement -> statement.setArray(1, KeptRows.uuids(connection, ids)),
                        rows::kept));
    }

    @Override
    public List<Kept> list(Optional<UUID> owner, String after, int most) {
        return tables.run(
                "list subscriptions",
                connection -> select(
                        connection,
                        "SELECT " + KeptRows.COLUMNS + " FROM $subscription"
                                + " WHERE (?::uuid IS NULL OR owner_id = ?::uuid) AND name > ? ORDER BY name LIMIT ?",
                        statement -> {
                            statement.setObject(1, owner.orElse(null));
                            statement.setObject(2, owner.orElse(null));
                            statement.setString(3, after);
                            statement.setInt(4, most);
                        },
                        rows::kept));
    }

    @Override
    public int count(UUID owner) {
        return tables.run(
                        "count subscriptions",
                        connection -> select(
                                connection,
                                "SELECT count(*) FROM $subscription WHERE owner_id = ?",
                                statement -> statement.setObject(1, owner),
                                row -> row.getInt(1)))
                .getFirst();
    }

    @Override
    public boolean remove(UUID id) {
        return tables.run(
                        "remove a subscription",
                        connection -> update(
                                connection,
                                "DELETE FROM $subscription WHERE id = ?",
                                statement -> statement.setObject(1, id)))
                == 1;
    }

    @Override
    public boolean change(Subscription one, long epoch) {
        return tables.run(
                        "change a subscription",
                        connection -> update(connection, """
                UPDATE $subscription SET event_types = ?, objects = ?, expression = ?, way = ?, target = ?, secret = ?,
                    former_secret = ?, former_until = ?, epoch = epoch + 1
                WHERE id = ? AND epoch = ?""", statement -> {
                            int next = KeptRows.set(statement, 1, one);
                            statement.setObject(next, one.id());
                            statement.setLong(next + 1, epoch);
                        }))
                == 1;
    }

    @Override
    public boolean put(UUID id, long epoch, State state, Optional<String> why) {
        return tables.run(
                        "change a subscription's state",
                        connection -> update(
                                connection,
                                "UPDATE $subscription SET state = ?, why = ?, epoch = epoch + 1 WHERE id = ? AND epoch = ?",
                                statement -> {
                                    statement.setString(1, state.name());
                                    statement.setString(2, why.orElse(null));
                                    statement.setObject(3, id);
                                    statement.setLong(4, epoch);
                                }))
                == 1;
    }

    @Override
    public boolean replay(UUID id, long epoch, Position from) {
        return tables.atOnce("replay a subscription", connection -> {
            int changed = update(
                    connection,
                    "UPDATE $subscription SET checkpoint = ?, epoch = epoch + 1 WHERE id = ? AND epoch = ?",
                    statement -> {
                        statement.setLong(1, from.value());
                        statement.setObject(2, id);
                        statement.setLong(3, epoch);
                    });
            if (changed == 1) {
                var _ = update(
                        connection, "DELETE FROM $waiting WHERE subscription = ? AND position > ?", statement -> {
                            statement.setObject(1, id);
                            statement.setLong(2, from.value());
                        });
            }
            return changed == 1;
        });
    }

    @Override
    public Map<UUID, List<Waiting>> waiting(Collection<UUID> ids) {
        return tables.run("read what is waiting", connection -> {
            Map<UUID, List<Waiting>> waiting = new HashMap<>();
            var _ = select(
                    connection,
                    "SELECT * FROM $waiting WHERE subscription = ANY (?) ORDER BY subscription, position",
                    statement -> statement.setArray(1, KeptRows.uuids(connection, ids)),
                    row -> waiting.computeIfAbsent(KeptRows.uuid(row, "subscription"), any -> new ArrayList<>())
                            .add(KeptRows.waiting(row)));
            return waiting;
        });
    }

    @Override
    public List<Waiting> waiting(UUID id, Position after, int most) {
        return tables.run(
                "read what is waiting",
                connection -> select(
                        connection,
                        "SELECT * FROM $waiting WHERE subscription = ? AND position > ? ORDER BY position LIMIT ?",
                        statement -> {
                            statement.setObject(1, id);
                            statement.setLong(2, after.value());
                            statement.setInt(3, most);
                        },
                        KeptRows::waiting));
    }

    @Override
    public Set<UUID> save(Collection<Change> changes) {
        return tables.atOnce("save deliveries", connection -> new SavedChanges(tables, connection).save(changes));
    }

    @Override
    public Map<UUID, Long> hold(UUID node, Duration lease) {
        return tables.atOnce("hold webhooks", connection -> {
            double seconds = lease.toMillis() / 1000.0;
            var _ = update(connection, """
                    UPDATE $subscription SET lease_until = clock_timestamp() + make_interval(secs => ?)
                    WHERE runner = ? AND lease_until < clock_timestamp() + make_interval(secs => ?)""", statement -> {
                statement.setDouble(1, seconds);
                statement.setObject(2, node);
                statement.setDouble(3, seconds * 2 / 3);
            });
            var _ = update(connection, """
                    UPDATE $subscription SET runner = ?, epoch = epoch + 1,
                        lease_until = clock_timestamp() + make_interval(secs => ?)
                    WHERE id IN (SELECT id FROM $subscription WHERE way = 'webhook' AND state = 'ACTIVE'
                        AND (runner IS NULL OR lease_until < clock_timestamp()) FOR UPDATE SKIP LOCKED)""", statement -> {
                statement.setObject(1, node);
                statement.setDouble(2, seconds);
            });
            Map<UUID, Long> held = new HashMap<>();
            var _ = select(
                    connection,
                    "SELECT id, epoch FROM $subscription WHERE runner = ? AND state = 'ACTIVE'",
                    statement -> statement.setObject(1, node),
                    row -> held.put(KeptRows.uuid(row, "id"), row.getLong("epoch")));
            return held;
        });
    }

    @Override
    public void release(UUID node) {
        var _ = tables.run(
                "release webhooks",
                connection -> update(
                        connection,
                        "UPDATE $subscription SET runner = NULL, lease_until = NULL, epoch = epoch + 1 WHERE runner = ?",
                        statement -> statement.setObject(1, node)));
    }

    @Override
    public List<Totals> totals() {
        return tables.run(
                "count deliveries",
                connection -> select(connection, """
                SELECT way, count(*) AS subscriptions, min(checkpoint) FILTER (WHERE state = 'ACTIVE') AS behind,
                       (SELECT count(*) FROM $waiting w JOIN $subscription o ON o.id = w.subscription
                         WHERE w.standing = 'PARKED' AND o.way = s.way) AS parked, sum(failures)::bigint AS failures,
                       count(*) FILTER (WHERE state = 'SUSPENDED') AS suspended
                FROM $subscription s GROUP BY way ORDER BY way""", statement -> {}, row -> {
                    long behind = row.getLong("behind");
                    OptionalLong checkpoint = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(behind);
                    return new Totals(
                            KeptRows.text(row, "way"),
                            row.getLong("subscriptions"),
                            checkpoint.isPresent() ? Optional.of(new Position(behind)) : Optional.empty(),
                            row.getLong("parked"),
                            row.getLong("failures"),
                            row.getLong("suspended"));
                }));
    }
}
