package f6.postgres.publishing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows for one statement, sent column by column as arrays.
final class Bulk implements Rows {
    private static final String ROWS = ":rows";

    private final String sql;
    private final List<String> types = new ArrayList<>();
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /// @param sql with `:rows` for them
    /// @param columns names and types, `text` or `bigint`: what is else goes as text and is cast
    Bulk(String sql, String... columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            names.add(parts[0]);
            types.add(parts.length == 2 ? parts[1] : "text");
            this.columns.add(new ArrayList<>());
        }
        List<String> arrays = types.stream().map("?::%s[]"::formatted).toList();
        this.sql =
                sql.replace(ROWS, "unnest(%s) AS r(%s)".formatted(String.join(", ", arrays), String.join(", ", names)));
    }

    @Override
    public void add(@Nullable Object... row) {
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    boolean isEmpty() {
        return columns.getFirst().isEmpty();
    }

    /// Does nothing without rows.
    void execute(Connection connection) throws SQLException {
        if (isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(connection)) {
            statement.executeUpdate();
        }
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < columns.size(); i++) {
            String type = types.get(i);
            List<@Nullable Object> column = columns.get(i);
            // Of these types the driver sends arrays in binary.
            @Nullable
            Object[] array = type.equals("text") ? texts(column) : column.toArray(new @Nullable Long[column.size()]);
            statement.setArray(i + 1, connection.createArrayOf(type, array));
        }
        return statement;
    }

    private static @Nullable Object[] texts(List<@Nullable Object> column) {
        @Nullable String[] texts = new @Nullable String[column.size()];
        for (int i = 0; i < texts.length; i++) {
            Object value = column.get(i);
            texts[i] = switch (value) {
                case null -> null;
                case Map<?, ?> tree -> JsonText.of(tree);
                case List<?> tree -> JsonText.of(tree);
                default -> value.toString();
            };
        }
        return texts;
    }
}
