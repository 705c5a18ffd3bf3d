package f6.acceptance;

import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;

/// A folder whose embedded server has been started once and holds nothing yet. To unpack a server and to set up its
/// data takes longer than a start; what a first start does, is tested where a folder is given that is not ready.
final class ReadyFolder {
    private static final String BINARIES = "bin";
    /// Of the one run that made it.
    private static final Set<String> LEFT_OUT = Set.of("lock", "postgres.log");

    private static final Path MADE = made();

    private ReadyFolder() {}

    private static Path made() {
        Path folder = StartedNode.freshFolder();
        EmbeddedServer.start(folder).close();
        return folder;
    }

    static Path fresh() {
        return ready(StartedNode.freshFolder());
    }

    /// Makes a folder ready that is empty or not there; leaves any other as it is.
    ///
    /// @return the folder
    static Path ready(Path folder) {
        try {
            if (isNew(folder)) {
                var _ = Files.walkFileTree(MADE, new Copying(folder));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNew(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path to;

        Copying(Path to) {
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
            Path made = Files.createDirectories(to.resolve(MADE.relativize(from)));
            var _ = Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(from));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
            Path relative = MADE.relativize(from);
            Path copy = to.resolve(relative);
            if (relative.startsWith(BINARIES) && attributes.isRegularFile()) {
                var _ = Files.createLink(copy, from); // nobody writes to it
            } else if (!LEFT_OUT.contains(relative.toString())) {
                var _ = Files.copy(from, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
