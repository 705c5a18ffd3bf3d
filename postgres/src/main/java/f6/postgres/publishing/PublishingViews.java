package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.postgres.TableProjection;
import f6.publishing.document.DocumentKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a publishing platform decides on and shows: documents, editions, links, paths. To be kept
/// synchronously, for [PostgresShelves] and [PostgresViews] read it as what is known at the head of the log.
public final class PublishingViews implements TableProjection {
    public static final String NAME = "publishing";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    /// All of it, in its order, though other events change nothing: to pick out nearly all by their types would
    /// cost more.
    @Override
    public Query query() {
        return Query.all();
    }

    @Override
    public void create(Connection connection) throws SQLException {
        execute(connection, PublishingTables.CREATE);
    }

    @Override
    public void complete(Connection connection) throws SQLException {
        execute(connection, PublishingTables.COMPLETE);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Events of documents, of paths and of link sets name theirs first.
    @Override
    public boolean isFilledByParts() {
        return true;
    }

    @Override
    public void fill(Connection connection, Iterator<StoredEvent> events) throws SQLException {
        ViewFill.fill(connection, events);
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        walkIndexes(connection);
        applyDocuments(
                connection, events.stream().filter(DocumentFold::isOfDocument).toList());
        PathFold paths = new PathFold();
        events.forEach(paths::take);
        paths.write(connection);
        AliasFold aliases = new AliasFold();
        events.forEach(aliases::take);
        aliases.write(connection);
        LinkSetFold.write(connection, events);
    }

    /// Plans that were made while the tables were small must not read them whole when they are large: statements
    /// are planned once for the life of a connection, as to plan them takes longer than to run them.
    static void walkIndexes(Connection connection) throws SQLException {
        execute(
                connection,
                "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off;"
                        + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
                        + " SET LOCAL enable_material = off");
    }

    private static void applyDocuments(Connection connection, List<StoredEvent> events) throws SQLException {
        Set<DocumentKey> keys = new LinkedHashSet<>();
        events.forEach(event -> keys.add(DocumentFold.key(event)));
        DocumentFold fold = new DocumentFold(DocumentRows.load(connection, keys));
        events.forEach(fold::take);
        EditionWriter.write(connection, fold);
        Bulk rows = new Bulk(
                "INSERT INTO documents SELECT r.content_id::uuid, r.locale, r.lock_version, r.owner::uuid, r.draft,"
                        + " r.current FROM :rows ON CONFLICT (content_id, locale) DO UPDATE SET lock_version ="
                        + " excluded.lock_version, owner = excluded.owner, draft = excluded.draft,"
                        + " current = excluded.current",
                "content_id",
                "locale",
                "lock_version bigint",
                "owner",
                "draft bigint",
                "current bigint");
        fold.documents().forEach(document -> EditionRows.document(rows, document));
        rows.execute(connection);
    }
}
