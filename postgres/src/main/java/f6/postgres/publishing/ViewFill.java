package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Refusal;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Fills new tables with what all events of some documents, paths and link sets make. Each edition is written
/// once, when no event can change it any more.
final class ViewFill {
    private final List<TableRows> tables = new ArrayList<>();
    private final Rows documents;
    private final Rows editions;
    private final Rows notes;
    private final Rows limits;
    private final Rows unpublishings;
    private final Rows links;
    private final Map<DocumentKey, Document> folded = new HashMap<>();
    private final AliasFold aliases = new AliasFold();
    private final PathFold paths = new PathFold();
    private final LinkSetFold linkSets;

    private ViewFill(Connection connection) throws SQLException {
        documents = table(connection, "documents");
        editions = table(connection, "editions");
        notes = table(connection, "change_notes");
        limits = table(connection, "access_limits");
        unpublishings = table(connection, "unpublishings");
        links = table(connection, "links");
        linkSets = new LinkSetFold(Map.of(), table(connection, "link_changes"));
    }

    private Rows table(Connection connection, String name) throws SQLException {
        TableRows rows = TableRows.of(connection, name);
        tables.add(rows);
        return rows;
    }

    /// @throws Refusal when an event does not name what it is of
    static void fill(Connection connection, Iterator<StoredEvent> events) throws SQLException {
        ViewFill fill = new ViewFill(connection);
        while (events.hasNext()) {
            fill.take(events.next());
            for (TableRows table : fill.tables) {
                table.sendEnough();
            }
        }
        fill.end(connection);
    }

    private void take(StoredEvent event) {
        if (DocumentFold.isOfDocument(event)) {
            takeOfDocument(event);
            aliases.take(event);
        } else {
            paths.take(event);
            linkSets.take(event);
        }
    }

    private void takeOfDocument(StoredEvent event) {
        DocumentKey key = DocumentFold.key(event);
        Document before = folded.getOrDefault(key, Document.none(key));
        Document.Step step = before.after(event.event(), event.position().value());
        folded.put(key, step.after());
        Set<Long> kept = new HashSet<>();
        held(step.after()).forEach(edition -> kept.add(edition.id()));
        step.discarded().ifPresent(edition -> kept.add(edition.id()));
        Stream.concat(step.saved().stream(), held(before))
                .filter(edition -> kept.add(edition.id()))
                .forEach(edition -> write(key, edition));
    }

    private static Stream<Edition> held(Document document) {
        return Stream.concat(document.draft().stream(), document.current().stream());
    }

    private void write(DocumentKey key, Edition edition) {
        EditionRows.edition(editions, key, edition);
        edition.changeNote().ifPresent(note -> notes.add(edition.id(), note));
        edition.accessLimit().ifPresent(limit -> limits.add(edition.id(), limit));
        edition.unpublishing().ifPresent(how -> EditionRows.unpublishing(unpublishings, edition.id(), how));
        EditionRows.links(
                edition.links(), (type, position, target) -> links.add(edition.id(), null, type, position, target));
    }

    private void end(Connection connection) throws SQLException {
        for (Document document : folded.values()) {
            EditionRows.document(documents, document);
            held(document).forEach(edition -> write(document.key(), edition));
            for (TableRows table : tables) {
                table.sendEnough();
            }
        }
        paths.addTo(table(connection, "path_reservations"), table(connection, "publish_intents"));
        aliases.addTo(table(connection, "content_id_aliases"));
        linkSets.addTo(table(connection, "link_sets"), links);
        for (TableRows table : tables) {
            table.send();
        }
    }
}
