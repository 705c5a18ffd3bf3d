package f6.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A PostgreSQL 18 of our own in one folder, for those who have none: durable, kept across restarts, for one
/// process at a time, listening on loopback only and to nobody without the password that lies beside it.
///
/// The folder holds `data`, `bin` (the unpacked server), `password`, `lock` and `postgres.log`, and is its owner's
/// alone.
public final class EmbeddedServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    /// A clean stop writes a checkpoint; after a minute something is wrong.
    private static final Duration STOP = Duration.ofSeconds(60);

    private static final int CONNECTIONS = 50;
    /// Kept for its administrator, and for listening.
    private static final int RESERVED = 8;
    private static final long MAX_LOG = 10_000_000;
    private static final String USER = "postgres";
    /// Written when the data is fit to be served: access closed, password set.
    private static final String READY = "f6-ready";
    /// Written by the library when it has unpacked the server.
    private static final String UNPACKED = ".exists";

    private final EmbeddedPostgres server;
    private final FolderLock lock;
    private final String password;

    private EmbeddedServer(EmbeddedPostgres server, FolderLock lock, String password) {
        this.server = server;
        this.lock = lock;
        this.password = password;
    }

    /// Starts the server on a folder's data, which is made if it is not there. A server that a killed run left
    /// behind is stopped first.
    ///
    /// @throws ServerFailure when another process uses the folder, or the server does not start; says what to do
    public static EmbeddedServer start(Path folder) {
        return start(folder, Map.of());
    }

    /// Starts the server with settings of `postgresql.conf`, such as `shared_buffers`. Those that keep the server
    /// durable and closed stay as they are.
    ///
    /// @throws ServerFailure when another process uses the folder, or the server does not start; says what to do
    public static EmbeddedServer start(Path given, Map<String, String> settings) {
        Path folder = whole(given);
        FolderLock lock = FolderLock.take(folder);
        try {
            stopOrphan(folder);
            EmbeddedPostgres server = launch(folder, settings);
            Folders.makePrivate(folder.resolve("bin")); // the library opens it to all
            return new EmbeddedServer(server, lock, password(folder));
        } catch (ExceptionInInitializerError e) { // so the library says that it could not unpack the server
            lock.close();
            throw notStarted(folder, Objects.requireNonNullElse(e.getCause(), e));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof ServerFailure failure ? failure : notStarted(folder, e);
        }
    }

    private static ServerFailure notStarted(Path folder, Throwable cause) {
        return new ServerFailure(
                "the embedded PostgreSQL did not start: %s. Its log is %s"
                        .formatted(cause.getMessage(), folder.resolve("postgres.log")),
                cause);
    }

    /// Erases what a server of this folder holds, if there is any; the server must not be in use.
    ///
    /// @throws ServerFailure when another process uses the folder
    public static void eraseData(Path given) {
        Path folder = whole(given);
        try (FolderLock _ = FolderLock.take(folder)) {
            stopOrphan(folder);
            Folders.delete(folder.resolve("data"));
        } catch (IOException e) {
            throw new ServerFailure("could not erase the data in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// However it is given, a server that was left behind is found by it.
    private static Path whole(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private static EmbeddedPostgres launch(Path folder, Map<String, String> settings) throws IOException {
        Path data = folder.resolve("data");
        if (!Files.exists(data.resolve(READY))) {
            Folders.delete(data); // a first start that was cut off: it has never served
        }
        Path log = folder.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > MAX_LOG) {
            Files.delete(log);
        }
        Path binaries = folder.resolve("bin");
        Folders.makePrivate(binaries);
        deleteHalfUnpacked(binaries);
        // Where the library unpacks the server and looks for what to clean up; its default is shared by all users.
        System.setProperty("ot.epg.working-dir", binaries.toString());
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setServerConfig("max_connections", String.valueOf(CONNECTIONS));
        settings.forEach(builder::setServerConfig);
        return builder.setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPgBinaryResolver(new Binaries(binaries))
                .setPGStartupWait(START)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setConnectConfig("password", password(folder))
                .setDataDirectoryCustomizer(fresh -> closeAccess(folder, fresh.toPath()))
                .start();
    }

    /// What a first start that was cut off left: the library would fail over it.
    private static void deleteHalfUnpacked(Path binaries) throws IOException {
        try (Stream<Path> unpacked = Files.list(binaries)) {
            for (Path version : unpacked.toList()) {
                if (Files.isDirectory(version) && !Files.exists(version.resolve(UNPACKED))) {
                    Folders.delete(version);
                }
            }
        }
    }

    /// The library unpacks the server once per resolver; by being equal per folder, this one makes it once per
    /// folder.
    private record Binaries(Path folder) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machineHardware) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
        }
    }

    /// Before the first start: the server takes no connection yet, so nobody gets in between.
    private static void closeAccess(Path folder, Path data) {
        if (Files.exists(data.resolve(READY))) {
            return;
        }
        try {
            singleUser(folder, data, "ALTER USER %s PASSWORD '%s'\n".formatted(USER, password(folder)));
            Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            Files.createFile(data.resolve(READY));
        } catch (IOException e) {
            throw new ServerFailure("could not close access to " + data, e);
        }
    }

    private static void singleUser(Path folder, Path data, String sql) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.addAll(List.of(binary(folder).toString(), "--single", "-D", data.toString(), "postgres"));
        Redirect log = Redirect.appendTo(folder.resolve("postgres.log").toFile());
        Process process = new ProcessBuilder(command)
                .redirectOutput(log)
                .redirectError(log)
                .start();
        try (var input = process.outputWriter()) {
            input.write(sql);
        }
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("PostgreSQL could not set its password");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Path binary(Path folder) throws IOException {
        try (Stream<Path> unpacked = Files.list(folder.resolve("bin"))) {
            return unpacked.map(version -> version.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no postgres in " + folder.resolve("bin")));
        }
    }

    private static String password(Path folder) throws IOException {
        Path file = folder.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Folders.writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /// We hold the folder's lock, so a server that runs on its data belongs to a process that is gone.
    private static void stopOrphan(Path folder) throws IOException {
        Path data = folder.resolve("data");
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> orphan = Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(process -> serves(process, data));
        if (orphan.isEmpty()) {
            return;
        }
        orphan.get().destroy(); // "smart" shutdown: waits for clients, and the only one is gone
        if (!ended(orphan.get())) {
            orphan.get().destroyForcibly(); // it recovers from its own log at the next start
            if (!ended(orphan.get())) {
                throw new ServerFailure(
                        "a PostgreSQL left by a killed run (process %d) still uses %s: end it, then try again"
                                .formatted(orphan.get().pid(), data),
                        null);
            }
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        Optional<String[]> arguments = process.info().arguments();
        return arguments.isPresent() && List.of(arguments.get()).contains(data.toString());
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /// A new pool of connections to the server, the caller's to close.
    public HikariDataSource connect() {
        return connect(Databases.POOL);
    }

    /// The same with a bound of one's own.
    ///
    /// @param most connections; the server has no more than 50 for all pools
    public HikariDataSource connect(int most) {
        return Databases.pool(jdbcUrl(), USER, password, Math.min(most, CONNECTIONS - RESERVED));
    }

    /// Stops the server cleanly.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new ServerFailure("the embedded PostgreSQL did not stop cleanly", e);
        } finally {
            lock.close();
        }
    }
}
