package f6.postgres;

import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.store.EventStore;
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
            try (var pool = cluster.connect();
                    var otherPool = cluster.connect()) {
                List<EventStore> nodes =
                        List.of(PostgresEventStore.open(pool, "log"), PostgresEventStore.open(otherPool, "log"));
                Load load = new Load(nodes, seed);
                for (int i = 0; i < kills; i++) {
                    load.awaitAccepted(random.nextInt(1, MOST_APPENDS_BETWEEN));
                    cluster.kill();
                    cluster.start();
                }
                load.awaitAccepted(MOST_APPENDS_BETWEEN);
                load.stop();
                Effort.report("server killed %d times under load: %s, seed %d"
                        .formatted(kills, load.assertHolds(nodes.getFirst()), seed));
            }
        }
    }
}
