package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static f6.contracts.SampleEvents.withData;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.contracts.history.AppendHistory;
import f6.contracts.history.HistoryChecker;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The disk fills under load; when there is room again, the same store goes on.
class DiskFullFaultTest {
    private static final int DISK_MEGABYTES = 400;
    private static final long ROOM = 25_000_000;
    private static final int WRITERS = 4;
    private static final int EVENT_BYTES = 100_000;
    /// What the room must not hold, so that a disk that never fills ends the test.
    private static final int MOST_APPENDS = 2000;

    private static final int FAILURES = 3;
    private static final Duration BACK = Duration.ofSeconds(60);
    /// So that an append fails soon when the server is down.
    private static final long CONNECTING_MILLIS = 1000;

    private final AppendHistory history = new AppendHistory();

    @Test
    void appends_fail_as_a_whole_and_resume_when_there_is_room() throws Exception {
        long seed = Seed.print("DiskFullFaultTest");
        int fills = Effort.DISKS_FILLED.count();
        AtomicInteger restarts = new AtomicInteger();
        Path folder = TestServer.temporary().resolve("disk");
        try (SmallDisk disk = SmallDisk.mount(folder, DISK_MEGABYTES);
                Cluster cluster = Cluster.create(folder.resolve("data"))) {
            cluster.set("max_wal_size", "8MB");
            cluster.set("min_wal_size", "2MB");
            cluster.start();
            HikariDataSource pool = cluster.connect();
            pool.setConnectionTimeout(CONNECTING_MILLIS);
            try (Node node = Node.open(pool, "log")) {
                EventStore recorded = history.recording(node.store());
                for (int i = 0; i < fills; i++) {
                    disk.fillUpTo(ROOM);
                    write(recorded, seed + (long) i * WRITERS);
                    disk.free();
                    Event probe = event(OPENED, object());
                    Await.until("an append when there is room again", BACK, () -> {
                        if (!cluster.isAlive()) { // it gives up when it cannot write its own log
                            cluster.start();
                            restarts.incrementAndGet();
                        }
                        return isStored(recorded, probe);
                    });
                }
                assertThat(history.unknown()).isPositive();
                assertThat(HistoryChecker.violations(
                                history,
                                node.store()
                                        .read(Query.all(), ReadOptions.FORWARD)
                                        .toList()))
                        .isEmpty();
            }
        }
        Effort.report("disk filled %d times, server restarted %d times: %s, seed %d"
                .formatted(fills, restarts.get(), history, seed));
    }

    private static boolean isStored(EventStore store, Event event) {
        try {
            return store.append(event) instanceof AppendResult.Appended;
        } catch (StoreFailure e) {
            return false;
        }
    }

    /// Until each has failed a few times.
    private static void write(EventStore store, long seed) throws Exception {
        List<Future<?>> writing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                writing.add(threads.submit(() -> writeUntilFull(store, random)));
            }
        }
        for (Future<?> one : writing) {
            one.get();
        }
    }

    private static void writeUntilFull(EventStore store, SplittableRandom random) {
        int failures = 0;
        for (int i = 0; i < MOST_APPENDS && failures < FAILURES; i++) {
            ObjectId account = object();
            List<Event> events = List.of(large(account, random), large(account, random));
            try {
                var _ = store.append(events, AppendCondition.noneMatches(Query.ofObjects(account)));
            } catch (StoreFailure e) {
                failures++;
            }
        }
        assertThat(failures).as("failures of a writer on a full disk").isEqualTo(FAILURES);
    }

    /// Data that cannot be compressed much.
    private static Event large(ObjectId object, SplittableRandom random) {
        byte[] noise = new byte[EVENT_BYTES];
        random.nextBytes(noise);
        return withData(event(OPENED, object), Map.of("noise", HexFormat.of().formatHex(noise)));
    }
}
