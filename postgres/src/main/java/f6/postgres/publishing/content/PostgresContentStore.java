package f6.postgres.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import f6.postgres.OwnSchema;
import f6.publishing.content.BasePaths;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import f6.publishing.document.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A content store in a schema of its own, in whatever database: it needs nothing of the log's.
public final class PostgresContentStore implements ContentStore {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    /// Text that no jsonb takes: SQLSTATE class 22, data exception.
    private static final String DATA_EXCEPTION = "22";

    private final OwnSchema schema;
    private final Clock clock;

    private PostgresContentStore(OwnSchema schema, Clock clock) {
        this.schema = schema;
        this.clock = clock;
    }

    /// Opens the store in a schema, and makes or migrates the schema first where needed.
    ///
    /// @param schema such as `content_live`, or `content_draft`
    /// @param clock of the times at which items were updated
    /// @throws InvalidValue when the schema's name is not plain lower case
    /// @throws StoreFailure when the database cannot be reached, or its user may not do this
    public static PostgresContentStore open(DataSource database, String schema, Clock clock) {
        return new PostgresContentStore(OwnSchema.open(database, schema, "publishing/content"), clock);
    }

    @Override
    public Put put(Item item, long payloadVersion) {
        return atOnce("put " + item.basePath(), connection -> put(connection, item, payloadVersion));
    }

    /// In one transaction. Who does so takes paths in the same order as all others, so that none waits for
    /// another that waits for it.
    @Override
    public void putAll(Collection<Item> items, long payloadVersion) {
        List<Item> ordered = items.stream()
                .sorted(Comparator.comparing(Item::basePath, BasePaths.ORDER))
                .toList();
        if (ordered.isEmpty()) {
            return;
        }
        var _ = atOnce("put items", connection -> {
            for (Item item : ordered) {
                var _ = put(connection, item, payloadVersion);
            }
            return ordered.size();
        });
    }

    private Put put(Connection connection, Item item, long payloadVersion) throws SQLException {
        String path = item.basePath();
        Optional<Put> put = insert(connection, path, payloadVersion, JSON.writeValueAsString(item.fields()));
        if (put.isEmpty()) {
            return new Put.Conflict(version(connection, path));
        }
        lead(connection, "content_item_route", path, item.routes());
        return put.get();
    }

    /// @return empty when what is there is as new
    private Optional<Put> insert(Connection connection, String path, long version, @Nullable String json)
            throws SQLException {
        String sql = """
                WITH before AS (SELECT item IS NOT NULL AS present FROM $content_item WHERE base_path = ?)
                INSERT INTO $content_item AS there (base_path, payload_version, item, updated_at)
                VALUES (?, ?, ?::jsonb, ?)
                ON CONFLICT (base_path) DO UPDATE SET payload_version = excluded.payload_version,
                    item = excluded.item, updated_at = excluded.updated_at
                    WHERE there.payload_version < excluded.payload_version
                RETURNING coalesce((SELECT present FROM before), false)""";
        try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
            statement.setString(1, path);
            statement.setString(2, path);
            statement.setLong(3, version);
            statement.setString(4, json);
            statement.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(row.getBoolean(1) ? new Put.Replaced() : new Put.Created());
            }
        }
    }

    private long version(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                schema.sql("SELECT payload_version FROM $content_item WHERE base_path = ?"))) {
            statement.setString(1, path);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /// Makes these the routes that lead to a base path. What was there already is left as it is.
    private void lead(Connection connection, String table, String basePath, List<Item.Route> routes)
            throws SQLException {
        String sql = """
                WITH due AS (SELECT * FROM unnest(?::text[], ?::boolean[]) AS due (path, exact)),
                gone AS (DELETE FROM $%1$s AS there WHERE base_path = ? AND NOT EXISTS
                    (SELECT FROM due WHERE due.path = there.path AND due.exact = there.exact))
                INSERT INTO $%1$s (path, exact, base_path) SELECT path, exact, ? FROM due ON CONFLICT DO NOTHING""".formatted(table);
        try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", routes.stream().map(Item.Route::path).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "boolean", routes.stream().map(Item.Route::exact).toArray()));
            statement.setString(3, basePath);
            statement.setString(4, basePath);
            statement.executeUpdate();
        }
    }

    @Override
    public boolean delete(String basePath, long payloadVersion) {
        return atOnce("delete " + basePath, connection -> {
            Optional<Put> put = insert(connection, basePath, payloadVersion, null);
            if (put.isPresent()) {
                lead(connection, "content_item_route", basePath, List.of());
            }
            return put.filter(Put.Replaced.class::isInstance).isPresent();
        });
    }

    @Override
    public boolean remove(String basePath) {
        String sql = "DELETE FROM $content_item WHERE base_path = ? RETURNING item IS NOT NULL";
        return run("remove " + basePath, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
                statement.setString(1, basePath);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    @Override
    public Optional<Stored> find(String path) {
        return run("look up " + path, connection -> {
            try (PreparedStatement statement =
                            lookup(connection, "SELECT base, item, version, at FROM $find_item(?, ?)", path);
                    ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Instant updatedAt = row.getObject(4, OffsetDateTime.class).toInstant();
                return Optional.of(new Stored(new Item(fields(row)), row.getLong(3), updatedAt));
            }
        });
    }

    /// By a function: what readers ask most is planned once for the life of a connection, as to plan it takes
    /// longer than to do it.
    private PreparedStatement lookup(Connection connection, String sql, String path) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(schema.sql(sql));
        statement.setString(1, path);
        statement.setArray(
                2, connection.createArrayOf("text", Item.Route.prefixes(path).toArray()));
        return statement;
    }

    /// Of a row that begins with the base path and the item. Whatever the item says of its base path, it
    /// is there.
    private static Map<String, @Nullable Object> fields(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> fields = Json.object(JSON.readValue(row.getString(2), Map.class));
        fields.put("base_path", row.getString(1));
        return fields;
    }

    @Override
    public List<Listed> list(String after, int limit) {
        String sql =
                "SELECT base_path, item, payload_version FROM $content_item WHERE base_path > ? AND item IS NOT NULL"
                        + " ORDER BY base_path LIMIT ?";
        return run("list items", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
                statement.setString(1, after);
                statement.setInt(2, Math.min(limit, MAX_PAGE));
                List<Listed> page = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Item item = new Item(fields(row));
                        page.add(new Listed(item.basePath(), row.getLong(3), item.hash()));
                    }
                }
                return page;
            }
        });
    }

    @Override
    public boolean putIntent(PublishIntent intent) {
        String sql = "INSERT INTO $publish_intent (base_path, item, publish_time) VALUES (?, ?::jsonb, ?)"
                + " ON CONFLICT (base_path) DO UPDATE SET item = excluded.item, publish_time = excluded.publish_time"
                + " RETURNING xmax = 0";
        String json = JSON.writeValueAsString(intent.fields());
        return atOnce("put an intent", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
                statement.setString(1, intent.basePath());
                statement.setString(2, json);
                statement.setObject(3, intent.publishTime().atOffset(ZoneOffset.UTC));
                try (ResultSet row = statement.executeQuery()) {
                    boolean created = row.next() && row.getBoolean(1);
                    lead(connection, "publish_intent_route", intent.basePath(), intent.routes());
                    return created;
                }
            }
        });
    }

    @Override
    public boolean deleteIntent(String basePath) {
        return run("delete an intent", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(schema.sql("DELETE FROM $publish_intent WHERE base_path = ?"))) {
                statement.setString(1, basePath);
                return statement.executeUpdate() > 0;
            }
        });
    }

    @Override
    public Optional<PublishIntent> findIntent(String path) {
        return run("look up an intent", connection -> {
            try (PreparedStatement statement = lookup(connection, "SELECT base, item FROM $find_intent(?, ?)", path);
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new PublishIntent(fields(row))) : Optional.empty();
            }
        });
    }

    @Override
    public List<PublishIntent> intents(String after, int limit) {
        String sql = "SELECT base_path, item FROM $publish_intent WHERE base_path > ? ORDER BY base_path LIMIT ?";
        return run("list intents", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
                statement.setString(1, after);
                statement.setInt(2, Math.min(limit, MAX_PAGE));
                List<PublishIntent> page = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        page.add(new PublishIntent(fields(row)));
                    }
                }
                return page;
            }
        });
    }

    @Override
    public int forgetIntentsBefore(Instant time) {
        return run("forget intents", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(schema.sql("DELETE FROM $publish_intent WHERE publish_time < ?"))) {
                statement.setObject(1, time.atOffset(ZoneOffset.UTC));
                return statement.executeUpdate();
            }
        });
    }

    private <T> T run(String what, OwnSchema.Work<T> work) {
        return checked(() -> schema.run(what, work));
    }

    private <T> T atOnce(String what, OwnSchema.Work<T> work) {
        return checked(() -> schema.atOnce(what, work));
    }

    /// What the database cannot hold is the caller's fault.
    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreFailure e) {
            if (e.getCause() instanceof SQLException cause
                    && String.valueOf(cause.getSQLState()).startsWith(DATA_EXCEPTION)) {
                throw new InvalidValue("the database cannot hold this: " + cause.getMessage());
            }
            throw e;
        }
    }
}
