package f6.benchmarks.history;

import f6.benchmarks.BenchFailure;
import f6.postgres.Folders;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A MariaDB of our own in a new folder, by the programs that the machine has, on loopback only and behind a
/// password. As durable as the PostgreSQL beside it, with as large a cache.
final class MariaDbServer implements AutoCloseable {
    static final List<String> SETTINGS = List.of(
            "innodb_buffer_pool_size=1G",
            "innodb_flush_log_at_trx_commit=1",
            "innodb_doublewrite=1",
            "innodb_log_file_size=1G");

    private static final String USER = "f6";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    private final Path folder;
    private final Process process;
    private final int port;
    private final String password;

    private MariaDbServer(Path folder, Process process, int port, String password) {
        this.folder = folder;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /// @param parent of the folder that it makes and erases
    static MariaDbServer start(Path parent) {
        Path install = program("mariadb-install-db");
        Path server = program("mariadbd");
        try {
            Files.createDirectories(parent);
            Path folder = Files.createTempDirectory(parent, "mariadb-").toAbsolutePath();
            return start(folder, install, server);
        } catch (IOException e) {
            throw new BenchFailure("MariaDB did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private static MariaDbServer start(Path folder, Path install, Path server)
            throws IOException, InterruptedException {
        Redirect log = Redirect.appendTo(folder.resolve("log").toFile());
        List<String> installing = new ArrayList<>(List.of(
                install.toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        installing.addAll(asRoot());
        Process installed = new ProcessBuilder(installing)
                .redirectOutput(log)
                .redirectError(log)
                .start();
        if (!installed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || installed.exitValue() != 0) {
            installed.destroyForcibly();
            throw new IOException("its data could not be made; see " + folder.resolve("log"));
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path first = folder.resolve("first.sql");
        Folders.writePrivate(first, """
                CREATE DATABASE %1$s;
                CREATE USER %1$s@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL ON %1$s.* TO %1$s@'127.0.0.1';
                DROP USER root@localhost;
                """.formatted(USER, password));
        int port = freePort();
        List<String> serving = new ArrayList<>(List.of(
                server.toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + first,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve"));
        SETTINGS.forEach(setting -> serving.add("--" + setting.replace('_', '-')));
        serving.addAll(asRoot());
        Process process = new ProcessBuilder(serving)
                .redirectOutput(log)
                .redirectError(log)
                .start();
        MariaDbServer started = new MariaDbServer(folder, process, port, password);
        Runtime.getRuntime().addShutdownHook(new Thread(started::end, "end MariaDB"));
        started.await();
        return started;
    }

    /// It runs as root only when told so.
    private static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BenchFailure(
                        "MariaDB's %s is not on the PATH, nor in /usr/sbin: install MariaDB 10.11 (on Debian 12: apt-get install mariadb-server-core mariadb-client-core; that starts nothing), or leave it out with --peers"
                                .formatted(name),
                        null));
    }

    private void await() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("it ended; see " + folder.resolve("log"));
            }
            try (Connection _ = connect()) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > until) {
                    end();
                    throw new IOException(
                            "it takes no connection: %s; see %s".formatted(e.getMessage(), folder.resolve("log")), e);
                }
            }
        }
    }

    /// A connection on which the clock is in UTC, statements are prepared on the server and batches go as one.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/%s?useServerPrepStmts=true&useBulkStmts=true&timezone=UTC"
                        .formatted(port, USER),
                USER,
                password);
    }

    private synchronized void end() {
        process.destroy(); // a clean stop
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new BenchFailure("could not erase " + folder, e);
        }
    }
}
