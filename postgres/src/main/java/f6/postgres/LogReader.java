package f6.postgres;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads events page by page, as bytes that are decoded when their turn comes. The first page, which is often the
/// only one, by a prepared statement; those behind it by binary `COPY`, each fetched while the one before is
/// worked on. Holds a connection only while it fetches.
final class LogReader<T> implements Iterator<T> {
    /// Of the first page; most reads of one object, of which there are most, end with it.
    private static final int FIRST_PAGE = 250;
    /// The same of other reads, whose events may be large: they come at once.
    private static final int FEW = 16;

    private static final int MAX_PAGE = 10_000;
    /// In bytes; what a page is to have, and what it ends at even if it was meant to have more events.
    private static final long PAGE_SIZE = 4_000_000;

    private static final long MAX_PAGE_SIZE = 2 * PAGE_SIZE;

    private final DataSource database;
    private final String schema;
    private final Query query;
    private final EventRows.Decoding<T> decoding;
    private Page page;
    private int next;
    private @Nullable FutureTask<Page> ahead;

    /// @param isLarge whether so many are expected that the first page is copied, too
    private LogReader(
            DataSource database,
            String schema,
            Query query,
            ReadOptions options,
            EventRows.Decoding<T> decoding,
            boolean isLarge) {
        this.database = database;
        this.schema = schema;
        this.query = query;
        this.decoding = decoding;
        this.page = isLarge ? copyPage(options, MAX_PAGE) : firstPage(options);
    }

    static Stream<StoredEvent> read(DataSource database, String schema, Query query, ReadOptions options) {
        return stream(new LogReader<>(database, schema, query, options, EventRows::read, false));
    }

    static Stream<RawEvent> readRaw(DataSource database, String schema, Query query, ReadOptions options) {
        boolean isLarge = options.limit() > FIRST_PAGE;
        return stream(new LogReader<>(database, schema, query, options, EventRows::readRaw, isLarge));
    }

    private static <T> Stream<T> stream(LogReader<T> reader) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /// @param copied whether the rows are those of a COPY
    /// @param rest how to read what is behind it, or null when there is nothing
    private record Page(
            List<byte[]> rows, boolean copied, @Nullable ReadOptions rest, int rowsNext) {}

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
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return decoding.read(page.rows().get(next++), page.copied());
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

    /// Without a transaction, which would cost a round trip.
    private Page firstPage(ReadOptions options) {
        int most = (int) Math.min(options.limit(), SqlQuery.isOfOneObject(query) ? FIRST_PAGE : FEW);
        SqlQuery matching = SqlQuery.rows(schema, query, options, most);
        return Transactions.run(database, schema, "read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(matching.sql())) {
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
        });
    }

    private Page copyPage(ReadOptions options, int rowsWanted) {
        int most = (int) Math.min(options.limit(), rowsWanted);
        String sql = SqlQuery.columns(schema, query, options, most).literal();
        return Transactions.run(database, schema, "read", connection -> {
            List<byte[]> rows = new ArrayList<>(most);
            boolean cut = copy(connection, sql, rows);
            return page(rows, true, options, rows.size() < most && !cut);
        });
    }

    /// @return whether it was ended for its size
    private static boolean copy(Connection connection, String sql, List<byte[]> rows) throws SQLException {
        AtomicLong size = new AtomicLong();
        return !RowCopy.copy(connection, sql, row -> {
            rows.add(row);
            return size.addAndGet(row.length) <= MAX_PAGE_SIZE;
        });
    }

    private static Page page(List<byte[]> rows, boolean copied, ReadOptions options, boolean last) {
        long left = options.limit() - rows.size();
        if (last || left == 0) {
            return new Page(rows, copied, null, 0);
        }
        Position end = EventRows.position(rows.getLast(), copied);
        long size = rows.stream().mapToLong(row -> row.length).sum();
        long fitting = PAGE_SIZE / Math.max(1, size / rows.size());
        int wanted = Math.clamp(fitting, 1, MAX_PAGE);
        return new Page(rows, copied, options.limit(left).after(end), wanted);
    }
}
