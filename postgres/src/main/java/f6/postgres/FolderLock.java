package f6.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a folder for one process; the operating system lets go of it when that process ends, however it ends.
final class FolderLock implements AutoCloseable {
    /// Locks of this process. The system drops its lock on a file as soon as the process closes *any* channel to
    /// it, so a file that is locked must not be opened a second time.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            Folders.own(folder);
            Path file = folder.toRealPath().resolve("lock");
            String self = String.valueOf(ProcessHandle.current().pid());
            if (!HELD.add(file)) {
                throw inUse(self, folder);
            }
            try {
                return new FolderLock(file, lock(file, folder, self));
            } catch (IOException | RuntimeException e) {
                HELD.remove(file);
                throw e;
            }
        } catch (IOException e) {
            throw new ServerFailure("cannot use the folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static FileChannel lock(Path file, Path folder, String self) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(Files.readString(file).strip(), folder);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ServerFailure inUse(String holder, Path folder) {
        return new ServerFailure(
                "process %s uses %s already: stop it, or choose another folder with --data".formatted(holder, folder),
                null);
    }

    @Override
    public void close() {
        try {
            channel.close();
            HELD.remove(file);
        } catch (IOException e) {
            throw new ServerFailure("could not release the folder's lock", e);
        }
    }
}
