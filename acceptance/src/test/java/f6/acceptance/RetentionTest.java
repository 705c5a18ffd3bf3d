package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.postgres.EmbeddedServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// How long a node keeps what it has on record of reads and actions.
class RetentionTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void what_was_kept_long_enough_is_deleted_and_what_is_newer_is_not() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(ReadyFolder.fresh())) {
            try (StartedNode node = node(server)) {
                Api auditor = new Api(node, "burgerlijke-stand", "auditor");
                Birth birth = Birth.registered(node, "Oud");
                for (int i = 0; i < 2; i++) {
                    var _ = new Api(node, "burgerlijke-stand", "ambtenaar")
                            .get("/objects/" + birth.child() + "/views/persoon")
                            .ok(200);
                    var _ = auditor.get("/audit/reads").ok(200);
                }
            }
            for (String log : List.of("read_log", "action_log")) {
                assertThat(number(server, "SELECT count(*) FROM f6." + log)).isEqualTo(2);
            }
            execute(server, age("read_log", "ended_at"));
            execute(server, age("action_log", "at"));

            try (StartedNode _ = node(server, "--keep-records-days", "30")) {
                String old = "SELECT (SELECT count(*) FROM f6.read_log WHERE ended_at < now() - interval '30 days')"
                        + " + (SELECT count(*) FROM f6.action_log WHERE at < now() - interval '30 days')";
                Instant end = Instant.now().plus(BOUND);
                while (number(server, old) > 0) {
                    assertThat(Instant.now()).isBefore(end);
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
                for (String log : List.of("read_log", "action_log")) {
                    assertThat(number(server, "SELECT count(*) FROM f6." + log)).isEqualTo(1);
                }
            }
        }
    }

    /// Makes the first record of a log older than is kept, and no other.
    private static String age(String log, String time) {
        return "UPDATE f6.%1$s SET %2$s = %2$s - interval '31 days' WHERE id = (SELECT min(id) FROM f6.%1$s)"
                .formatted(log, time);
    }

    private static StartedNode node(EmbeddedServer server, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--database", server.jdbcUrl() + "?password=" + server.password(), "--database-user", server.user()));
        options.addAll(List.of(more));
        return StartedNode.start(StartedNode.freshFolder(), options.toArray(String[]::new));
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
