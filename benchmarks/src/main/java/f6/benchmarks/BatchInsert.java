package f6.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Batches of 64 events inserted without any check, each in a transaction, from one connection: what nothing that
/// stores the same rows can be expected to beat by much. Positions are counted in the client's memory.
final class BatchInsert implements Competitor {
    static final int BATCH = 64;

    private final Way way;
    private final Site site;
    private final TableCopy table;
    private final AtomicLong last;

    enum Way {
        /// One statement, with an array per column.
        ARRAYS,
        /// pgjdbc's `reWriteBatchedInserts`: statements with many rows.
        ROWS
    }

    /// @param last the greatest position in the table, for all who insert into it
    BatchInsert(Way way, Site site, TableCopy table, AtomicLong last) {
        this.way = way;
        this.site = site;
        this.table = table;
        this.last = last;
    }

    @Override
    public String name() {
        return switch (way) {
            case ARRAYS -> "batch insert of 64, arrays";
            case ROWS -> "batch insert of 64, rewritten by pgjdbc";
        };
    }

    @Override
    public Run run(int clients, Span span) {
        if (clients != 1) {
            throw new IllegalArgumentException("one connection, not " + clients);
        }
        return Load.run(_ -> way == Way.ARRAYS ? new Arrays() : new Rows(), 1, span);
    }

    private record Placed(Sample sample, long position) {}

    private List<Placed> batch(Samples samples) {
        List<Placed> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(new Placed(samples.next(), last.incrementAndGet()));
        }
        return batch;
    }

    private final class Arrays implements Load.Client {
        private final Samples samples = new Samples();
        private final Connection connection = site.connect(table.schema(), Map.of());
        private final PreparedStatement statement = connection.prepareStatement(table.insertMany());

        Arrays() throws SQLException {}

        @Override
        public int call() throws SQLException {
            List<Placed> batch = batch(samples);
            int parameter = 1;
            for (TableCopy.Column column : table.columns()) {
                Object[] values = values(batch, column);
                String type = table.travelsAsText(column) ? "text" : column.type();
                statement.setArray(parameter++, connection.createArrayOf(type, values));
            }
            statement.executeUpdate();
            return BATCH;
        }

        /// As an array of texts or numbers where they are, which the driver sends in binary.
        private Object[] values(List<Placed> batch, TableCopy.Column column) {
            Stream<@Nullable Object> values = batch.stream()
                    .map(placed -> table.value(column, placed.sample(), placed.position()))
                    .map(value -> value instanceof List<?> ids ? literal(ids) : value);
            if (table.travelsAsText(column) || column.type().equals("text")) {
                return values.toArray(String[]::new);
            }
            return column.type().equals("bigint") ? values.toArray(Long[]::new) : values.toArray();
        }

        private static String literal(List<?> ids) {
            return ids.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private final class Rows implements Load.Client {
        private final Samples samples = new Samples();
        private final Connection connection = site.connect(table.schema(), Map.of("reWriteBatchedInserts", "true"));
        private final PreparedStatement events = connection.prepareStatement(table.insertEvent());

        Rows() throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        public int call() throws SQLException {
            for (Placed placed : batch(samples)) {
                PlainInsert.bind(events, table, placed.sample(), placed.position());
                events.addBatch();
            }
            events.executeBatch();
            connection.commit();
            return BATCH;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
