package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Reads events page by page, as bytes that are decoded when their turn comes. The first page, which is often the
/// only one, by a prepared statement; those behind it by binary `COPY`, each fetched while the one before is
/// worked on. Holds a connection only while it fetches.
final class LogReader implements Iterator<StoredEvent> {
    private static final int FIRST_PAGE = 250;
    /// Rows of the first page that come in one answer of the server, where it may be in several.
    private static final int FETCHED = 50;

    private static final int MAX_PAGE = 10_000;
    /// In bytes; what a page is to have, and what it ends at even if it was meant to have more events.
    private static final long PAGE_SIZE = 4_000_000;

    private static final long MAX_PAGE_SIZE = 2 * PAGE_SIZE;
    /// Of binary COPY: the signature, the flags and the length of the extension, which is empty.
    private static final int COPY_HEADER = 19;

    private final DataSource database;
    private final String schema;
    private final Query query;
    private Page page;
    private int next;
    private @Nullable FutureTask<Page> ahead;

    private LogReader(DataSource database, String schema, Query query, ReadOptions options) {
        this.database = database;
        this.schema = schema;
        this.query = query;
        this.page = firstPage(options);
    }

    static Stream<StoredEvent> read(DataSource database, String schema, Query query, ReadOptions options) {
        LogReader reader = new LogReader(database, schema, query, options);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /// @param copied whether the rows are those of a COPY
    /// @param rest how to read what is behind it, or null when there is nothing
    private record Page(
            List<byte[]> rows, boolean copied, @Nullable ReadOptions rest, int rowsNext) {
        StoredEvent event(int index) {
            byte[] row = rows.get(index);
            return copied ? EventRows.readCopied(ByteBuffer.wrap(row, 2, row.length - 2)) : EventRows.readRecord(row);
        }
    }

    @Override
    public boolean hasNext() {
        while (next == page.rows().size()) {
            if (page.rest() == null) {
                return false;
            }
            Page following = ahead == null ? copyPage(page.rest(), page.rowsNext()) : await(ahead);
            page = following;
            next = 0;
            ahead = following.rest() == null ? null : fetch(following.rest(), following.rowsNext());
        }
        return true;
    }

    @Override
    public StoredEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.event(next++);
    }

    private FutureTask<Page> fetch(ReadOptions options, int rows) {
        FutureTask<Page> task = new FutureTask<>(() -> copyPage(options, rows));
        var _ = Thread.ofVirtual().start(task);
        return task;
    }

    private static Page await(FutureTask<Page> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted while reading", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private Page firstPage(ReadOptions options) {
        int most = (int) Math.min(options.limit(), FIRST_PAGE);
        SqlQuery matching = SqlQuery.rows(schema, query, options, most);
        return Transactions.run(
                database,
                schema,
                "read",
                connection -> SqlQuery.isOfOneObject(query)
                        ? firstPage(connection, matching, options, most)
                        : Transactions.in(connection, () -> firstPage(connection, matching, options, most)));
    }

    /// In a transaction the driver fetches some rows at a time, so that large ones do not come all at once. Reads
    /// of one object, of which there are most and which are small, do without: it costs them a round trip.
    private static Page firstPage(Connection connection, SqlQuery matching, ReadOptions options, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(matching.sql())) {
            statement.setFetchSize(FETCHED);
            matching.bind(statement, connection);
            List<byte[]> rows = new ArrayList<>();
            long size = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (size <= MAX_PAGE_SIZE && row.next()) {
                    byte[] bytes = row.getBytes(2);
                    rows.add(bytes);
                    size += bytes.length;
                }
            }
            return page(rows, false, options, rows.size() < most && size <= MAX_PAGE_SIZE);
        }
    }

    private Page copyPage(ReadOptions options, int rowsWanted) {
        int most = (int) Math.min(options.limit(), rowsWanted);
        String sql =
                "COPY (" + SqlQuery.columns(schema, query, options, most).literal() + ") TO STDOUT (FORMAT binary)";
        return Transactions.run(database, schema, "read", connection -> {
            List<byte[]> rows = new ArrayList<>(most);
            boolean cut = copy(connection, sql, rows);
            return page(rows, true, options, rows.size() < most && !cut);
        });
    }

    /// A copy that is ended for its size takes its connection with it: to cancel one leaves the connection in a
    /// state that the driver does not understand when the server was faster than the cancel.
    ///
    /// @return whether it was ended for its size
    private static boolean copy(Connection connection, String sql, List<byte[]> rows) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        long size = 0;
        try {
            boolean first = true;
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                byte[] row = first ? Arrays.copyOfRange(message, COPY_HEADER, message.length) : message;
                first = false;
                if (row.length > 2) { // a shorter one is the trailer, or what is left of the header
                    rows.add(row);
                    size += row.length;
                }
                if (size > MAX_PAGE_SIZE) {
                    return true;
                }
            }
            return false;
        } finally {
            if (copy.isActive()) {
                end(connection);
            }
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
        try (Statement _ = connection.createStatement()) {
            throw new IllegalStateException("a connection that was aborted goes on");
        } catch (SQLException e) {
            // The pool has seen this failure too, and hands the connection out no more.
        }
    }

    private static Page page(List<byte[]> rows, boolean copied, ReadOptions options, boolean last) {
        long left = options.limit() - rows.size();
        if (last || left == 0) {
            return new Page(rows, copied, null, 0);
        }
        Page page = new Page(rows, copied, null, 0);
        Position end = page.event(rows.size() - 1).position();
        long size = rows.stream().mapToLong(row -> row.length).sum();
        long fitting = PAGE_SIZE / Math.max(1, size / rows.size());
        int wanted = Math.clamp(fitting, 1, MAX_PAGE);
        return new Page(rows, copied, options.limit(left).after(end), wanted);
    }
}
