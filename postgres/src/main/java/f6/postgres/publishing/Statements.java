package f6.postgres.publishing;

import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads from the views. What users sent goes as parameters only.
final class Statements {
    private final DataSource database;
    private final Schemas schemas;

    Statements(DataSource database, Schemas schemas) {
        this.database = database;
        this.schemas = schemas;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// SQL as it grows, with its parameters: text, numbers, and lists of text or of UUIDs.
    static final class Sql {
        private final StringBuilder text = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        void add(String sql, Object... parameters) {
            text.append(sql).append('\n');
            this.parameters.addAll(List.of(parameters));
        }

        void add(Sql other) {
            text.append(other.text);
            parameters.addAll(other.parameters);
        }

        /// The same, for a chain.
        Sql plus(String sql, Object... parameters) {
            add(sql, parameters);
            return this;
        }
    }

    /// What a reader makes of each row.
    <T> List<T> all(Sql sql, Reader<T> reader) {
        return read(sql, row -> {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        });
    }

    /// @param reader of the result, before its first row; called again if views were swapped meanwhile
    <T> T read(Sql sql, Reader<T> reader) {
        try {
            return Swap.across(() -> readOnce(sql, reader));
        } catch (SQLException e) {
            throw new StoreFailure("could not read the publishing views: " + e.getMessage(), e);
        }
    }

    private <T> T readOnce(Sql sql, Reader<T> reader) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(schemas.sql(sql.text.toString()))) {
            for (int i = 0; i < sql.parameters.size(); i++) {
                statement.setObject(i + 1, parameter(connection, sql.parameters.get(i)));
            }
            try (ResultSet row = statement.executeQuery()) {
                return reader.read(row);
            }
        }
    }

    private static Object parameter(Connection connection, Object value) throws SQLException {
        if (!(value instanceof Collection<?> items)) {
            return value;
        }
        boolean uuids = items.stream().anyMatch(UUID.class::isInstance);
        return uuids
                ? connection.createArrayOf("uuid", items.toArray())
                : connection.createArrayOf("text", items.toArray(new @Nullable Object[0]));
    }
}
