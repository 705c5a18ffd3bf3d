package f6.postgres.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.content.ContentStoreContract;
import f6.postgres.TestDatabase;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore emptyStore() {
        return PostgresContentStore.open(TestDatabase.pool(), TestDatabase.freshSchema(), Clock.systemUTC());
    }

    @Test
    void a_look_up_by_prefix_reads_indexes_only_however_many_items_there_are() throws Exception {
        String schema = TestDatabase.freshSchema();
        ContentStore store = PostgresContentStore.open(TestDatabase.pool(), schema, Clock.systemUTC());
        assertThat(store.put(
                        new Item(Map.of(
                                "base_path", "/guide", "routes", List.of(Map.of("path", "/guide", "type", "prefix")))),
                        1))
                .isInstanceOf(ContentStore.Put.Created.class);
        try (var connection = TestDatabase.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO $.content_item SELECT '/p/' || n, 1, jsonb_build_object('base_path', '/p/' || n), now()
                        FROM generate_series(1, 20000) n;
                    INSERT INTO $.content_item_route SELECT '/p/' || n, n % 2 = 0, '/p/' || n FROM
                        generate_series(1, 20000) n;
                    ANALYZE $.content_item; ANALYZE $.content_item_route;
                    """.replace("$", schema));
            assertThat(store.find("/guide/a/b/c")).isPresent();
            String lookup = """
                    SELECT base_path FROM (
                        SELECT base_path, 0 AS rank, 0 AS length FROM $.content_item WHERE base_path = ?
                        UNION ALL SELECT base_path, 1, 0 FROM $.content_item_route WHERE path = ? AND exact
                        UNION ALL SELECT base_path, 2, length(path) FROM $.content_item_route
                            WHERE path = ANY (?) AND NOT exact
                    ) AS found JOIN $.content_item USING (base_path)
                    WHERE item IS NOT NULL ORDER BY rank, length DESC, base_path LIMIT 1""".replace("$", schema);
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + lookup)) {
                explain.setString(1, "/guide/a/b");
                explain.setString(2, "/guide/a/b");
                explain.setArray(
                        3,
                        connection.createArrayOf(
                                "text", Item.Route.prefixes("/guide/a/b").toArray()));
                try (ResultSet row = explain.executeQuery()) {
                    while (row.next()) {
                        assertThat(row.getString(1)).doesNotContain("Seq Scan");
                    }
                }
            }
        }
    }
}
