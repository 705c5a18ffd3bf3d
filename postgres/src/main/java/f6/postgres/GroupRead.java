package f6.postgres;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.StoreFailure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Lets reads of a node share statements: reads of all that is known of a few objects, which is what decisions
/// rest on.
final class GroupRead {
    /// Of one read. One object is read by a function of its own, which is faster while few read.
    private static final int MIN_OBJECTS = 2;

    private static final int MAX_OBJECTS = 8;
    /// Objects of reads that share a statement.
    private static final int MAX_SHARED = 256;
    /// Statements at a time.
    private static final int LEADERS = 2;
    /// Of an object; those with more are read alone, page by page.
    private static final int MAX_EVENTS = 64;
    /// In bytes of data, as the database keeps it; what is larger is read alone.
    private static final int LARGEST = 8_192;
    /// Objects remembered as ones to be read alone.
    private static final int MAX_REMEMBERED = 10_000;

    private final DataSource database;
    private final String schema;
    private final Group<ObjectId, Map<ObjectId, Rows>> reads;
    /// They do not become smaller.
    private final Set<ObjectId> large = ConcurrentHashMap.newKeySet();

    GroupRead(DataSource database, String schema) {
        this.database = database;
        this.schema = schema;
        this.reads = new Group<>("read in schema " + schema, LEADERS, MAX_SHARED, this::read);
    }

    /// The rows of an object by position, as far as they are small.
    private static final class Rows {
        private final Map<Long, byte[]> small = new HashMap<>();
        private int count;

        private void add(long position, byte @Nullable [] row) {
            count++;
            if (row != null) {
                small.put(position, row);
            }
        }

        private boolean areAll() {
            return count < MAX_EVENTS && small.size() == count;
        }
    }

    /// An interrupt does not end the wait, it is kept for the caller.
    ///
    /// @throws StoreFailure when they cannot be read
    /// @return all events that match, in order, of which each was stored before this returns and none that was
    /// stored before the call is left out; empty when the query is none that can be shared, or finds too much
    Optional<List<StoredEvent>> read(Query query) {
        List<ObjectId> objects = objects(query);
        if (objects.isEmpty() || objects.stream().anyMatch(large::contains)) {
            return Optional.empty();
        }
        Map<ObjectId, Rows> found = reads.ask(objects);
        Map<Long, byte[]> inOrder = new TreeMap<>();
        for (ObjectId object : objects) {
            Rows rows = found.get(object);
            if (rows != null && !rows.areAll()) {
                remember(object);
                return Optional.empty();
            }
            if (rows != null) {
                inOrder.putAll(rows.small);
            }
        }
        return Optional.of(
                inOrder.values().stream().map(row -> EventRows.read(row, false)).toList());
    }

    /// @return the objects of a query for all events of any of some; empty when it is another
    private static List<ObjectId> objects(Query query) {
        Set<ObjectId> objects = new LinkedHashSet<>();
        for (Query.Item item : query.items()) {
            if (!item.types().isEmpty() || item.objects().size() != 1) {
                return List.of();
            }
            objects.addAll(item.objects());
        }
        return objects.size() < MIN_OBJECTS || objects.size() > MAX_OBJECTS ? List.of() : List.copyOf(objects);
    }

    private void remember(ObjectId object) {
        if (large.size() >= MAX_REMEMBERED) {
            large.clear();
        }
        large.add(object);
    }

    private Map<ObjectId, Rows> read(List<ObjectId> asked) {
        return Transactions.run(database, schema, "read", connection -> {
            String sql = "SELECT object, at, stored FROM %s.events_of_each(?, ?, ?)".formatted(schema);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Object[] ids = asked.stream().distinct().map(ObjectId::value).toArray();
                statement.setArray(1, connection.createArrayOf("uuid", ids));
                statement.setInt(2, MAX_EVENTS);
                statement.setInt(3, LARGEST);
                return rows(statement);
            }
        });
    }

    private static Map<ObjectId, Rows> rows(PreparedStatement statement) throws SQLException {
        Map<ObjectId, Rows> rows = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.computeIfAbsent(new ObjectId(row.getObject(1, UUID.class)), _ -> new Rows())
                        .add(row.getLong(2), row.getBytes(3));
            }
        }
        return rows;
    }
}
