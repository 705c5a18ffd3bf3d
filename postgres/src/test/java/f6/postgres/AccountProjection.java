package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Which accounts are open: each once, and at most two owners share a name.
class AccountProjection implements TableProjection {
    private final String name;
    private final int version;
    private final int partitions;

    AccountProjection(String name, int version, int partitions) {
        this.name = name;
        this.version = version;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public Query query() {
        return Query.ofTypes(OPENED, CLOSED);
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE account (id uuid PRIMARY KEY, owner text NOT NULL, opened_at bigint NOT NULL)");
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        for (StoredEvent stored : events) {
            Object owner = stored.event().data().members().getOrDefault("owner", "nobody");
            if ("refused".equals(owner)) {
                throw new Refusal("nobody is called so");
            }
            if ("poison".equals(owner)) {
                throw new IllegalStateException("cannot digest this");
            }
            if ("error".equals(owner)) {
                throw new AssertionError("this cannot be");
            }
            boolean opened = stored.event().type().equals(OPENED);
            try (PreparedStatement statement = connection.prepareStatement(
                    opened ? "INSERT INTO account VALUES (?, ?, ?)" : "DELETE FROM account WHERE id = ?")) {
                statement.setObject(1, stored.event().objects().getFirst().value());
                if (opened) {
                    statement.setString(2, String.valueOf(owner));
                    statement.setLong(3, stored.position().value());
                }
                statement.executeUpdate();
            }
        }
    }
}
