package f6.postgres.publishing;

import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Json;
import f6.publishing.document.Unpublishing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Documents with their drafts and current editions, a row for each edition.
final class DocumentRows {
    /// Of documents `d` and what [#editions] joins.
    static final String COLUMNS =
            "d.content_id, d.locale, d.lock_version, d.owner, d.draft, e.id, e.user_facing_version, e.state,"
                    + " e.content_store, e.fields, e.links, e.created_at, e.updated_at, n.note, l.access_limit, u.type,"
                    + " u.explanation, u.alternative_path, u.redirects, u.unpublished_at, u.created_at AS unpublishing_at";

    private final ResultSet row;
    /// Where the columns begin.
    private final int first;

    private final Map<DocumentKey, Document> documents = new HashMap<>();

    /// @param before how many other columns are before these
    DocumentRows(ResultSet row, int before) {
        this.row = row;
        this.first = before + 1;
    }

    /// Joins what documents `d` need.
    ///
    /// @param tables what their names begin with: nothing, or a schema and a dot
    static String editions(String tables) {
        return """
                 LEFT JOIN %1$seditions e ON e.id IN (d.draft, d.current)
                 LEFT JOIN %1$schange_notes n ON n.edition = e.id
                 LEFT JOIN %1$saccess_limits l ON l.edition = e.id
                 LEFT JOIN %1$sunpublishings u ON u.edition = e.id
                """.formatted(tables);
    }

    /// Those that there are.
    static Map<DocumentKey, Document> load(Connection connection, Collection<DocumentKey> keys) throws SQLException {
        Bulk asked = new Bulk(
                "SELECT " + COLUMNS + " FROM :rows JOIN documents d ON d.content_id = r.content_id::uuid"
                        + " AND d.locale = r.locale" + editions(""),
                "content_id",
                "locale");
        keys.forEach(key -> asked.add(key.contentId(), key.locale()));
        if (asked.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement statement = asked.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            DocumentRows rows = new DocumentRows(row, 0);
            while (row.next()) {
                rows.take();
            }
            return rows.documents();
        }
    }

    Map<DocumentKey, Document> documents() {
        return documents;
    }

    /// The row that the result is at.
    void take() throws SQLException {
        DocumentKey key = new DocumentKey(uuid(0), text(1));
        UUID owner = row.getObject(first + 3, UUID.class);
        Document known = documents.get(key);
        Document document = known != null
                ? known
                : new Document(
                        key,
                        row.getLong(first + 2),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(owner).map(id -> new DocumentKey(id, key.locale())));
        documents.put(key, with(document));
    }

    private Document with(Document document) throws SQLException {
        long id = row.getLong(first + 5);
        if (row.wasNull()) {
            return document;
        }
        Optional<Edition> edition = Optional.of(edition(id));
        boolean isDraft = row.getLong(first + 4) == id;
        return new Document(
                document.key(),
                document.lockVersion(),
                isDraft ? edition : document.draft(),
                isDraft ? document.current() : edition,
                document.owner());
    }

    private Edition edition(long id) throws SQLException {
        String limit = row.getString(first + 14);
        return new Edition(
                id,
                row.getInt(first + 6),
                State.valueOf(text(7).toUpperCase(Locale.ROOT)),
                optional(8).map(store -> ContentStore.valueOf(store.toUpperCase(Locale.ROOT))),
                JsonText.object(row.getString(first + 9)),
                Json.links(JsonText.object(row.getString(first + 10))),
                limit == null ? Optional.empty() : Optional.of(JsonText.object(limit)),
                optional(13),
                unpublishing(),
                moment(11),
                moment(12));
    }

    private Optional<Unpublishing> unpublishing() throws SQLException {
        Optional<Unpublishing.Type> type = Unpublishing.Type.of(row.getString(first + 15));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        OffsetDateTime told = row.getObject(first + 19, OffsetDateTime.class);
        return Optional.of(new Unpublishing(
                type.get(),
                optional(16),
                optional(17),
                Json.objects(JsonText.tree(text(18))),
                Optional.ofNullable(told).map(OffsetDateTime::toInstant),
                moment(20)));
    }

    private Optional<String> optional(int column) throws SQLException {
        @Nullable String text = row.getString(first + column);
        return Optional.ofNullable(text);
    }

    private String text(int column) throws SQLException {
        return Objects.requireNonNull(row.getString(first + column));
    }

    private UUID uuid(int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(first + column, UUID.class));
    }

    private Instant moment(int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(first + column, OffsetDateTime.class))
                .toInstant();
    }
}
