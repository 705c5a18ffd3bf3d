package f6.app;

import f6.eventstore.event.Position;
import f6.eventstore.store.RawEvent;
import f6.postgres.LogExport;
import f6.postgres.Progress;
import f6.web.event.EventText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;

/// A log in a file: lines of JSON, of which the first says what it is, and the last is the checksum of all before.
/// Compressed when its name ends so.
record LogFile(Path path) {
    /// Of the file's form.
    static final int FORMAT = 1;

    private static final int PIECE = 1 << 16;
    private static final int PROGRESS = 100_000;

    /// What the first line says.
    ///
    /// @param log the schema that it was of, and will be
    /// @param count of the events, of which the first has position 1
    record Header(String log, long count) {
        String text() {
            return "{\"f6_export\":%d,\"log\":\"%s\",\"head\":%d,\"count\":%d}".formatted(FORMAT, log, count, count);
        }
    }

    static MessageDigest checksum() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String line(MessageDigest checksum) {
        return "{\"sha256\":\"%s\"}".formatted(HexFormat.of().formatHex(checksum.digest()));
    }

    boolean isCompressed() {
        return path.toString().endsWith(".gz");
    }

    /// Writes all of a log, up to its head of now. The file is there when it is whole, not before, and for its
    /// owner only.
    ///
    /// @return how many events
    long write(LogExport log, String name, Progress progress) throws IOException {
        if (Files.exists(path)) {
            throw new UsageFailure("%s is there already: name a new file".formatted(path));
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        var _ = Files.deleteIfExists(part);
        Position head = log.head();
        try {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                OutputStream file = Channels.newOutputStream(channel);
                OutputStream out = isCompressed() ? new GZIPOutputStream(file, PIECE) : file;
                write(log, new Header(name, head.value()), out, progress);
                if (out instanceof GZIPOutputStream packing) {
                    packing.finish();
                }
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            return head.value();
        } catch (IOException | RuntimeException e) {
            var _ = Files.deleteIfExists(part);
            throw e;
        }
    }

    private static void write(LogExport log, Header header, OutputStream out, Progress progress) throws IOException {
        MessageDigest checksum = checksum();
        DigestOutputStream summed = new DigestOutputStream(out, checksum);
        EventText text = new EventText();
        text.line(header.text());
        Iterator<RawEvent> events = log.upTo(new Position(header.count())).iterator();
        long count = 0;
        while (events.hasNext()) {
            text.event(events.next());
            text.line("");
            if (text.size() >= PIECE) {
                text.writeTo(summed);
            }
            count++;
            if (count % PROGRESS == 0) {
                progress.at("events written", count, header.count());
            }
        }
        if (count != header.count()) {
            throw new UncheckedIOException(
                    new IOException("the log has %d events and not %d".formatted(count, header.count())));
        }
        text.writeTo(summed);
        text.line(line(checksum));
        text.writeTo(out);
    }
}
