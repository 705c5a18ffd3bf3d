package f6.postgres.publishing;

import f6.eventstore.event.Position;
import f6.eventstore.store.StoreFailure;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Json;
import f6.publishing.document.LinkSet;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads what commands are decided on from [PublishingViews], which are kept synchronously: by one statement,
/// so that all of it is as of one position.
public final class PostgresShelves implements Stock.Shelves {
    /// Columns before those of the documents.
    private static final int HEAD = 5;

    private final DataSource database;
    private final String sql;

    /// @param log the schema of the log
    public PostgresShelves(DataSource database, String log) {
        this.database = database;
        Schemas schemas = new Schemas(log);
        this.sql = schemas.sql("""
                WITH own AS (
                    SELECT d.* FROM unnest(?::uuid[], ?::text[]) AS k(content_id, locale)
                      JOIN $documents d USING (content_id, locale)),
                paths AS (
                    SELECT unnest(?::text[]) AS base_path
                    UNION
                    SELECT e.base_path FROM own d JOIN $editions e ON e.id IN (d.draft, d.current)
                     WHERE e.base_path IS NOT NULL),
                found AS (
                    SELECT * FROM own
                    UNION
                    SELECT d.* FROM paths
                      JOIN $editions e ON e.base_path = paths.base_path AND e.content_store IS NOT NULL
                      JOIN $documents d ON d.content_id = e.content_id AND d.locale = e.locale)
                SELECT head.*, %s
                  FROM (SELECT
                    (SELECT max(position) FROM @event) AS position,
                    (SELECT json_object_agg(base_path, publishing_app)
                       FROM $path_reservations JOIN paths USING (base_path)) AS reservations,
                    (SELECT json_agg(json_build_array(content_id, version, links))
                       FROM $link_sets WHERE content_id = ANY (?)) AS link_sets,
                    (SELECT json_object_agg(base_path, payload)
                       FROM $publish_intents JOIN paths USING (base_path)) AS intents,
                    (SELECT json_object_agg(name, content_id)
                       FROM $content_id_aliases WHERE name = ANY (?)) AS aliases) head
                  LEFT JOIN found d ON true
                """.formatted(DocumentRows.COLUMNS) + DocumentRows.editions("$"));
    }

    @Override
    public Stock read(Command.Reads reads) {
        try {
            return Swap.across(() -> readOnce(reads));
        } catch (SQLException e) {
            throw new StoreFailure("could not read what a command is decided on: " + e.getMessage(), e);
        }
    }

    private Stock readOnce(Command.Reads reads) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            PublishingViews.walkIndexes(connection);
            Stock stock = read(connection, reads);
            connection.commit();
            return stock;
        }
    }

    private Stock read(Connection connection, Command.Reads reads) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<DocumentKey> keys = List.copyOf(reads.documents());
            statement.setArray(
                    1,
                    uuids(connection, keys.stream().map(DocumentKey::contentId).toList()));
            statement.setArray(
                    2, texts(connection, keys.stream().map(DocumentKey::locale).toList()));
            statement.setArray(3, texts(connection, reads.paths()));
            statement.setArray(4, uuids(connection, reads.linkSets()));
            statement.setArray(5, texts(connection, reads.aliases()));
            try (ResultSet row = statement.executeQuery()) {
                return stock(row, keys);
            }
        }
    }

    private static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(new String[0]));
    }

    private static Stock stock(ResultSet row, Collection<DocumentKey> asked) throws SQLException {
        row.next();
        Position position = new Position(row.getLong(1));
        Map<String, String> reservations = new HashMap<>();
        JsonText.object(row.getString(2)).forEach((path, app) -> reservations.put(path, String.valueOf(app)));
        Map<UUID, LinkSet> linkSets = linkSets(row.getString(3));
        Map<String, Map<String, @Nullable Object>> intents = new HashMap<>();
        JsonText.object(row.getString(4)).forEach((path, payload) -> intents.put(path, Json.object(payload)));
        Map<String, UUID> aliases = new HashMap<>();
        JsonText.object(row.getString(5))
                .forEach((name, id) -> aliases.put(name, Json.uuid(id).orElseThrow()));
        DocumentRows rows = new DocumentRows(row, HEAD);
        do {
            if (row.getString(HEAD + 1) != null) {
                rows.take();
            }
        } while (row.next());
        Map<DocumentKey, Document> documents = new HashMap<>(rows.documents());
        asked.forEach(key -> documents.putIfAbsent(key, Document.none(key)));
        return new Stock(position, documents, reservations, linkSets, intents, aliases);
    }

    private static Map<UUID, LinkSet> linkSets(@Nullable String json) {
        Map<UUID, LinkSet> linkSets = new HashMap<>();
        for (Object item : Json.list(json == null ? null : JsonText.tree(json))) {
            List<?> set = Json.list(item);
            UUID id = Json.uuid(set.get(0)).orElseThrow();
            linkSets.put(id, new LinkSet(id, ((Number) set.get(1)).longValue(), Json.links(set.get(2))));
        }
        return linkSets;
    }
}
