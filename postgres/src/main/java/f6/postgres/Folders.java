package f6.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders and files that are their owner's alone.
public final class Folders {
    private Folders() {}

    /// What marks a folder as F6's own.
    private static final String MARKER = ".f6";

    /// Makes the folder F6's own, and takes it from everyone but its owner. It must be new, empty or F6's already:
    /// what lies in it may be erased by F6.
    ///
    /// @throws IOException saying so when it is another's
    public static void own(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            if (Files.exists(folder) && !isEmptyFolder(folder)) {
                throw new IOException("it holds something that is not F6's: name a new or an empty folder");
            }
            makePrivate(folder);
            Files.createFile(marker);
        }
        makePrivate(folder);
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// Writes a new file that was never readable by others, not even for a moment.
    public static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /// Deletes a folder with all that is in it, if it is there. Follows no links.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
