package f6.benchmarks;

import f6.eventstore.event.EventData;
import f6.eventstore.event.StoredEvent;
import f6.postgres.TableProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A view with a row for each object, as its latest event has it: each event is an upsert, and those of a batch
/// are one statement. No row may be in a statement twice, so of a batch's events of one object only the last is
/// written.
final class ResidentsByAddress implements TableProjection {
    static final String NAME = "residents_by_address";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE residents_by_address (
                        address   uuid   PRIMARY KEY,
                        street    text   NOT NULL,
                        residents bigint NOT NULL,
                        position  bigint NOT NULL
                    )
                    """);
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        Map<UUID, StoredEvent> latest = new LinkedHashMap<>();
        for (StoredEvent stored : events) {
            latest.put(stored.event().objects().getFirst().value(), stored);
        }
        List<Object> streets = new ArrayList<>();
        List<Object> residents = new ArrayList<>();
        List<Object> positions = new ArrayList<>();
        for (StoredEvent stored : latest.values()) {
            EventData data = stored.event().data();
            streets.add(member(data, "street"));
            residents.add(member(data, "residents"));
            positions.add(stored.position().value());
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO residents_by_address (address, street, residents, position)
                SELECT * FROM unnest(?, ?, ?, ?)
                ON CONFLICT (address) DO UPDATE
                SET street = excluded.street, residents = excluded.residents, position = excluded.position
                """)) {
            statement.setArray(
                    1, connection.createArrayOf("uuid", latest.keySet().toArray()));
            statement.setArray(2, connection.createArrayOf("text", streets.toArray()));
            statement.setArray(3, connection.createArrayOf("bigint", residents.toArray()));
            statement.setArray(4, connection.createArrayOf("bigint", positions.toArray()));
            statement.executeUpdate();
        }
    }

    private static Object member(EventData data, String name) {
        return Objects.requireNonNull(data.members().get(name), name);
    }
}
