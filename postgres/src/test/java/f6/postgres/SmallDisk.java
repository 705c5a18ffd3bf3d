package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system in memory, mounted while it is open, with a ballast that fills it. Needs root, or sudo that asks
/// for no password.
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    static SmallDisk mount(Path folder, int megabytes) throws Exception {
        Files.createDirectories(folder);
        asRoot("mount", "-t", "tmpfs", "-o", "mode=0777,size=%dm".formatted(megabytes), "f6-test", folder.toString());
        return new SmallDisk(folder);
    }

    /// Leaves about this much.
    void fillUpTo(long bytesLeft) throws IOException {
        try (var file = Files.newOutputStream(ballast)) {
            byte[] block = new byte[BLOCK];
            while (Files.getFileStore(folder).getUsableSpace() >= bytesLeft + BLOCK) {
                file.write(block);
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(ballast);
    }

    @Override
    public void close() throws IOException {
        try {
            asRoot("umount", "-l", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void asRoot(String... command) throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> line = new ArrayList<>(root ? List.of() : List.of("sudo", "-n"));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.INHERIT)
                .start();
        assertThat(process.waitFor())
                .as("the status of %s, which needs root", line)
                .isZero();
    }
}
