package f6.postgres;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The log in files, each with all events of some objects in their order: so that a view is made of them part by
/// part, with what is in memory bounded. Events are as the database sent them until their part is read.
final class LogParts implements AutoCloseable {
    /// What is made of a part is in memory at once.
    private static final int EVENTS_OF_A_PART = 20_000;
    /// Each is an open file while they are written.
    private static final int MAX_PARTS = 1_000;
    /// In bytes, of all files that are written together.
    private static final int BUFFERS = 16_000_000;

    private static final int MAX_BUFFER = 64_000;
    private static final int TOLD_EVERY = 50_000;

    private final Path folder;
    private final List<DataOutputStream> files = new ArrayList<>();

    private LogParts(int count) throws IOException {
        this.folder = Files.createTempDirectory("f6-log-");
        for (int part = 0; part < count; part++) {
            files.add(new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(file(part)), Math.min(MAX_BUFFER, BUFFERS / count))));
        }
    }

    /// How many parts to make of a log of this length.
    static int countOf(long events) {
        return Math.clamp(events / EVENTS_OF_A_PART, 1, MAX_PARTS);
    }

    /// Takes the events of a projection from the log.
    ///
    /// @param count of the parts
    /// @param upTo the last position
    /// @param skipped positions of events to leave out
    /// @throws StoreFailure when there is no room for the files
    static LogParts of(
            Connection connection,
            Log log,
            TableProjection projection,
            int count,
            long upTo,
            Set<Long> skipped,
            Progress progress)
            throws SQLException {
        String query = SqlQuery.columns(log.schema(), projection.query(), ReadOptions.FORWARD, Long.MAX_VALUE)
                .literal();
        LogParts parts;
        try {
            parts = new LogParts(count);
        } catch (IOException e) {
            throw noRoom(e);
        }
        try {
            var _ = RowCopy.copy(connection, query, row -> {
                long position = EventRows.positionOf(row);
                if (position % TOLD_EVERY == 0 && position <= upTo) {
                    progress.at("sorting the log for projection " + projection.name(), position, upTo);
                }
                if (position <= upTo && !skipped.contains(position)) {
                    parts.add(row);
                }
                return true;
            });
            for (DataOutputStream file : parts.files) {
                file.close();
            }
            return parts;
        } catch (IOException | UncheckedIOException e) {
            parts.close();
            throw noRoom(e);
        } catch (SQLException | RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private static StoreFailure noRoom(Exception e) {
        return new StoreFailure(
                "could not sort the log into files in %s, which takes as much room as the log: %s; java.io.tmpdir names another folder"
                        .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
                e);
    }

    private Path file(int part) {
        return folder.resolve(String.valueOf(part));
    }

    private void add(byte[] row) {
        DataOutputStream file = files.get(TableProjection.partitionOf(EventRows.firstObjectOf(row), files.size()));
        try {
            file.writeInt(row.length);
            file.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return files.size();
    }

    /// The events of a part, in the order of the log. Once: its file is gone afterwards.
    Events events(int part) {
        try {
            return new Events(file(part));
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    static final class Events implements Iterator<StoredEvent>, AutoCloseable {
        private final Path file;
        private final DataInputStream rows;
        private @Nullable StoredEvent next;
        private long taken;

        private Events(Path file) throws IOException {
            this.file = file;
            this.rows = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), MAX_BUFFER));
            this.next = read();
        }

        private @Nullable StoredEvent read() {
            try {
                byte[] row = new byte[rows.readInt()];
                rows.readFully(row);
                return EventRows.read(row, true);
            } catch (EOFException e) {
                return null;
            } catch (IOException e) {
                throw noRoom(e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public StoredEvent next() {
            StoredEvent event = next;
            if (event == null) {
                throw new NoSuchElementException();
            }
            taken++;
            next = read();
            return event;
        }

        /// How many were handed out.
        long taken() {
            return taken;
        }

        @Override
        public void close() {
            try {
                rows.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw noRoom(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (int part = 0; part < files.size(); part++) {
                files.get(part).close();
                Files.deleteIfExists(file(part));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }
}
