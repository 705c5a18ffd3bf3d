package f6.postgres.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.content.ContentStoreContract;
import f6.postgres.TestDatabase;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class PostgresContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore emptyStore() {
        return PostgresContentStore.open(TestDatabase.pool(), TestDatabase.freshSchema(), Clock.systemUTC());
    }

    private static long sequentialScans(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            statement.execute("SELECT pg_stat_clear_snapshot()");
            try (ResultSet row = statement.executeQuery(
                    "SELECT sum(seq_scan)::bigint FROM pg_stat_all_tables WHERE schemaname = '%s'".formatted(schema))) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String found(Connection connection, String schema, String path) throws SQLException {
        try (PreparedStatement lookup =
                connection.prepareStatement("SELECT base FROM %s.find_item(?, ?)".formatted(schema))) {
            lookup.setString(1, path);
            lookup.setArray(
                    2,
                    connection.createArrayOf("text", Item.Route.prefixes(path).toArray()));
            try (ResultSet row = lookup.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    @Test
    void look_ups_that_were_planned_on_empty_tables_read_indexes_only_when_these_have_grown() throws Exception {
        String schema = TestDatabase.freshSchema();
        var _ = PostgresContentStore.open(TestDatabase.pool(), schema, Clock.systemUTC());
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (int i = 0; i < 10; i++) {
                assertThat(found(connection, schema, "/guide/a/b")).isEmpty();
            }
            statement.execute("""
                    INSERT INTO $.content_item SELECT '/p/' || n, 1, jsonb_build_object('base_path', '/p/' || n), now()
                        FROM generate_series(1, 20000) n;
                    INSERT INTO $.content_item_route SELECT '/p/' || n, n % 2 = 0, '/p/' || n FROM
                        generate_series(1, 20000) n;
                    INSERT INTO $.content_item VALUES ('/guide', 1, '{"base_path": "/guide"}', now());
                    INSERT INTO $.content_item_route VALUES ('/guide', false, '/guide'), ('/guide/exact', true, '/guide');
                    ANALYZE $.content_item; ANALYZE $.content_item_route;
                    """.replace("$", schema));
            long before = sequentialScans(connection, schema);
            for (int i = 0; i < 10; i++) {
                assertThat(found(connection, schema, "/p/77")).isEqualTo("/p/77");
                assertThat(found(connection, schema, "/guide/exact")).isEqualTo("/guide");
                assertThat(found(connection, schema, "/guide/a/b/c")).isEqualTo("/guide");
                assertThat(found(connection, schema, "/nowhere")).isEmpty();
            }
            assertThat(sequentialScans(connection, schema)).isEqualTo(before);
        }
    }
}
