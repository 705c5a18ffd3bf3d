package f6.postgres.publishing;

import f6.postgres.publishing.Statements.Sql;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Json;
import f6.publishing.document.Substitution;
import f6.publishing.view.Views;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Shows what [PublishingViews] keeps.
public final class PostgresViews implements Views {
    private static final int MAX_LINK_CHANGES = 250;

    private final Statements statements;

    /// @param log the schema of the log
    public PostgresViews(DataSource database, String log) {
        this.statements = new Statements(database, new Schemas(log));
    }

    @Override
    public Optional<Map<String, @Nullable Object>> content(DocumentKey key, Optional<ContentStore> store) {
        EditionFields fields = new EditionFields(FIELDS);
        Sql sql = new Sql()
                .plus("SELECT " + fields.columns() + ", " + Blocking.COLUMNS)
                .plus("FROM $documents d JOIN $editions e ON e.id IN (d.draft, d.current)")
                .plus(Blocking.JOIN)
                .plus("WHERE d.content_id = ? AND d.locale = ?", key.contentId(), key.locale());
        store.ifPresent(there -> sql.add("AND e.content_store = ?", there.word()));
        sql.add("ORDER BY e.id = d.draft DESC NULLS LAST LIMIT 1");
        return statements
                .all(sql, row -> {
                    Map<String, @Nullable Object> content = fields.present(row);
                    content.put("warnings", Blocking.warnings(row));
                    return content;
                })
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Map<String, @Nullable Object>> liveAt(String basePath) {
        EditionFields fields = new EditionFields(FIELDS);
        Sql sql = new Sql()
                .plus("SELECT " + fields.columns())
                .plus("FROM $editions e JOIN $documents d USING (content_id, locale)")
                .plus("WHERE e.base_path = ? AND e.content_store = 'live'", basePath);
        return statements.all(sql, fields::present).stream().findFirst();
    }

    /// Of a draft, what is live at its path and does not step aside.
    private static final class Blocking {
        static final String COLUMNS =
                "blocking.document_type AS blocking_type, blocking.unpublishing AS blocking_unpublishing";
        static final String JOIN = """
                LEFT JOIN LATERAL (
                    SELECT b.document_type, u.type AS unpublishing FROM $editions b
                      LEFT JOIN $unpublishings u ON u.edition = b.id
                     WHERE e.state = 'draft' AND b.base_path = e.base_path AND b.content_store = 'live'
                       AND b.content_id <> e.content_id) blocking ON true
                """;

        private Blocking() {}

        static Map<String, String> warnings(ResultSet row) throws SQLException {
            String type = row.getString("blocking_type");
            String unpublishing = row.getString("blocking_unpublishing");
            boolean passes = type == null
                    || Substitution.isSubstitutable(type)
                    || (unpublishing != null && Substitution.isSubstitutable(unpublishing))
                    || Substitution.isSubstitutable(row.getString("document_type"));
            return passes
                    ? Map.of()
                    : Map.of(
                            "content_item_blocking_publish",
                            "There is an item of content that prevents this draft from being published");
        }
    }

    @Override
    public ContentPage content(ContentQuery query) {
        EditionFields fields = new EditionFields(query.fields());
        return statements.read(ContentSql.page(query, fields), row -> {
            long total = 0;
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (row.next()) {
                total = row.getLong("total");
                if (row.getString("id") != null) {
                    rows.add(fields.present(row));
                }
            }
            return new ContentPage(total, rows);
        });
    }

    @Override
    public Optional<Map<String, @Nullable Object>> linkSet(UUID contentId) {
        Map<String, @Nullable Object> linkSet = new LinkedHashMap<>();
        linkSet.put("content_id", contentId.toString());
        boolean known = statements.read(
                new Sql()
                        .plus("SELECT s.version, s.links, EXISTS (SELECT FROM $documents WHERE content_id = asked.id)")
                        .plus(
                                "FROM (SELECT ?::uuid AS id) asked LEFT JOIN $link_sets s ON s.content_id = asked.id",
                                contentId),
                row -> {
                    row.next();
                    linkSet.put("links", JsonText.object(row.getString(2)));
                    linkSet.put("version", row.getLong(1));
                    return row.getString(1) != null || row.getBoolean(3);
                });
        return known ? Optional.of(linkSet) : Optional.empty();
    }

    @Override
    public Map<UUID, Map<String, @Nullable Object>> linkSets(Collection<UUID> contentIds) {
        Map<UUID, Map<String, @Nullable Object>> linkSets = new LinkedHashMap<>();
        contentIds.forEach(id -> linkSets.put(id, linkSet(Map.of(), 0)));
        if (contentIds.isEmpty()) {
            return linkSets;
        }
        return statements.read(
                new Sql()
                        .plus(
                                "SELECT content_id, version, links FROM $link_sets WHERE content_id = ANY (?)",
                                contentIds),
                row -> {
                    while (row.next()) {
                        linkSets.put(
                                Objects.requireNonNull(row.getObject(1, UUID.class)),
                                linkSet(JsonText.object(row.getString(3)), row.getLong(2)));
                    }
                    return linkSets;
                });
    }

    private static Map<String, @Nullable Object> linkSet(Map<String, @Nullable Object> links, long version) {
        Map<String, @Nullable Object> linkSet = new LinkedHashMap<>();
        linkSet.put("links", links);
        linkSet.put("version", version);
        return linkSet;
    }

    @Override
    public List<Map<String, @Nullable Object>> linkables(String documentType) {
        Sql sql = new Sql()
                .plus("SELECT DISTINCT ON (content_id) content_id, title, state AS publication_state, base_path,")
                .plus("coalesce(fields #>> '{details,internal_name}', title) AS internal_name FROM $editions")
                .plus("WHERE document_type = ? AND locale = 'en' AND state IN ('published', 'draft')", documentType)
                .plus("AND state <> 'superseded' ORDER BY content_id, state DESC");
        return statements.all(
                sql, row -> texts(row, "content_id", "title", "publication_state", "base_path", "internal_name"));
    }

    private static Map<String, @Nullable Object> texts(ResultSet row, String... columns) throws SQLException {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        for (String column : columns) {
            texts.put(column, row.getString(column));
        }
        return texts;
    }

    @Override
    public Optional<List<Map<String, @Nullable Object>>> linked(UUID target, String linkType, List<String> fields) {
        boolean known = statements.read(
                new Sql()
                        .plus(
                                "SELECT EXISTS (SELECT FROM $documents d JOIN $editions e ON e.id IN (d.draft, d.current)")
                        .plus("WHERE d.content_id = ? AND e.state IN ('draft', 'published'))", target),
                row -> row.next() && row.getBoolean(1));
        if (!known) {
            return Optional.empty();
        }
        EditionFields shown = new EditionFields(fields);
        Sql sql = new Sql()
                .plus("SELECT " + shown.columns() + " FROM $documents d")
                .plus("JOIN $editions e ON e.id = coalesce(d.draft, d.current)")
                .plus(
                        "WHERE d.content_id IN (SELECT link_set FROM $links WHERE target = ? AND link_type = ?",
                        target,
                        linkType)
                .plus("AND link_set IS NOT NULL) ORDER BY e.id");
        return Optional.of(statements.all(sql, shown::present));
    }

    @Override
    public List<Map<String, @Nullable Object>> linkChanges(
            Set<String> types, Set<UUID> sources, Set<UUID> targets, Set<String> users) {
        Sql sql = new Sql().plus("SELECT c.* FROM $link_changes c WHERE true");
        ContentSql.addAny(sql, "c.link_type", types);
        ContentSql.addAny(sql, "c.source", sources);
        ContentSql.addAny(sql, "c.target", targets);
        ContentSql.addAny(sql, "c.user_uid", users);
        sql.add("ORDER BY c.position DESC, c.ordinal DESC LIMIT ?", MAX_LINK_CHANGES);
        Sql named = new Sql();
        named.add("SELECT c.*, s.title AS source_title, s.base_path AS source_path, t.title AS target_title,"
                + " t.base_path AS target_path FROM (");
        named.add(sql);
        named.add(") c");
        named.add(known("s", "source"));
        named.add(known("t", "target"));
        // Of the same moment in the order in which they were made, as the original has them.
        named.add("ORDER BY c.created_at DESC, c.position, c.ordinal DESC");
        return statements.all(named, PostgresViews::linkChange);
    }

    /// What a content id is known by: in English, and as readers see it, if it is there so.
    private static String known(String alias, String column) {
        return """
                LEFT JOIN LATERAL (
                    SELECT e.title, e.base_path FROM $editions e
                     WHERE e.content_id = c.%s AND e.content_store IS NOT NULL
                     ORDER BY e.locale = 'en' DESC, e.content_store = 'live' DESC, e.id DESC LIMIT 1) %s ON true
                """.formatted(column, alias);
    }

    private static Map<String, @Nullable Object> linkChange(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("source", end(row, "source"));
        change.put("target", end(row, "target"));
        change.put("link_type", row.getString("link_type"));
        change.put("change", row.getString("change"));
        change.put("user_uid", row.getString("user_uid"));
        change.put(
                "created_at",
                EditionFields.millis(Objects.requireNonNull(row.getObject("created_at", OffsetDateTime.class))));
        return change;
    }

    private static Map<String, @Nullable Object> end(ResultSet row, String end) throws SQLException {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        known.put("title", row.getString(end + "_title"));
        known.put("base_path", row.getString(end + "_path"));
        known.put("content_id", row.getString(end));
        return known;
    }

    @Override
    public EditionsPage editions(EditionsQuery query) {
        return new EditionPages(statements, query).page();
    }

    @Override
    public Map<String, UUID> byBasePath(
            Collection<String> basePaths,
            boolean withDrafts,
            Set<String> exceptUnpublishingTypes,
            Set<String> exceptDocumentTypes) {
        Map<String, UUID> found = new LinkedHashMap<>();
        Sql sql = new Sql()
                .plus(
                        "SELECT e.base_path, e.content_id FROM $editions e LEFT JOIN $unpublishings u ON u.edition = e.id")
                .plus("WHERE e.base_path = ANY (?) AND e.content_store IS NOT NULL", basePaths)
                .plus("AND e.content_store = ANY (?)", withDrafts ? List.of("live", "draft") : List.of("live"))
                .plus("AND (u.type IS NULL OR u.type <> ALL (?))", exceptUnpublishingTypes)
                .plus("AND e.document_type <> ALL (?)", exceptDocumentTypes)
                .plus("ORDER BY e.base_path, e.content_store DESC");
        return statements.read(sql, row -> {
            while (row.next()) {
                UUID contentId = Objects.requireNonNull(row.getObject(2, UUID.class));
                found.putIfAbsent(Objects.requireNonNull(row.getString(1)), contentId);
            }
            return found;
        });
    }

    @Override
    public Optional<Map<String, @Nullable Object>> publishIntent(String basePath) {
        return statements
                .all(
                        new Sql().plus("SELECT payload FROM $publish_intents WHERE base_path = ?", basePath),
                        row -> Json.object(JsonText.object(row.getString(1))))
                .stream()
                .findFirst();
    }
}
