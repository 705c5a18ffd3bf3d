package f6.app;

import f6.app.LogFile.Header;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.postgres.Progress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads a [LogFile] from its first line to its last, and finds what is wrong with it.
final class LogFileReader {
    /// In bytes: the largest event, with all its characters escaped, and room.
    private static final int MAX_LINE = 8_000_000;

    private static final int BUFFER = 1 << 16;
    private static final byte[] CHECKSUM = "{\"sha256\":".getBytes(StandardCharsets.UTF_8);
    /// Events to a batch: an import of many is some transactions, and what is in memory of them is bounded.
    private static final int BATCH = 5_000;

    private static final int PROGRESS = 100_000;

    private final LogFile file;
    private final InputStream in;
    private final MessageDigest checksum = LogFile.checksum();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final SeenIds seen = new SeenIds();
    private @Nullable StoredEvent last;
    private long number;

    private LogFileReader(LogFile file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /// Reads all of it, in order, in batches.
    ///
    /// @param what is being done, in words for the progress
    /// @throws UsageFailure with the line and the reason when it is not a whole, unaltered export
    static Header read(LogFile file, Consumer<List<StoredEvent>> each, String what, Progress progress)
            throws IOException {
        try (InputStream bytes = Files.newInputStream(file.path());
                InputStream in = new BufferedInputStream(
                        file.isCompressed() ? new GZIPInputStream(bytes, BUFFER) : bytes, BUFFER)) {
            return new LogFileReader(file, in).read(each, what, progress);
        } catch (NoSuchFileException e) {
            throw new UsageFailure("there is no file " + file.path(), e);
        } catch (ZipException | EOFException e) {
            throw new UsageFailure("%s is not a whole gzip file: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    private Header read(Consumer<List<StoredEvent>> each, String what, Progress progress) throws IOException {
        Header header = at(() -> LogFileReading.header(line(false)));
        List<StoredEvent> batch = new ArrayList<>(BATCH);
        long size = 0;
        for (long position = 1; position <= header.count(); position++) {
            byte[] text = line(true);
            long expected = position;
            StoredEvent event = at(() -> next(text, expected));
            last = event;
            batch.add(event);
            size += event.event().data().size();
            if (batch.size() == BATCH || size > EventStore.MAX_APPEND_SIZE) {
                pass(batch, each);
                size = 0;
            }
            if (position % PROGRESS == 0) {
                progress.at(what, position, header.count());
            }
        }
        pass(batch, each);
        String own = LogFile.line(checksum);
        if (!new String(line(true), StandardCharsets.UTF_8).equals(own)) {
            throw wrong("the file was altered: its lines do not have the checksum that is told here, but " + own);
        }
        if (in.read() != -1) {
            number++;
            throw wrong("something follows the checksum");
        }
        return header;
    }

    private static void pass(List<StoredEvent> batch, Consumer<List<StoredEvent>> each) {
        if (!batch.isEmpty()) {
            each.accept(List.copyOf(batch));
            batch.clear();
        }
    }

    private StoredEvent next(byte[] text, long position) {
        if (startsWith(text, CHECKSUM)) {
            throw new InvalidValue("the file ends early: position %d is missing".formatted(position));
        }
        StoredEvent event = LogFileReading.event(text);
        if (!event.position().equals(new Position(position))) {
            throw new InvalidValue("holds position %s, where %d must be".formatted(event.position(), position));
        }
        if (last != null && event.createdAt().isBefore(last.createdAt())) {
            throw new InvalidValue("was stored at %s, before the event in front of it".formatted(event.createdAt()));
        }
        if (!seen.add(event.id().value())) {
            throw new InvalidValue("has the id of an event before it: " + event.id());
        }
        return event;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T at(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (InvalidValue e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private UsageFailure wrong(String why) {
        return new UsageFailure("%s, line %d: %s".formatted(file.path(), number, why));
    }

    /// The next line, without its end.
    ///
    /// @param mayBeLast whether it may be that of the checksum, which does not count in itself
    private byte[] line(boolean mayBeLast) throws IOException {
        number++;
        line.reset();
        try {
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next == -1) {
                    throw wrong("the file ends early");
                }
                line.write(next);
                if (line.size() > MAX_LINE) {
                    throw wrong("is longer than %d bytes".formatted(MAX_LINE));
                }
            }
        } catch (EOFException | ZipException e) {
            throw wrong("the file ends early or is broken: " + e.getMessage());
        }
        byte[] bytes = line.toByteArray();
        if (!mayBeLast || !startsWith(bytes, CHECKSUM)) {
            checksum.update(bytes);
            checksum.update((byte) '\n');
        }
        return bytes;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
