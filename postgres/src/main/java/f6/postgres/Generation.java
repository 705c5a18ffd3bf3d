package f6.postgres;

import f6.eventstore.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tables of a projection as made once: the live ones, or those that are to take their place.
record Generation(TableProjection projection, String schema) {
    private static final int SAMPLES = 3;

    static Generation live(Log log, TableProjection projection) {
        return new Generation(projection, liveSchema(log, projection.name()));
    }

    static Generation next(Log log, TableProjection projection) {
        return new Generation(projection, liveSchema(log, projection.name()) + "_next");
    }

    static String liveSchema(Log log, String name) {
        return log.schema() + "_" + name;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Makes the schema and its empty tables, instead of what is there.
    void create(Connection connection) throws SQLException {
        drop(connection);
        execute(connection, "CREATE SCHEMA " + schema);
        enter(connection);
        projection.create(connection);
    }

    /// Makes what it could be filled without.
    void complete(Connection connection) throws SQLException {
        enter(connection);
        projection.complete(connection);
    }

    void drop(Connection connection) throws SQLException {
        drop(connection, schema);
    }

    static void drop(Connection connection, String schema) throws SQLException {
        execute(connection, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    /// Takes the place of another, which is left aside: to drop it now would be to wait for its readers with locks
    /// in hand, and they for this.
    void replace(Connection connection, Generation other) throws SQLException {
        drop(connection, other.aside());
        execute(
                connection,
                "DO $$ BEGIN IF to_regnamespace('%1$s') IS NOT NULL THEN ALTER SCHEMA %1$s RENAME TO %2$s; END IF; END $$"
                        .formatted(other.schema, other.aside()));
        execute(connection, "ALTER SCHEMA " + schema + " RENAME TO " + other.schema);
    }

    /// Drops what was left aside, which nobody begins to read any more.
    void dropAside(Connection connection) throws SQLException {
        drop(connection, aside());
    }

    private String aside() {
        return schema + "_old";
    }

    /// Leads statements to these tables, to the end of the transaction.
    void enter(Connection connection) throws SQLException {
        execute(connection, "SET LOCAL search_path TO " + schema);
    }

    void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        enter(connection);
        projection.apply(connection, events);
    }

    /// Puts in what a part of the log makes.
    void fill(Connection connection, Iterator<StoredEvent> events) throws SQLException {
        enter(connection);
        projection.fill(connection, events);
    }

    /// What a table holds, whatever the order of its rows: their count and the sums of two 64-bit hashes of each.
    record Content(long rows, String hash) {}

    Map<String, Content> contents(Connection connection) throws SQLException {
        Map<String, Content> contents = new TreeMap<>();
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) || ':'
                                || coalesce(sum(hashtextextended(t::text, 1)), 0) FROM %s."%s" t
                            """.formatted(schema, table))) {
                row.next();
                contents.put(table, new Content(row.getLong(1), row.getString(2)));
            }
        }
        return contents;
    }

    private List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
        }
        return tables;
    }

    /// In words, what another holds otherwise; empty when the two are equal.
    List<String> differences(Connection connection, Generation other) throws SQLException {
        Map<String, Content> mine = contents(connection);
        Map<String, Content> its = other.contents(connection);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Content> table : mine.entrySet()) {
            Content content = its.get(table.getKey());
            if (content == null) {
                differences.add("table %s is missing".formatted(table.getKey()));
            } else if (!content.equals(table.getValue())) {
                differences.add("table %s: %d rows instead of %d%s%s"
                        .formatted(
                                table.getKey(),
                                content.rows(),
                                table.getValue().rows(),
                                sample(connection, table.getKey(), this, other, "; missing "),
                                sample(connection, table.getKey(), other, this, "; too much ")));
            }
        }
        its.keySet().stream()
                .filter(table -> !mine.containsKey(table))
                .forEach(table -> differences.add("table %s is one too many".formatted(table)));
        return differences;
    }

    private static String sample(Connection connection, String table, Generation in, Generation notIn, String what)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT t::text FROM %s.\"%s\" t EXCEPT ALL SELECT t::text FROM %s.\"%s\" t LIMIT %d"
                                .formatted(in.schema, table, notIn.schema, table, SAMPLES))) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows.isEmpty() ? "" : what + String.join(" ", rows);
        }
    }
}
