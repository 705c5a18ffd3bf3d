package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The primary dies under load, and its synchronous standby takes over.
class PromotionFaultTest {
    private static final Duration RESUME = Duration.ofSeconds(5);
    private static final Duration IN_STEP = Duration.ofSeconds(60);
    private static final int APPENDS = 200;
    private static final String STANDBY = "standby";

    @Test
    void nothing_acknowledged_is_lost_and_appends_resume_in_time() throws Exception {
        int promotions = Effort.STANDBYS_PROMOTED.count();
        List<String> took = new ArrayList<>();
        for (int i = 0; i < promotions; i++) {
            took.add(promoteOnce(Seed.print("PromotionFaultTest")));
        }
        Effort.report("synchronous standby promoted %d times under load: %s".formatted(promotions, took));
    }

    private static String promoteOnce(long seed) throws Exception {
        Path folder = TestServer.temporary();
        try (Cluster primary = Cluster.create(folder.resolve("primary"));
                Cluster standby = primary.standby(folder.resolve("standby"), STANDBY)) {
            primary.set("synchronous_standby_names", STANDBY);
            primary.start();
            standby.start();
            Await.until(
                    "a standby in step",
                    IN_STEP,
                    () -> "sync".equals(primary.query("SELECT sync_state FROM pg_stat_replication")));
            String url =
                    "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary&hostRecheckSeconds=1"
                            .formatted(primary.port(), standby.port());
            try (Node node = Node.open(Databases.pool(url, "postgres", ""), "log")) {
                EventStore store = node.store();
                Load load = new Load(List.of(store), seed);
                try (FollowingThread follower = new FollowingThread(store)) {
                    load.awaitAccepted(APPENDS);

                    long killed = System.nanoTime();
                    primary.kill();
                    standby.promote();
                    long promoted = System.nanoTime();
                    appendUntilTold(load.recording(store));
                    Duration resumed = Duration.ofNanos(System.nanoTime() - promoted);

                    load.awaitAccepted(APPENDS);
                    load.stop();
                    assertThat(resumed).isLessThan(RESUME);
                    Position head = store.head();
                    Await.until(
                            "a follower that sees all: " + head, IN_STEP, () -> follower.position() >= head.value());
                    assertThat(follower.seen())
                            .isEqualTo(
                                    store.read(Query.all(), ReadOptions.FORWARD).toList());
                    return "%s; appends resumed %d ms after the promotion, %d ms after the kill, seed %d"
                            .formatted(
                                    load.assertHolds(store),
                                    resumed.toMillis(),
                                    Duration.ofNanos(promoted - killed)
                                            .plus(resumed)
                                            .toMillis(),
                                    seed);
                }
            }
        }
    }

    private static void appendUntilTold(EventStore store) throws Exception {
        Event probe = event(OPENED, object());
        Await.until("an append after the promotion", IN_STEP, () -> {
            try {
                var _ = store.append(probe).orThrow();
                return true;
            } catch (StoreFailure e) {
                return false;
            }
        });
    }
}
