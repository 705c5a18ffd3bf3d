package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The history of a zone, read along with.
class FeedTailTest {
    private static final int BIRTHS = 1_200;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MANY = 200;
    private static StartedNode node;

    private final long seed = Seed.print("FeedTailTest");
    private final SplittableRandom random = new SplittableRandom(seed);

    @BeforeAll
    static void start() {
        node = WrittenLog.node(BIRTHS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /// One connection to the tail: plain, so that it can be cut at any byte.
    private static final class Reader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private final String status;
        private String last = "";

        Reader(StartedNode node, String parameters, String... headers) throws IOException {
            URI address = node.address();
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout((int) BOUND.toMillis());
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request =
                    // Of version 1.0, so that nothing stands between the lines.
                    "GET /v1/burgerlijke-stand/feed/tail%s HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
                            .formatted(parameters, node.token("ambtenaar"), more);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            status = lines.readLine();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                more = line;
            }
        }

        /// The next event's position; -1 at the end.
        long next() throws IOException {
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    JsonNode event = Api.JSON.readTree(line.substring("data: ".length()));
                    assertThat(event.at("/sequence").asString()).isEqualTo(id);
                    assertThat(lines.readLine()).isEmpty(); // only then is it told (HTML, server-sent events)
                    last = id;
                    return event.at("/data/position").asLong();
                }
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void what_is_there_comes_first_and_then_what_comes() throws Exception {
        try (Reader reader = new Reader(node, "?after=1190")) {
            assertThat(reader.status).contains("200");
            assertThat(reader.next()).isEqualTo(1_191);
            for (long position = 1_192; position <= BIRTHS; position++) {
                assertThat(reader.next()).isEqualTo(position);
            }
            FeedApiTest.claim(node, UUID.randomUUID().toString());
            assertThat(reader.next()).isEqualTo(position(node));
        }
    }

    private static long position(StartedNode node) {
        return new Api(node, WrittenLog.ZONE, "ambtenaar")
                .get("/feed")
                .ok(200)
                .at("/head")
                .asLong();
    }

    @Test
    void without_a_position_only_what_comes_is_told() throws Exception {
        String child = UUID.randomUUID().toString();
        try (Reader reader = new Reader(node, "?object=" + child)) {
            FeedApiTest.claim(node, UUID.randomUUID().toString());
            FeedApiTest.claim(node, child);
            assertThat(reader.next()).isEqualTo(position(node));
        }
    }

    /// Cut off at random moments while others write, a reader that comes back with the last id it has been told
    /// reads each event once and in order.
    @Test
    void a_reader_that_is_cut_off_and_comes_back_misses_nothing_and_reads_nothing_twice() throws Exception {
        int births = Effort.EVENTS_READ.count() / 25;
        long from = position(node);
        CountDownLatch written = new CountDownLatch(1);
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < births; i++) {
                FeedApiTest.claim(node, UUID.randomUUID().toString());
            }
            written.countDown();
        });
        List<Long> read = new ArrayList<>();
        String last = String.valueOf(from);
        int connections = 0;
        while (read.size() < births) {
            try (Reader reader = new Reader(node, "?after=0", "Last-Event-ID: " + last)) {
                connections++;
                for (int left = random.nextInt(1, 40); left > 0 && read.size() < births; left--) {
                    read.add(reader.next());
                }
                last = reader.last;
            }
        }
        assertThat(written.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        writer.join();
        assertThat(read)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(from + 1, from + births).boxed().toList());
        Effort.report(
                "tail: %d events read by a reader cut off %d times, seed %d".formatted(births, connections, seed));
    }

    @Test
    void a_node_that_stops_ends_its_tails_and_the_next_goes_on() throws Exception {
        StartedNode first = WrittenLog.node(20);
        String last;
        try (Reader reader = new Reader(first, "?after=10")) {
            assertThat(reader.next()).isEqualTo(11);
            Instant before = Instant.now();
            first.process().destroy();
            long position = 11;
            for (long next = reader.next(); next != -1; next = reader.next()) {
                assertThat(next).isEqualTo(++position);
            }
            last = reader.last;
            assertThat(first.process().waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
        try (StartedNode second = StartedNode.start(first.data());
                Reader reader = new Reader(second, "", "Last-Event-ID: " + last)) {
            for (long position = Long.parseLong(last) + 1; position <= 20; position++) {
                assertThat(reader.next()).isEqualTo(position);
            }
        }
    }

    @Test
    void readers_who_do_not_read_take_nothing_but_their_places() throws Exception {
        try (StartedNode own = WrittenLog.node(3_000)) {
            List<Reader> readers = new ArrayList<>();
            try {
                for (int i = 0; i < MANY; i++) {
                    readers.add(new Reader(own, "?after=0"));
                    assertThat(readers.getLast().status).contains("200");
                }
                try (Reader tooMany = new Reader(own, "")) {
                    assertThat(tooMany.status).contains("503");
                }
                FeedApiTest.claim(own, UUID.randomUUID().toString());
                assertThat(position(own)).isEqualTo(3_001);
            } finally {
                for (Reader reader : readers) {
                    reader.close();
                }
            }
            Instant end = Instant.now().plus(BOUND);
            String status = "";
            while (!status.contains("200") && Instant.now().isBefore(end)) {
                // Each that is gone is noticed at the next write.
                FeedApiTest.claim(own, UUID.randomUUID().toString());
                try (Reader next = new Reader(own, "")) {
                    status = next.status;
                }
            }
            assertThat(status).contains("200");
        }
    }
}
