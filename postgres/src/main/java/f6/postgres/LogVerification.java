package f6.postgres;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// Looks whether a log keeps its promises, and changes nothing. Appends may go on meanwhile.
final class LogVerification {
    private static final int REPORT_EVERY = 10_000;
    private static final String INDEXES = "the indexes on objects hold every event";

    private final EventStore events;
    private final DataSource database;
    private final String schema;
    private final Progress progress;
    private final List<Check> checks = new ArrayList<>();

    LogVerification(EventStore events, DataSource database, String schema, Progress progress) {
        this.events = events;
        this.database = database;
        this.schema = schema;
        this.progress = progress;
    }

    /// A question to the database that finds nothing when all is well.
    ///
    /// @param wrong gives one text that says what is wrong, or no row or null
    private record Question(String name, String wrong) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("positions count from 1 without a gap", """
                    SELECT 'event ' || position || ' follows ' || before FROM (
                        SELECT position, lag(position, 1, 0::bigint) OVER (ORDER BY position) AS before FROM $event
                    ) e WHERE position <> before + 1 LIMIT 1"""),
            new Question("each id is there once", """
                    SELECT 'id ' || id || ' is there ' || count(*) || ' times' FROM $event
                    GROUP BY id HAVING count(*) > 1 LIMIT 1"""),
            new Question("created_at never goes back", """
                    SELECT 'event ' || position || ' is of ' || created_at || ', the one before of ' || before FROM (
                        SELECT position, created_at, lag(created_at) OVER (ORDER BY position) AS before FROM $event
                    ) e WHERE created_at < before LIMIT 1"""),
            new Question("an event names each of its objects once", """
                    SELECT 'event ' || position FROM $event WHERE cardinality(object_ids)
                        <> (SELECT count(DISTINCT o) FROM unnest(object_ids) o) LIMIT 1"""),
            new Question("the table of further objects equals the events", """
                    SELECT 'object ' || object_id || ' of event ' || position FROM (
                        (SELECT o, position FROM $event, unnest(object_ids[4:]) o EXCEPT ALL SELECT * FROM $event_object)
                        UNION ALL
                        (SELECT * FROM $event_object EXCEPT ALL SELECT o, position FROM $event, unnest(object_ids[4:]) o)
                    ) AS differing (object_id, position) LIMIT 1"""),
            new Question("the sparse index by type equals the events", """
                    SELECT event_type || ' version ' || event_version || ' in segment ' || segment FROM (
                        (SELECT DISTINCT event_type, position / 256 AS segment, event_version FROM $event
                            EXCEPT SELECT event_type, segment, event_version FROM $event_type_segment)
                        UNION ALL
                        (SELECT event_type, segment, event_version FROM $event_type_segment
                            EXCEPT SELECT event_type, position / 256, event_version FROM $event)
                    ) AS differing LIMIT 1"""),
            new Question("no snapshot is ahead of the log", """
                    SELECT 'that of ' || name || ' at ' || position || ', the log ends at ' || head FROM $snapshot,
                        (SELECT coalesce(max(position), 0) AS head FROM $event) AS log
                    WHERE position > head LIMIT 1"""),
            new Question("references lead backward", """
                    SELECT 'event ' || e.position || ' refers to event ' || r.position FROM $event e
                    JOIN $event r ON r.id = ANY (e.event_reference) AND r.position >= e.position
                    WHERE e.event_reference <> '{}' LIMIT 1"""));

    List<Check> run() {
        int steps = QUESTIONS.size() + 2;
        for (int i = 0; i < QUESTIONS.size(); i++) {
            progress.at(QUESTIONS.get(i).name(), i, steps);
            ask(QUESTIONS.get(i));
        }
        progress.at(INDEXES, QUESTIONS.size(), steps);
        checkIndexes();
        checkReadable();
        return checks;
    }

    private void checked(String name, boolean holds, String found) {
        Check check = new Check(name, holds, found);
        checks.add(check);
        progress.checked(check);
    }

    private void ask(Question question) {
        String wrong = text(question.wrong());
        checked(question.name(), wrong.isEmpty(), wrong);
    }

    private String text(String sql) {
        return Transactions.run(database, schema, "verify the log", connection -> text(connection, sql));
    }

    private String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("$", schema + "."))) {
            String found = row.next() ? row.getString(1) : null;
            return found == null ? "" : found;
        }
    }

    /// Reads the log once by the table and once by each index.
    private void checkIndexes() {
        List<String> wrong = IntStream.rangeClosed(1, 3)
                .mapToObj(this::indexDiffers)
                .filter(found -> !found.isEmpty())
                .toList();
        checked(INDEXES, wrong.isEmpty(), String.join("; ", wrong));
    }

    private String indexDiffers(int place) {
        String sums =
                "SELECT count(*) || ' events, sum ' || coalesce(sum(hashtextextended(object_ids[%1$d]::text, position)),"
                                .formatted(place)
                        + " 0) FROM $event WHERE object_ids[%1$d] IS NOT NULL AND object_ids[%1$d] >= '%2$s'"
                                .formatted(place, "00000000-0000-0000-0000-000000000000");
        return Transactions.run(database, schema, "verify an index", connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off;"
                        + " SET LOCAL enable_indexonlyscan = off");
                String byTable = text(connection, sums);
                statement.execute("SET LOCAL enable_indexscan = on; SET LOCAL enable_seqscan = off");
                String byIndex = text(connection, sums);
                return byTable.equals(byIndex)
                        ? ""
                        : "event_by_object_%d: %s, and the table %s".formatted(place, byIndex, byTable);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        });
    }

    private void checkReadable() {
        String name = "every event can be read";
        long head = events.head().value();
        long read = 0;
        try {
            Iterator<StoredEvent> all =
                    events.read(Query.all(), ReadOptions.FORWARD).iterator();
            while (all.hasNext()) {
                read = all.next().position().value();
                if (read % REPORT_EVERY == 0) {
                    progress.at(name, read, Math.max(read, head));
                }
            }
        } catch (RuntimeException e) { // of many kinds: whatever can be wrong in a row
            checked(name, false, "after position %d: %s".formatted(read, e.getMessage()));
            return;
        }
        checked(name, true, "%d events".formatted(read));
    }
}
