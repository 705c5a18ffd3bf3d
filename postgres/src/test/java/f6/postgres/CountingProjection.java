package f6.postgres;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How many events name an object: an event that counts twice, or not at all, shows.
class CountingProjection implements TableProjection {
    private final String name;
    private final boolean commits;
    private final AtomicInteger failures;

    /// @param commits the planted defect: the view is committed apart from the checkpoint
    /// @param failures how many times to fail as if the connection broke, once everything is written
    CountingProjection(String name, boolean commits, int failures) {
        this.name = name;
        this.commits = commits;
        this.failures = new AtomicInteger(failures);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE object_count (id uuid PRIMARY KEY, events bigint NOT NULL)");
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO object_count AS o VALUES (?, 1)"
                + " ON CONFLICT (id) DO UPDATE SET events = o.events + 1")) {
            for (StoredEvent stored : events) {
                for (ObjectId object : stored.event().objects()) {
                    statement.setObject(1, object.value());
                    statement.executeUpdate();
                }
            }
        }
        if (commits) {
            connection.commit();
        }
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SQLException("as if the connection broke", "08006");
        }
    }
}
