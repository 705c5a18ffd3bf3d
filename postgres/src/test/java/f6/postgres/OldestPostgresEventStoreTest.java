package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.EventStoreContract;
import f6.eventstore.store.EventStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The contract on PostgreSQL 15, the oldest that we promise to work on.
class OldestPostgresEventStoreTest extends EventStoreContract {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static HikariDataSource database;

    @BeforeAll
    static void start() throws IOException {
        Path folder = TestServer.temporary();
        server = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, hardware) -> binary())
                .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                .setDataDirectory(folder.resolve("data"))
                .start();
        database =
                Databases.pool("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort()), "postgres", "");
    }

    private static ByteArrayInputStream binary() throws IOException {
        try (JarFile jar = new JarFile("target/oldest-postgres.jar")) {
            JarEntry archive = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return new ByteArrayInputStream(jar.getInputStream(archive).readAllBytes());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        server.close();
    }

    @Override
    protected EventStore emptyStore() {
        return PostgresEventStore.open(database, TestServer.freshSchema());
    }

    @Test
    void it_is_the_oldest() throws SQLException {
        try (var connection = database.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
        }
    }
}
