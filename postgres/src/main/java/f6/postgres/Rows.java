package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Events as rows of the tables `event` and `event_object`.
final class Rows {
    static final String COLUMNS = "position, created_at, id, occurred_at, object_ids, event_type, event_version,"
            + " event_kind, source_id, source_type, event_reference, event_data";

    private Rows() {}

    static List<StoredEvent> read(PreparedStatement statement) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(read(row));
            }
        }
        return events;
    }

    private static StoredEvent read(ResultSet row) throws SQLException {
        Event event = new Event(
                new EventId(row.getObject(3, UUID.class)),
                new EventType(row.getString(6)),
                row.getString(7),
                EventKind.valueOf(row.getString(8)),
                instant(row, 4),
                uuids(row, 5).map(ObjectId::new).toList(),
                new Source(row.getObject(9, UUID.class), row.getString(10)),
                uuids(row, 11).map(EventId::new).toList(),
                Json.read(row.getString(12)));
        return new StoredEvent(new Position(row.getLong(1)), instant(row, 2), event);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Stream<UUID> uuids(ResultSet row, int column) throws SQLException {
        return Arrays.stream((UUID[]) row.getArray(column).getArray());
    }

    static void insert(Connection connection, String schema, List<StoredEvent> events) throws SQLException {
        try (PreparedStatement event = connection.prepareStatement(
                        "INSERT INTO %s.event (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json)"
                                .formatted(schema, COLUMNS));
                PreparedStatement object = connection.prepareStatement(
                        "INSERT INTO %s.event_object (object_id, position) VALUES (?, ?)".formatted(schema))) {
            for (StoredEvent stored : events) {
                bind(event, connection, stored);
                event.addBatch();
                for (ObjectId id : stored.event().objects()) {
                    object.setObject(1, id.value());
                    object.setLong(2, stored.position().value());
                    object.addBatch();
                }
            }
            event.executeBatch();
            object.executeBatch();
        }
    }

    private static void bind(PreparedStatement row, Connection connection, StoredEvent stored) throws SQLException {
        Event event = stored.event();
        row.setLong(1, stored.position().value());
        row.setObject(2, timestamp(stored.createdAt()));
        row.setObject(3, event.id().value());
        row.setObject(4, timestamp(event.occurredAt()));
        row.setArray(
                5,
                connection.createArrayOf(
                        "uuid", event.objects().stream().map(ObjectId::value).toArray()));
        row.setString(6, event.type().name());
        row.setString(7, event.version());
        row.setString(8, event.kind().name());
        row.setObject(9, event.source().id());
        row.setString(10, event.source().type());
        row.setArray(
                11,
                connection.createArrayOf(
                        "uuid", event.references().stream().map(EventId::value).toArray()));
        row.setString(12, Json.write(event.data()));
    }
}
