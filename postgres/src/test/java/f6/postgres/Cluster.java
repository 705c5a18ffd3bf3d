package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL that a test may kill, start again on the same port, copy and promote.
final class Cluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String USER = "postgres";

    private final Path data;
    private final int port = freePort();
    private final List<String> settings = new ArrayList<>();
    private @Nullable Process postmaster;

    private Cluster(Path data) {
        this.data = data;
        set("port", String.valueOf(port));
        set("listen_addresses", "127.0.0.1");
        set("unix_socket_directories", "");
    }

    /// A new one; its data folder must not be there yet.
    static Cluster create(Path data) throws Exception {
        Process initdb = command(
                        data,
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        USER,
                        "-A",
                        "trust",
                        "--no-locale",
                        "-E",
                        "UTF8",
                        "--wal-segsize=1")
                .start();
        assertThat(initdb.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(initdb.exitValue()).as("initdb; see %s.log", data).isZero();
        return new Cluster(data);
    }

    /// A standby that follows this cluster under a name. This one must not run.
    Cluster standby(Path copy, String name) throws IOException {
        copy(data, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Cluster standby = new Cluster(copy);
        standby.set(
                "primary_conninfo", "host=127.0.0.1 port=%d user=%s application_name=%s".formatted(port, USER, name));
        return standby;
    }

    /// A folder with all that is in it.
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Folders.makePrivate(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// From the next start on.
    void set(String setting, String value) {
        settings.add("-c");
        settings.add(setting + "=" + value);
    }

    /// Starts it, and again while what is left of a killed one still holds its memory. Returns when it takes
    /// connections.
    void start() throws Exception {
        Await.until("a start of " + data, START, () -> {
            if (!isAlive()) {
                List<String> arguments = new ArrayList<>(List.of("postgres", "-D", data.toString()));
                arguments.addAll(settings);
                postmaster = command(data, arguments.toArray(String[]::new)).start();
            }
            return answers();
        });
    }

    boolean isAlive() {
        return postmaster != null && postmaster.isAlive();
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, "")) {
            return isAlive() && connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /// SIGKILL for the postmaster and all of its processes.
    void kill() throws InterruptedException {
        if (postmaster != null) {
            List<ProcessHandle> children = postmaster.descendants().toList();
            postmaster.destroyForcibly().waitFor();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /// Makes a standby the primary; returns when it is.
    void promote() throws SQLException {
        assertThat(query("SELECT pg_promote(true, 60)")).isEqualTo("t");
    }

    /// The first column of the first row, or nothing.
    @Nullable
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    int port() {
        return port;
    }

    HikariDataSource connect() {
        return Databases.pool(jdbcUrl(), USER, "");
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// PostgreSQL refuses to run as root, and so believes that it is somebody else.
    private static ProcessBuilder command(Path data, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "-U"));
        command.add(binaries().resolve(arguments[0]).toString());
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Redirect log = Redirect.appendTo(
                data.resolveSibling(data.getFileName() + ".log").toFile());
        return new ProcessBuilder(command).redirectOutput(log).redirectError(log);
    }

    private static Path binaries() throws IOException {
        try (Stream<Path> unpacked = Files.list(TestServer.FOLDER.resolve("bin"))) {
            return unpacked.map(version -> version.resolve("bin"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
