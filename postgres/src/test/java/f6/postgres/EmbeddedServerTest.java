package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Position;
import f6.eventstore.store.AppendResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedServerTest {
    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "data_checksums, on"
    })
    void the_running_server_is_durable_and_closed(String setting, String value) throws Exception {
        try (Connection connection = TestServer.DATABASE.getConnection();
                ResultSet row = connection.createStatement().executeQuery("SHOW " + setting)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void nobody_gets_in_without_the_password() {
        String url = TestServer.SERVER.jdbcUrl();

        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void its_folder_is_its_owners_alone() throws Exception {
        Path folder = TestServer.temporary();
        EmbeddedServer.start(folder).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
    }

    /// A folder of ours in which the server is unpacked already, as that takes longer than all else.
    private static Path unpacked() throws IOException {
        Path folder = TestServer.temporary();
        Folders.own(folder);
        Cluster.copy(TestServer.FOLDER.resolve("bin"), folder.resolve("bin"));
        return folder;
    }

    @Test
    void what_was_stored_is_there_after_a_stop() throws Exception {
        Path folder = unpacked();
        storeOne(folder);

        try (EmbeddedServer again = EmbeddedServer.start(folder);
                var pool = again.connect()) {
            assertThat(PostgresEventStore.open(pool, "log").head()).isEqualTo(new Position(1));
        }
    }

    @Test
    void a_second_user_of_the_folder_is_told_who_has_it() throws Exception {
        Path folder = unpacked();
        try (EmbeddedServer running = EmbeddedServer.start(folder)) {
            assertThat(running.jdbcUrl()).contains("127.0.0.1");
            assertThatThrownBy(() -> EmbeddedServer.start(folder))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void a_second_user_in_the_same_process_takes_nothing_from_the_first() throws Exception {
        Path folder = TestServer.temporary();
        try (FolderLock _ = FolderLock.take(folder)) {
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(ServerFailure.class);
            assertThat(run(Taker.class, folder)).isEqualTo(Taker.REFUSED);
        }
        assertThat(run(Taker.class, folder)).isZero();
    }

    private static int run(Class<?> program, Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_left_by_a_killed_process_is_stopped_and_its_data_kept(boolean absolute) throws Exception {
        Path folder = unpacked();
        Path given = absolute ? folder : Path.of("").toAbsolutePath().relativize(folder);
        assertThat(run(Leaver.class, given)).isEqualTo(Leaver.KILLED);
        assertThat(folder.resolve("data/postmaster.pid")).exists();

        try (EmbeddedServer again = EmbeddedServer.start(folder);
                var pool = again.connect()) {
            assertThat(PostgresEventStore.open(pool, "log").head()).isEqualTo(new Position(1));
        }
    }

    @Test
    void a_first_start_that_was_cut_off_is_started_anew() throws Exception {
        Path folder = unpacked();
        EmbeddedServer.start(folder).close();
        Folders.delete(folder.resolve("data"));
        Files.createDirectories(folder.resolve("data/base"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "18\n");

        storeOne(folder);
    }

    @Test
    void a_first_start_that_was_cut_off_while_unpacking_is_started_anew() throws Exception {
        Path folder = unpacked();
        try (Stream<Path> versions = Files.list(folder.resolve("bin"))) {
            for (Path version : versions.toList()) {
                Files.delete(version.resolve(".exists"));
                Folders.delete(version.resolve("share"));
            }
        }

        storeOne(folder);
    }

    @Test
    void a_folder_that_is_not_ours_is_left_alone() throws Exception {
        Path folder = TestServer.temporary();
        Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious.txt");
        Files.writeString(precious, "mine");
        String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));

        assertThatThrownBy(() -> EmbeddedServer.start(folder))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("not F6's");
        assertThatThrownBy(() -> EmbeddedServer.eraseData(folder)).isInstanceOf(ServerFailure.class);

        assertThat(precious).hasContent("mine");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo(rights);
    }

    private static void storeOne(Path folder) {
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                var pool = server.connect()) {
            assertThat(PostgresEventStore.open(pool, "log").append(event(OPENED, object())))
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    /// Tries to take a folder for itself.
    static final class Taker {
        static final int REFUSED = 3;

        private Taker() {}

        public static void main(String[] folder) {
            try (FolderLock _ = FolderLock.take(Path.of(folder[0]))) {
                System.exit(0);
            } catch (ServerFailure e) {
                System.exit(REFUSED);
            }
        }
    }

    /// Stores an event and dies without a word, as under SIGKILL.
    static final class Leaver {
        static final int KILLED = 137;

        private Leaver() {}

        public static void main(String[] folder) {
            EmbeddedServer server = EmbeddedServer.start(Path.of(folder[0]));
            var result = PostgresEventStore.open(server.connect(), "log").append(event(OPENED, object()));
            Runtime.getRuntime().halt(result instanceof AppendResult.Appended ? KILLED : 1);
        }
    }
}
