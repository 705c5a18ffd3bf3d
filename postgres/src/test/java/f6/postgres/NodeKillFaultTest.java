package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// SIGKILL of a node while it appends; the next one goes on with the same log.
class NodeKillFaultTest {
    private static final int MOST_APPENDS = 300;

    /// The lists of ids that were tried, and the position at which each acknowledged one was told to be.
    private final Set<List<EventId>> tried = new HashSet<>();

    private final Map<EventId, Long> acknowledged = new HashMap<>();

    @Test
    void nothing_acknowledged_is_lost_and_nothing_is_half_there() throws Exception {
        long seed = Seed.print("NodeKillFaultTest");
        SplittableRandom random = new SplittableRandom(seed);
        String schema = TestServer.freshSchema();
        int kills = Effort.NODE_KILLS.count();
        try (Node reader = Node.shared(schema)) {
            for (int i = 0; i < kills; i++) {
                killAfter(random.nextInt(1, MOST_APPENDS), schema, random.nextLong());
                check(reader.store().read(Query.all(), ReadOptions.FORWARD).toList());
            }
        }
        Effort.report("node killed %d times while appending: %d appends tried, %d events acknowledged, seed %d"
                .formatted(kills, tried.size(), acknowledged.size(), seed));
    }

    private void killAfter(int acknowledgements, String schema, long seed) throws IOException, InterruptedException {
        Process node = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingNode.class.getName(),
                        TestServer.SERVER.jdbcUrl(),
                        TestServer.SERVER.user(),
                        TestServer.SERVER.password(),
                        schema,
                        String.valueOf(seed))
                .redirectError(Redirect.INHERIT)
                .start();
        int left = acknowledgements;
        try (BufferedReader told = node.inputReader()) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                left -= note(line) ? 1 : 0;
                if (left == 0) {
                    node.toHandle().destroyForcibly(); // unlike the process, leaves what it has told to be read
                }
            }
        }
        assertThat(node.waitFor()).as("the status after SIGKILL").isEqualTo(137);
    }

    /// @return whether it is an acknowledgement
    private boolean note(String line) {
        if (line.startsWith(AppendingNode.TRY)) {
            tried.add(ids(line.substring(AppendingNode.TRY.length())));
            return false;
        }
        assertThat(line).startsWith(AppendingNode.ACKNOWLEDGED);
        String[] positionAndIds =
                line.substring(AppendingNode.ACKNOWLEDGED.length()).split(" ", 2);
        long position = Long.parseLong(positionAndIds[0]);
        for (EventId id : ids(positionAndIds[1])) {
            acknowledged.put(id, position++);
        }
        return true;
    }

    private static List<EventId> ids(String text) {
        return Arrays.stream(text.split(" ")).map(EventId::of).toList();
    }

    private void check(List<StoredEvent> log) {
        Map<EventId, Long> places = new HashMap<>();
        List<EventId> together = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            StoredEvent stored = log.get(i);
            assertThat(stored.position().value()).isEqualTo(i + 1);
            places.put(stored.id(), stored.position().value());
            together.add(stored.id());
            if (i + 1 == log.size() || !log.get(i + 1).createdAt().equals(stored.createdAt())) {
                assertThat(tried).as("what was appended as one").contains(List.copyOf(together));
                together.clear();
            }
        }
        assertThat(places).as("what was acknowledged").containsAllEntriesOf(acknowledged);
    }
}
