package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The documents that changed last in tables that are filled anew, so that they are not read again for
/// what happened next to them. Nobody else writes those tables, and a filling that fails begins at the
/// start of the log again.
final class WarmDocuments {
    /// Smaller batches are appends.
    private static final int FILLING = 100;
    /// Of all documents together, as weighed: some 50 MB.
    private static final long MAX_WEIGHT = 12_000_000;
    /// Of a value in a tree beside its text.
    private static final int NODE = 50;

    private static final String NEXT = "_" + PublishingViews.NAME + "_next";

    private record Weighed(Document document, long weight) {}

    private final Map<DocumentKey, Weighed> documents = new LinkedHashMap<>(16, 0.75f, true);
    private final String tables;
    private long position;
    private long weight;

    /// @param tables that are filled, by [#filled]
    WarmDocuments(String tables) {
        this.tables = tables;
    }

    /// The tables that a batch fills, on the connection that fills them; empty for those that are kept up
    /// to date.
    static String filled(Connection connection, List<StoredEvent> events) throws SQLException {
        if (events.size() < FILLING) {
            return "";
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT current_schema(), pg_backend_pid()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            String schema = String.valueOf(row.getString(1));
            return schema.endsWith(NEXT) ? schema + " " + row.getInt(2) : "";
        }
    }

    /// Whether they are the documents of these tables, filled up to just before these events.
    boolean areBefore(String tables, List<StoredEvent> events) {
        return tables.equals(this.tables) && events.getFirst().position().value() == position + 1;
    }

    /// The documents that are in memory or in the tables.
    Map<DocumentKey, Document> read(Connection connection, Collection<DocumentKey> keys) throws SQLException {
        Map<DocumentKey, Document> found = new HashMap<>();
        Set<DocumentKey> missing = new LinkedHashSet<>();
        for (DocumentKey key : keys) {
            Weighed known = documents.get(key);
            if (known == null) {
                missing.add(key);
            } else {
                found.put(key, known.document());
            }
        }
        found.putAll(DocumentRows.load(connection, missing));
        return found;
    }

    /// Keeps documents as a batch left them.
    void keep(Collection<Document> after, List<StoredEvent> events) {
        position = events.getLast().position().value();
        for (Document document : after) {
            Weighed now = new Weighed(document, weigh(document));
            Weighed was = documents.put(document.key(), now);
            weight += now.weight() - (was == null ? 0 : was.weight());
        }
        Iterator<Weighed> oldest = documents.values().iterator();
        while (weight > MAX_WEIGHT && oldest.hasNext()) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    private static long weigh(Document document) {
        long sum = 10 * NODE;
        sum += document.draft().map(Edition::fields).map(WarmDocuments::weigh).orElse(0L);
        sum += document.current().map(Edition::fields).map(WarmDocuments::weigh).orElse(0L);
        return sum;
    }

    private static long weigh(@Nullable Object tree) {
        long sum = NODE;
        switch (tree) {
            case String text -> sum += text.length();
            case Map<?, ?> object -> {
                for (Object member : object.values()) {
                    sum += NODE + weigh(member);
                }
            }
            case List<?> list -> {
                for (Object item : list) {
                    sum += weigh(item);
                }
            }
            case null, default -> {}
        }
        return sum;
    }
}
