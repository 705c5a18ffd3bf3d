package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A node that is told to stop while many write.
class GracefulStopTest {
    private static final int CLIENTS = 16;
    private static final int WARM = 20;
    private static final long BOUND_SECONDS = 60;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    private final Path folder = StartedNode.freshFolder();
    private final Queue<UUID> stored = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void a_stop_loses_nothing_and_cuts_no_answer_off() throws Exception {
        StartedNode node = StartedNode.start(folder);
        String token = node.token("ambtenaar");
        CountDownLatch warm = new CountDownLatch(CLIENTS);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> write(node, token, warm)));
        }
        assertThat(warm.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

        node.process().destroy(); // SIGTERM
        for (Thread client : clients) {
            client.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        }

        assertThat(node.process().waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(node.process().exitValue()).isZero();
        assertThat(wrong).isEmpty();
        assertThat(stored).hasSizeGreaterThanOrEqualTo(CLIENTS * WARM);
        Set<UUID> log = log();
        assertThat(log).containsAll(stored);
        assertThat(refused).as("refused, and yet stored").noneMatch(log::contains);
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    /// Until the server takes no more on this connection.
    private void write(StartedNode node, String token, CountDownLatch warm) {
        try (KeptConnection connection = new KeptConnection(node.address())) {
            int done = 0;
            while (true) {
                UUID id = UUID.randomUUID();
                KeptConnection.Answer answer = connection.post(
                        "/v1/burgerlijke-stand/commands", token, BirthClaims.claim(id, UUID.randomUUID()));
                switch (answer.status()) {
                    case CREATED -> stored.add(id);
                    case UNAVAILABLE -> refused.add(id);
                    default -> wrong.add(answer.toString());
                }
                if (++done == WARM) {
                    warm.countDown();
                }
                if (answer.closes() || answer.status() != CREATED) {
                    return;
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    private Set<UUID> log() throws Exception {
        Set<UUID> ids = new HashSet<>();
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                HikariDataSource pool = server.connect();
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM zone_burgerlijke_stand.event")) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
