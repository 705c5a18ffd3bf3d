package f6.postgres;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.SnapshotKey;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Snapshots beside the log, in its schema's table `snapshot`. Snapshot and tail are read in one round trip.
final class PostgresSnapshots implements Snapshots {
    /// Of the tail, with the first round trip.
    private static final int PAGE = 100;

    private final EventStore events;
    private final DataSource database;
    private final String schema;

    PostgresSnapshots(EventStore events, DataSource database, String schema) {
        this.events = events;
        this.database = database;
        this.schema = schema;
    }

    @Override
    public Loaded load(SnapshotKey key, String fingerprint) {
        SqlQuery both = SqlQuery.snapshotAndSince(schema, key.text(), fingerprint, key.boundary(), PAGE);
        return Transactions.run(database, schema, "load a snapshot", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(both.sql())) {
                both.bind(statement, connection);
                try (ResultSet row = statement.executeQuery()) {
                    return loaded(row, key, fingerprint);
                }
            }
        });
    }

    private Loaded loaded(ResultSet row, SnapshotKey key, String fingerprint) throws SQLException {
        Optional<Snapshot> snapshot = Optional.empty();
        List<StoredEvent> since = new ArrayList<>();
        while (row.next()) {
            byte[] bytes = row.getBytes(2);
            if (row.getBoolean(3)) {
                snapshot = Optional.of(
                        new Snapshot(fingerprint, new Position(row.getLong(1)), Json.read(bytes, 0, bytes.length)));
            } else {
                since.add(EventRows.readRecord(bytes));
            }
        }
        since.sort(Comparator.comparing(StoredEvent::position));
        if (since.size() < PAGE) {
            return new Loaded(snapshot, since.stream());
        }
        ReadOptions further = ReadOptions.FORWARD.after(since.getLast().position());
        return new Loaded(
                snapshot,
                Stream.concat(since.stream(), Stream.of(further).flatMap(o -> events.read(key.boundary(), o))));
    }

    @Override
    public void save(SnapshotKey key, Snapshot snapshot) {
        var _ = Transactions.run(database, schema, "save a snapshot", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + schema
                    + ".snapshot AS kept (boundary, name, query, fingerprint, position, state)"
                    + " VALUES (?, ?, ?::jsonb, ?, ?, ?::jsonb) ON CONFLICT (boundary) DO UPDATE SET"
                    + " fingerprint = excluded.fingerprint, position = excluded.position, state = excluded.state"
                    + " WHERE kept.fingerprint <> excluded.fingerprint OR kept.position < excluded.position")) {
                statement.setString(1, key.text());
                statement.setString(2, key.name());
                statement.setString(3, text(written(key.boundary())));
                statement.setString(4, snapshot.fingerprint());
                statement.setLong(5, snapshot.position().value());
                statement.setString(6, text(snapshot.state()));
                return statement.executeUpdate();
            }
        });
    }

    private static String text(EventData data) {
        return new String(Json.write(data), StandardCharsets.UTF_8);
    }

    private static EventData written(Query query) {
        List<Object> items = new ArrayList<>();
        for (Query.Item item : query.items()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("types", item.types().stream().map(EventType::name).toList());
            members.put(
                    "objects", item.objects().stream().map(ObjectId::toString).toList());
            items.add(members);
        }
        return new EventData(Map.of("items", items));
    }

    private static Query read(EventData data) {
        List<Query.Item> items = new ArrayList<>();
        for (Object item : list(data.members().get("items"))) {
            Map<?, ?> members = (Map<?, ?>) item;
            Set<EventType> types = list(members.get("types")).stream()
                    .map(type -> new EventType((String) type))
                    .collect(Collectors.toSet());
            Set<ObjectId> objects = list(members.get("objects")).stream()
                    .map(object -> ObjectId.of((String) object))
                    .collect(Collectors.toSet());
            items.add(new Query.Item(types, objects));
        }
        return new Query(items);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    @Override
    public List<SnapshotKey> keys(String name) {
        return Transactions.run(database, schema, "list snapshots", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT query::text FROM " + schema + ".snapshot WHERE name = ? ORDER BY boundary")) {
                statement.setString(1, name);
                List<SnapshotKey> keys = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        byte[] query = row.getString(1).getBytes(StandardCharsets.UTF_8);
                        keys.add(new SnapshotKey(name, read(Json.read(query, 0, query.length))));
                    }
                }
                return keys;
            }
        });
    }
}
