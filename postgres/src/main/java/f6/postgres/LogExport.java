package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.ReadOptions;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Reads a log as it is, whatever views are kept of it, for a copy elsewhere. Changes nothing; nodes may go on
/// appending.
public final class LogExport {
    private final DataSource database;
    private final String schema;

    /// @param schema one of [PostgresEventStore#logs]
    public LogExport(DataSource database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    /// Of now.
    public Position head() {
        return Transactions.run(
                database,
                schema,
                "read the head",
                connection -> new Position(Log.of(connection, schema).head(connection)));
    }

    /// All events up to a position that the log has reached, in order.
    public Stream<RawEvent> upTo(Position head) {
        return head.equals(Position.START)
                ? Stream.empty()
                : LogReader.readRaw(database, schema, Query.all(), ReadOptions.FORWARD.limit(head.value()));
    }
}
