package f6.postgres.publishing;

import f6.postgres.publishing.DocumentFold.Change;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Unpublishing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Writes editions and what belongs to them. The unique constraints hold after each row of a statement, so
/// who leaves a content store or a path is written before who comes there.
final class EditionWriter {
    private static final String[] ROW = {
        "id bigint",
        "content_id",
        "locale",
        "user_facing_version bigint",
        "state",
        "content_store",
        "base_path",
        "title",
        "document_type",
        "schema_name",
        "publishing_app",
        "rendering_app",
        "public_updated_at",
        "last_edited_at",
        "created_at",
        "updated_at",
        "fields",
        "links"
    };
    private static final String VALUES =
            "r.id, r.content_id::uuid, r.locale, r.user_facing_version, r.state, r.content_store, r.base_path, r.title,"
                    + " r.document_type, r.schema_name, r.publishing_app, r.rendering_app,"
                    + " r.public_updated_at::timestamptz, r.last_edited_at::timestamptz, r.created_at::timestamptz,"
                    + " r.updated_at::timestamptz, r.fields::json, r.links::json";
    private static final String MOVE = "UPDATE editions e SET state = r.state, content_store = r.content_store,"
            + " updated_at = r.updated_at::timestamptz FROM :rows WHERE e.id = r.id";
    private static final String[] MOVED = {"id bigint", "state", "content_store", "updated_at"};

    private final Bulk left = new Bulk(MOVE, MOVED);
    private final Bulk moved = new Bulk(MOVE, MOVED);
    private final Bulk rewritten = new Bulk(
            "UPDATE editions e SET (id, content_id, locale, user_facing_version, state, content_store, base_path,"
                    + " title, document_type, schema_name, publishing_app, rendering_app, public_updated_at,"
                    + " last_edited_at, created_at, updated_at, fields, links) = ROW (" + VALUES
                    + ") FROM :rows WHERE e.id = r.id",
            ROW);
    private final Bulk begun = new Bulk("INSERT INTO editions SELECT " + VALUES + " FROM :rows", ROW);
    private final Bulk notes = new Bulk(
            "INSERT INTO change_notes SELECT r.edition, r.note FROM :rows"
                    + " ON CONFLICT (edition) DO UPDATE SET note = excluded.note",
            "edition bigint",
            "note");
    private final Bulk limits = new Bulk(
            "INSERT INTO access_limits SELECT r.edition, r.access_limit::json FROM :rows"
                    + " ON CONFLICT (edition) DO UPDATE SET access_limit = excluded.access_limit",
            "edition bigint",
            "access_limit");
    private final Bulk unpublishings = new Bulk(
            "INSERT INTO unpublishings SELECT r.edition, r.type, r.explanation, r.alternative_path, r.redirects::json,"
                    + " r.unpublished_at::timestamptz, r.created_at::timestamptz FROM :rows ON CONFLICT (edition)"
                    + " DO UPDATE SET (type, explanation, alternative_path, redirects, unpublished_at, created_at) ="
                    + " ROW (excluded.type, excluded.explanation, excluded.alternative_path, excluded.redirects,"
                    + " excluded.unpublished_at, excluded.created_at)",
            "edition bigint",
            "type",
            "explanation",
            "alternative_path",
            "redirects",
            "unpublished_at",
            "created_at");
    private final Bulk links = new Bulk(
            "INSERT INTO links (edition, link_type, position, target)"
                    + " SELECT r.edition, r.link_type, r.position, r.target::uuid FROM :rows",
            "edition bigint",
            "link_type",
            "position bigint",
            "target");
    private final List<Long> gone = new ArrayList<>();
    private final List<Long> withoutNote = new ArrayList<>();
    private final List<Long> withoutLimit = new ArrayList<>();
    private final List<Long> withoutUnpublishing = new ArrayList<>();
    private final List<Long> withoutLinks = new ArrayList<>();
    private final List<Long> stepAside = new ArrayList<>();

    private EditionWriter() {}

    static void write(Connection connection, DocumentFold fold) throws SQLException {
        EditionWriter writer = new EditionWriter();
        for (Edition edition : fold.discarded()) {
            writer.discard(edition);
        }
        for (Change change : fold.changed()) {
            writer.take(change);
        }
        writer.letPass(fold.changed());
        writer.execute(connection);
    }

    private void discard(Edition edition) {
        gone.add(edition.id());
        edition.changeNote().ifPresent(_ -> withoutNote.add(edition.id()));
        edition.accessLimit().ifPresent(_ -> withoutLimit.add(edition.id()));
        edition.unpublishing().ifPresent(_ -> withoutUnpublishing.add(edition.id()));
        if (!edition.links().isEmpty()) {
            withoutLinks.add(edition.id());
        }
    }

    private void take(Change change) {
        Edition edition = change.after();
        Optional<Edition> before = change.before();
        if (before.isEmpty()) {
            EditionRows.edition(begun, change.document(), edition);
        } else if (!isMoved(before.get(), edition)) {
            EditionRows.edition(rewritten, change.document(), edition);
        } else {
            (edition.store().isEmpty() ? left : moved)
                    .add(
                            edition.id(),
                            edition.state().word(),
                            edition.store().map(store -> store.word()).orElse(null),
                            edition.updatedAt());
        }
        keep(edition.id(), before.flatMap(Edition::changeNote), edition.changeNote(), notes, withoutNote);
        keep(edition.id(), before.flatMap(Edition::accessLimit), edition.accessLimit(), limits, withoutLimit);
        unpublishing(edition.id(), before.flatMap(Edition::unpublishing), edition.unpublishing());
        links(edition.id(), before.map(Edition::links).orElse(Map.of()), edition.links());
    }

    /// Whether the row differs in where the edition stands only, so that its content need not be written
    /// again.
    private static boolean isMoved(Edition before, Edition after) {
        return before.version() == after.version()
                && before.fields().equals(after.fields())
                && before.links().equals(after.links())
                && before.createdAt().equals(after.createdAt());
    }

    private static <T> void keep(long edition, Optional<T> before, Optional<T> after, Bulk rows, List<Long> without) {
        if (before.isPresent() && after.isEmpty()) {
            without.add(edition);
        } else if (!before.equals(after)) {
            rows.add(edition, after.orElseThrow());
        }
    }

    private void unpublishing(long edition, Optional<Unpublishing> before, Optional<Unpublishing> after) {
        if (before.isPresent() && after.isEmpty()) {
            withoutUnpublishing.add(edition);
        } else if (!before.equals(after)) {
            EditionRows.unpublishing(unpublishings, edition, after.orElseThrow());
        }
    }

    private void links(long edition, Map<String, List<UUID>> before, Map<String, List<UUID>> after) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isEmpty()) {
            withoutLinks.add(edition);
        }
        EditionRows.links(after, (type, position, target) -> links.add(edition, type, position, target));
    }

    /// A place in a content store that only one edition can have.
    private record Place(Object at, String store) {}

    private static List<Place> places(DocumentKey key, Edition edition) {
        return edition.store().stream()
                .flatMap(store -> Stream.concat(
                        Stream.of(new Place(key, store.word())),
                        edition.basePath().map(path -> new Place(path, store.word())).stream()))
                .toList();
    }

    /// Of the editions that stay in a content store, those whose place another takes that is also there
    /// already leave it first. New ones are written last anyway.
    private void letPass(Iterable<Change> changes) {
        Set<Place> taken = new HashSet<>();
        for (Change change : changes) {
            change.before().ifPresent(before -> {
                List<Place> held = places(change.document(), before);
                places(change.document(), change.after()).stream()
                        .filter(place -> !held.contains(place))
                        .forEach(taken::add);
            });
        }
        if (taken.isEmpty()) {
            return;
        }
        for (Change change : changes) {
            boolean stays =
                    change.before().isPresent() && change.after().store().isPresent();
            if (stays
                    && places(change.document(), change.before().get()).stream().anyMatch(taken::contains)) {
                stepAside.add(change.after().id());
            }
        }
    }

    private void execute(Connection connection) throws SQLException {
        delete(connection, "DELETE FROM editions WHERE id = ANY (?)", gone);
        delete(connection, "DELETE FROM change_notes WHERE edition = ANY (?)", withoutNote);
        delete(connection, "DELETE FROM access_limits WHERE edition = ANY (?)", withoutLimit);
        delete(connection, "DELETE FROM unpublishings WHERE edition = ANY (?)", withoutUnpublishing);
        delete(connection, "DELETE FROM links WHERE edition = ANY (?)", withoutLinks);
        left.execute(connection);
        delete(connection, "UPDATE editions SET content_store = NULL WHERE id = ANY (?)", stepAside);
        moved.execute(connection);
        rewritten.execute(connection);
        begun.execute(connection);
        notes.execute(connection);
        limits.execute(connection);
        unpublishings.execute(connection);
        links.execute(connection);
    }

    private static void delete(Connection connection, String sql, List<Long> editions) throws SQLException {
        if (editions.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bigint", editions.toArray(new Long[0])));
            statement.executeUpdate();
        }
    }
}
