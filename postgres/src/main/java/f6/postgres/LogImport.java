package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.StoreFailure;
import f6.postgres.Log.Rows;
import f6.postgres.Log.Segment;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// Takes over the events of another log with the positions and times that they have there, so that every question
/// about any moment is answered as it is there. The one way into a log by which the database does not set
/// `created_at`.
///
/// Begins where the log ends: what is there already must be the same, and is left as it is. An import that was cut
/// off is therefore repeated from its start.
public final class LogImport {
    private final DataSource database;
    private final String schema;
    private final Log log;

    /// @param schema of the log to fill, which [PostgresEventStore#open] has made
    /// @throws StoreFailure when the database cannot be reached, or the log is not there
    /// @throws InvalidValue when the log keeps synchronous projections
    public LogImport(DataSource database, String schema) {
        this.database = database;
        this.schema = schema;
        this.log = run("open the log", connection -> {
            requireNoViews(connection);
            return Log.of(connection, schema);
        });
    }

    private void requireNoViews(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT synchronous_views FROM %s.log_guard".formatted(schema))) {
            row.next();
            String views = row.getString(1);
            if (!views.isEmpty()) {
                throw new InvalidValue(
                        "log %s keeps synchronous views [%s] with each append: copy it by PostgreSQL's own means"
                                .formatted(schema, views));
            }
        }
    }

    /// Appends those of the events that are not there yet, all or none; durable when it returns.
    ///
    /// @param events in the order of their positions, without a gap, the first at most one behind the log's head
    /// @return how many were not there yet
    /// @throws InvalidValue naming the position where the log has another event, or does not go on
    public int add(List<StoredEvent> events) {
        return run(
                "import",
                connection -> Transactions.in(connection, () -> {
                    log.lock(connection, false);
                    long head = log.head(connection);
                    long first = events.getFirst().position().value();
                    int known = Math.clamp(head - first + 1, 0, events.size());
                    requireSame(connection, events.subList(0, known));
                    List<StoredEvent> others = events.subList(known, events.size());
                    if (!others.isEmpty()) {
                        requireBehind(connection, head, others.getFirst());
                        insert(connection, head, others);
                    }
                    return others.size();
                }));
    }

    private void requireSame(Connection connection, List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        List<StoredEvent> stored =
                log.after(connection, events.getFirst().position().value() - 1, events.size());
        for (int i = 0; i < events.size(); i++) {
            if (!stored.get(i).equals(events.get(i))) {
                throw new InvalidValue(
                        "log %s has another event at position %s: %s, stored at %s, and not %s of %s; it is not the log that this is of"
                                .formatted(
                                        schema,
                                        events.get(i).position(),
                                        stored.get(i).id(),
                                        stored.get(i).createdAt(),
                                        events.get(i).id(),
                                        events.get(i).createdAt()));
            }
        }
    }

    private void requireBehind(Connection connection, long head, StoredEvent next) throws SQLException {
        if (next.position().value() != head + 1) {
            throw new InvalidValue("position %s cannot come behind %d".formatted(next.position(), head));
        }
        for (StoredEvent last : log.after(connection, head - 1, 1)) {
            if (next.createdAt().isBefore(last.createdAt())) {
                throw new InvalidValue("the event at position %s was stored at %s, before the one in front of it, at %s"
                        .formatted(next.position(), next.createdAt(), last.createdAt()));
            }
        }
    }

    /// What the function `append` of the schema does, but for the times.
    private void insert(Connection connection, long head, List<StoredEvent> events) throws SQLException {
        Rows rows = Rows.of(events.stream().map(StoredEvent::event).toList());
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO $.event
                SELECT ? + n, stored_at, occurred_at, id, source_id, object_ids, event_type, event_version,
                       event_kind, source_type, event_reference, event_data
                  FROM unnest(?::$.event_row[], ?::timestamptz[]) WITH ORDINALITY AS e (append_number, occurred_at, id,
                       source_id, object_ids, event_type, event_version, event_kind, source_type, event_reference,
                       event_data, stored_at, n)
                """.replace("$", schema))) {
            log.sendRowsBinary(connection);
            statement.setLong(1, head);
            statement.setObject(2, new RowArray(log, List.of(rows)));
            statement.setArray(3, times(connection, events));
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO $.event_object
                SELECT object_id, position FROM $.event, unnest(object_ids[4:]) AS object_id WHERE position > ?
                """.replace("$", schema))) {
            statement.setLong(1, head);
            statement.executeUpdate();
        }
        insert(connection, rows.segments(head));
        log.announce(connection, head + events.size());
    }

    private static Array times(Connection connection, List<StoredEvent> events) throws SQLException {
        Object[] times =
                events.stream().map(StoredEvent::createdAt).map(LogImport::text).toArray();
        return connection.createArrayOf("text", times);
    }

    /// With its offset, so that no time zone of a session counts.
    private static String text(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private void insert(Connection connection, Set<Segment> segments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO %s.event_type_segment (event_type, event_version, segment)".formatted(schema)
                        + " SELECT * FROM unnest(?, ?, ?) ON CONFLICT DO NOTHING")) {
            Collection<Segment> entries = List.copyOf(segments);
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", entries.stream().map(Segment::type).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", entries.stream().map(Segment::version).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", entries.stream().map(Segment::number).toArray()));
            statement.executeUpdate();
        }
    }

    private <T> T run(String what, OwnSchema.Work<T> work) {
        return Transactions.run(database, schema, what, work);
    }
}
