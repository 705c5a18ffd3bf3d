package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL such as an organisation has of its own: as the machine's packages install it, with its tools.
final class OwnServer implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final long BOUND_SECONDS = 60;

    private final Path tools;
    private final Path folder;
    private final int port;

    private OwnServer(Path tools, Path folder, int port) {
        this.tools = tools;
        this.folder = folder;
        this.port = port;
    }

    /// Where the tools are, of the latest version that is installed.
    static Optional<Path> tools() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("initdb")) && Files.exists(bin.resolve("pg_dump")))
                    .max(Comparator.comparingInt(
                            bin -> Integer.parseInt(bin.getParent().getFileName().toString())));
        }
    }

    static OwnServer start(Path tools) throws IOException, InterruptedException {
        Path folder = Path.of("/tmp", "f6-own-server-" + ProcessHandle.current().pid());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        OwnServer server = new OwnServer(tools, folder, port);
        server.run(tools.resolve("initdb").toString(), "-D", folder.toString(), "-U", "postgres", "-E", "UTF8");
        server.run(
                tools.resolve("pg_ctl").toString(),
                "-D",
                folder.toString(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off".formatted(port, folder),
                "-w",
                "start");
        server.run(tools.resolve("createdb").toString(), "--maintenance-db=" + server.url("postgres"), "f6");
        return server;
    }

    String url(String database) {
        return "postgresql://postgres@127.0.0.1:%d/%s".formatted(port, database);
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /// As root it does not run; Debian's user for it does.
    private void run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.addAll(Arrays.asList(command));
        Path said = Files.createTempFile("own-server", ".txt");
        Process process = new ProcessBuilder(words)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", words) + Files.readString(said, StandardCharsets.UTF_8))
                .isZero();
        Files.delete(said);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(tools.resolve("pg_ctl").toString(), "-D", folder.toString(), "-m", "fast", "-w", "stop");
        run("rm", "-r", folder.toString());
    }
}
