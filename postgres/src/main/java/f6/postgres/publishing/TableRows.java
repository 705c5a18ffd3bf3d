package f6.postgres.publishing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Whole rows of a new table, sent many at a time in PostgreSQL's binary COPY format (its source:
/// `copyfromparse.c`).
final class TableRows implements Rows {
    /// In bytes.
    private static final int ENOUGH = 1_000_000;

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};
    /// 2000-01-01T00:00Z, where PostgreSQL counts microseconds from.
    private static final long EPOCH_SECONDS = 946_684_800;

    private static final long MICROS = 1_000_000;

    private final Connection connection;
    private final String table;
    private final List<String> types;
    private final Buffer rows = new Buffer();

    /// Bytes, of which some that are written already can be set.
    private static final class Buffer extends ByteArrayOutputStream {
        void int2(int value) {
            write(value >>> 8);
            write(value);
        }

        void int4(int value) {
            int2(value >>> 16);
            int2(value);
        }

        void int8(long value) {
            int4((int) (value >>> 32));
            int4((int) value);
        }

        /// Sets a length in front to that of all bytes behind it.
        void setLength(int at) {
            ByteBuffer.wrap(buf).putInt(at, count - at - 4);
        }

        void sendTo(CopyIn copy) throws SQLException {
            copy.writeToCopy(buf, 0, count);
        }
    }

    private TableRows(Connection connection, String table, List<String> types) {
        this.connection = connection;
        this.table = table;
        this.types = types;
    }

    /// @param table that the connection's search path leads to
    static TableRows of(Connection connection, String table) throws SQLException {
        List<String> types = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT typname FROM pg_attribute JOIN pg_type t ON t.oid = atttypid"
                        + " WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    types.add(row.getString(1));
                }
            }
        }
        return new TableRows(connection, table, types);
    }

    @Override
    public void add(@Nullable Object... row) {
        rows.int2(row.length);
        for (int i = 0; i < row.length; i++) {
            put(types.get(i), row[i]);
        }
    }

    private void put(String type, @Nullable Object value) {
        int start = rows.size();
        rows.int4(-1);
        if (value == null) {
            return;
        }
        switch (type) {
            case "int8" -> rows.int8(((Number) value).longValue());
            case "int4" -> rows.int4(((Number) value).intValue());
            case "uuid" -> {
                UUID uuid = (UUID) value;
                rows.int8(uuid.getMostSignificantBits());
                rows.int8(uuid.getLeastSignificantBits());
            }
            case "timestamptz" -> {
                Instant moment = (Instant) value;
                rows.int8((moment.getEpochSecond() - EPOCH_SECONDS) * MICROS + moment.getNano() / 1000);
            }
            case "text" -> rows.writeBytes(((String) value).getBytes(StandardCharsets.UTF_8));
            case "json" -> JsonText.write(rows, value);
            default -> throw new IllegalStateException("no binary form of type " + type);
        }
        rows.setLength(start);
    }

    /// Sends what there is, if it is enough to be worth while.
    void sendEnough() throws SQLException {
        if (rows.size() >= ENOUGH) {
            send();
        }
    }

    void send() throws SQLException {
        if (rows.size() == 0) {
            return;
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            rows.sendTo(copy);
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            var _ = copy.endCopy();
            rows.reset();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
