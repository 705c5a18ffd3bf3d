package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.Effort;
import f6.contracts.Seed;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// SIGKILL of PostgreSQL, at any point of the load on two nodes.
class ServerKillFaultTest {
    private static final int MOST_APPENDS_BETWEEN = 300;
    private static final int KILLS_TO_FIND_OUT = 3;

    @Test
    void nothing_acknowledged_is_lost_and_the_same_stores_work_on() throws Exception {
        int kills = Effort.SERVER_KILLS.count();
        String history = killUnderLoad(kills, Map.of());
        Effort.report("server killed %d times under load: %s".formatted(kills, history));
    }

    /// The planted defect: commits that are acknowledged before they are written.
    @Test
    void a_server_that_acknowledges_too_soon_is_found_out() {
        Map<String, String> careless =
                Map.of("synchronous_commit", "off", "wal_writer_delay", "10s", "wal_writer_flush_after", "1GB");
        assertThatThrownBy(() -> killUnderLoad(KILLS_TO_FIND_OUT, careless))
                .isInstanceOf(AssertionError.class)
                .hasMessageFindingMatch("was acknowledged (at|as)");
    }

    private static String killUnderLoad(int kills, Map<String, String> settings) throws Exception {
        long seed = Seed.print("ServerKillFaultTest");
        SplittableRandom random = new SplittableRandom(seed);
        try (Cluster cluster = Cluster.create(TestServer.temporary().resolve("data"))) {
            settings.forEach(cluster::set);
            cluster.start();
            try (Node node = Node.open(cluster.connect(), "log");
                    Node other = Node.open(cluster.connect(), "log")) {
                assertThat(cluster.query("SELECT pg_switch_wal()")).isNotNull(); // the empty log is there to stay
                Load load = new Load(List.of(node.store(), other.store()), seed);
                for (int i = 0; i < kills; i++) {
                    load.awaitAccepted(random.nextInt(1, MOST_APPENDS_BETWEEN));
                    cluster.kill();
                    cluster.start();
                }
                load.awaitAccepted(MOST_APPENDS_BETWEEN);
                load.stop();
                return load.assertHolds(node.store()) + ", seed " + seed;
            }
        }
    }
}
