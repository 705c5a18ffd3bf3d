package f6.postgres;

import f6.contracts.Effort;
import f6.contracts.Seed;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// SIGKILL of PostgreSQL, at any point of the load on two nodes.
class ServerKillFaultTest {
    private static final int MOST_APPENDS_BETWEEN = 300;

    @Test
    void nothing_acknowledged_is_lost_and_the_same_stores_work_on() throws Exception {
        long seed = Seed.print("ServerKillFaultTest");
        SplittableRandom random = new SplittableRandom(seed);
        int kills = Effort.SERVER_KILLS.count();
        try (Cluster cluster = Cluster.create(TestServer.temporary().resolve("data"))) {
            cluster.start();
            try (Node node = Node.open(cluster.connect(), "log");
                    Node other = Node.open(cluster.connect(), "log")) {
                Load load = new Load(List.of(node.store(), other.store()), seed);
                for (int i = 0; i < kills; i++) {
                    load.awaitAccepted(random.nextInt(1, MOST_APPENDS_BETWEEN));
                    cluster.kill();
                    cluster.start();
                }
                load.awaitAccepted(MOST_APPENDS_BETWEEN);
                load.stop();
                Effort.report("server killed %d times under load: %s, seed %d"
                        .formatted(kills, load.assertHolds(node.store()), seed));
            }
        }
    }
}
