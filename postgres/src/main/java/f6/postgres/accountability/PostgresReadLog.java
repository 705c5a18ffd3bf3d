package f6.postgres.accountability;

import f6.eventstore.event.Source;
import f6.eventstore.store.StoreFailure;
import f6.postgres.Group;
import f6.postgres.OwnSchema;
import f6.zone.accountability.Logbook;
import f6.zone.accountability.ReadLog;
import f6.zone.accountability.ReadRecord;
import f6.zone.accountability.Trace;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The log of reads in a table, written in company: reads that end at the same time share a transaction.
public final class PostgresReadLog implements ReadLog {
    private static final HexFormat HEX = HexFormat.of();
    /// With the lock in the same statement: no row has an id before it is held.
    private static final String INSERT = """
            WITH held AS MATERIALIZED (%s)
            INSERT INTO f6.read_log (zone, trace_id, span_id, caller_span_id, parent_span_id, name, activity, subject,
                source_id, source_type, started_at, ended_at)
            SELECT one.* FROM held CROSS JOIN unnest(?::text[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[],
                ?::text[], ?::text[], ?::bytea[], ?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[]) AS one
            """.formatted(AccountabilityTables.LOCK);

    /// Records in one transaction; beyond this nothing is gained.
    private static final int MAX_TOGETHER = 2_000;

    private final OwnSchema schema;
    private final Group<ReadRecord, Integer> writes =
            new Group<>("write to the log of reads", 1, MAX_TOGETHER, this::insert);

    private PostgresReadLog(OwnSchema schema) {
        this.schema = schema;
    }

    /// Makes the tables first where they are not there.
    public static PostgresReadLog open(DataSource database) {
        return new PostgresReadLog(AccountabilityTables.make(database));
    }

    @Override
    public void write(List<ReadRecord> records) {
        if (!records.isEmpty()) {
            var _ = writes.ask(records);
        }
    }

    /// @return how many
    private int insert(List<ReadRecord> records) {
        return schema.run("write to the log of reads", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                Columns columns = new Columns(statement, records);
                columns.set("text", ReadRecord::zone);
                columns.set("bytea", record -> HEX.parseHex(record.trace().id()));
                columns.set("bytea", record -> HEX.parseHex(record.span()));
                columns.set("bytea", record -> bytes(record.trace().caller()));
                columns.set("bytea", record -> bytes(record.parent()));
                columns.set("text", ReadRecord::name);
                columns.set("text", record -> record.activity().toString());
                columns.set("bytea", record -> bytes(record.subject()));
                columns.set("uuid", record -> record.source().id());
                columns.set("text", record -> record.source().type());
                columns.set("timestamptz", record -> time(record.start()));
                columns.set("timestamptz", record -> time(record.end()));
                return statement.executeUpdate();
            }
        });
    }

    private static byte @Nullable [] bytes(Optional<String> digits) {
        return digits.map(HEX::parseHex).orElse(null);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// Sets the parameters of a statement one after another, each to what all records have there.
    private static final class Columns {
        private final PreparedStatement statement;
        private final List<ReadRecord> records;
        private int column;

        Columns(PreparedStatement statement, List<ReadRecord> records) {
            this.statement = statement;
            this.records = records;
        }

        void set(String type, Function<ReadRecord, @Nullable Object> value) throws SQLException {
            Object[] values = new Object[records.size()];
            for (int i = 0; i < values.length; i++) {
                Object one = value.apply(records.get(i));
                values[i] = one instanceof OffsetDateTime moment ? moment.toString() : one;
            }
            Object[] typed = type.equals("bytea") ? byteArrays(values) : values;
            statement.setArray(++column, statement.getConnection().createArrayOf(type, typed));
        }

        private static byte[][] byteArrays(Object[] values) {
            byte[][] arrays = new byte[values.length][];
            for (int i = 0; i < values.length; i++) {
                arrays[i] = (byte[]) values[i];
            }
            return arrays;
        }
    }

    @Override
    public List<Stored> reads(
            String zone, Optional<String> subject, Optional<UUID> source, OptionalLong before, int limit) {
        return schema.atOnce("read the log of reads", connection -> {
            StringBuilder sql = new StringBuilder("SELECT * FROM f6.read_log WHERE zone = ? AND id < ?");
            List<Object> parameters = new ArrayList<>(List.of(zone, before.orElse(Long.MAX_VALUE)));
            subject.ifPresent(pseudonym -> {
                sql.append(" AND subject = ?");
                parameters.add(HEX.parseHex(pseudonym));
            });
            source.ifPresent(id -> {
                sql.append(" AND source_id = ?");
                parameters.add(id);
            });
            return query(
                    connection,
                    sql.append(" ORDER BY id DESC LIMIT ").append(limit).toString(),
                    parameters);
        });
    }

    private static List<Stored> query(Connection connection, String sql, List<Object> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                List<Stored> found = new ArrayList<>();
                while (row.next()) {
                    found.add(stored(row));
                }
                return found;
            }
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                new ReadRecord(
                        row.getString("zone"),
                        new Trace(HEX.formatHex(row.getBytes("trace_id")), digits(row, "caller_span_id")),
                        HEX.formatHex(row.getBytes("span_id")),
                        digits(row, "parent_span_id"),
                        row.getString("name"),
                        URI.create(row.getString("activity")),
                        digits(row, "subject"),
                        new Source(row.getObject("source_id", UUID.class), row.getString("source_type")),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ended_at", OffsetDateTime.class).toInstant()));
    }

    private static Optional<String> digits(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(HEX::formatHex);
    }

    /// Deletes the oldest records.
    ///
    /// @param before their reads ended, exclusive
    /// @param handedOver whether only those may go that a logbook has taken
    /// @param limit records at most
    /// @return how many
    /// @throws StoreFailure when the table cannot be written
    public int forget(Instant before, boolean handedOver, int limit) {
        String moreover = handedOver ? "r.id <= (SELECT upto FROM f6.read_log_delivered)" : "true";
        return AccountabilityTables.forget(schema, "read_log", "ended_at", moreover, before, limit);
    }

    /// What came of handing over.
    ///
    /// @param records how many the logbook has taken
    /// @param refused why it has not taken them, if so
    public record Delivered(int records, Optional<String> refused) {}

    /// Hands over what the logbook does not have yet, and notes that it has them. One node does so at a time.
    ///
    /// @param limit records at most
    /// @throws StoreFailure when the table cannot be read or noted in
    public Delivered deliver(Logbook logbook, int limit) {
        return schema.atOnce("hand over the log of reads", connection -> {
            OptionalLong upto = held(connection);
            if (upto.isEmpty()) {
                return new Delivered(0, Optional.empty());
            }
            List<Stored> next = query(
                    connection,
                    "SELECT * FROM f6.read_log WHERE id > ? ORDER BY id LIMIT " + limit,
                    List.of(upto.getAsLong()));
            if (next.isEmpty()) {
                return new Delivered(0, Optional.empty());
            }
            Optional<String> refused =
                    logbook.take(next.stream().map(Stored::read).toList());
            if (refused.isPresent()) {
                return new Delivered(0, refused);
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE f6.read_log_delivered SET upto = ?")) {
                statement.setLong(1, next.getLast().id());
                statement.executeUpdate();
            }
            return new Delivered(next.size(), Optional.empty());
        });
    }

    /// How far it is handed over; empty when another node is at it.
    private static OptionalLong held(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT upto FROM f6.read_log_delivered FOR UPDATE SKIP LOCKED")) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
