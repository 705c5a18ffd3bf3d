package f6.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// One event inserted per transaction, from a connection per client, without any check: what PostgreSQL does
/// unaided. Positions are counted in the client's memory.
final class PlainInsert implements Competitor {
    private final String name;
    private final Site site;
    private final TableCopy table;
    private final AtomicLong last;

    PlainInsert(String name, Site site, TableCopy table, long last) {
        this.name = name;
        this.site = site;
        this.table = table;
        this.last = new AtomicLong(last);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Run run(int clients, Span span) {
        return Load.run(_ -> new Client(), clients, span);
    }

    private final class Client implements Load.Client {
        private final Samples samples = new Samples();
        private final Connection connection = site.connect(table.schema(), Map.of());
        private final PreparedStatement statement = connection.prepareStatement(table.insertOne());

        Client() throws SQLException {}

        @Override
        public int call() throws SQLException {
            Sample sample = samples.next();
            long position = last.incrementAndGet();
            bind(statement, table, sample, position);
            statement.executeUpdate();
            return 1;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /// Sets the columns of an event.
    static void bind(PreparedStatement statement, TableCopy table, Sample sample, long position) throws SQLException {
        int parameter = 1;
        for (TableCopy.Column column : table.columns()) {
            switch (table.value(column, sample, position)) {
                case null -> throw new BenchFailure("no value for " + column.name(), null);
                case String text -> statement.setString(parameter, text);
                case List<?> ids ->
                    statement.setArray(parameter, statement.getConnection().createArrayOf("uuid", ids.toArray()));
                case Object value -> statement.setObject(parameter, value);
            }
            parameter++;
        }
    }
}
