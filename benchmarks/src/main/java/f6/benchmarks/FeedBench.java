package f6.benchmarks;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import f6.benchmarks.FeedClient.Reading;
import f6.benchmarks.Measure.Bound;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.store.AppendResult;
import f6.postgres.PostgresEventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures how fast one client replays a zone's history over HTTP.
@Command(
        name = "feed",
        description =
                "The history of a zone, read page by page over HTTP by one client, beside a bare server that has the"
                        + " same bytes in memory.")
final class FeedBench implements Callable<Integer> {
    private static final double PROMISED = 100_000;
    private static final int USUAL = 300_000;
    private static final int PAGE = 1_000;
    private static final int BATCH = 5_000;
    private static final String LOG = "zone_burgerlijke_stand";
    private static final String PAGES = "/v1/burgerlijke-stand/feed/pages/";

    @Mixin
    private final Settings settings = new Settings();

    @Override
    public Integer call() throws IOException {
        settings.check();
        settings.require(settings.database == null, "--database is not for this: a zone is made, with its log");
        int pages = settings.eventsOrGrown(USUAL) / PAGE;
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                HikariDataSource pool = site.nodePool()) {
            report.lines(Machine.describe(site, List.of()));
            fill(pool, pages * PAGE, report);
            Path zone = Settings.home().resolve("examples/zonnendaal/burgerlijke-stand.yaml");
            try (ServedNode node = ServedNode.start(site, settings, zone, report)) {
                measure(site, node, pages, report);
            }
            return report.finish();
        }
    }

    private static void fill(HikariDataSource pool, int events, Report report) {
        SplittableRandom random = new SplittableRandom(6);
        try (PostgresEventStore store = PostgresEventStore.open(pool, LOG)) {
            for (int stored = 0; stored < events; stored += BATCH) {
                List<Event> batch = new ArrayList<>();
                for (int i = 0; i < Math.min(BATCH, events - stored); i++) {
                    batch.add(birth(new ObjectId(Samples.uuid(random.nextLong(), random.nextLong())), stored + i));
                }
                AppendResult.Appended _ = store.append(batch, null).orThrow();
                if (stored % (20 * BATCH) == 0) {
                    report.progress("%,d of %,d events stored".formatted(stored, events));
                }
            }
        }
    }

    private static Event birth(ObjectId child, int number) {
        return new Event(
                EventId.next(),
                new EventType("Geboorte"),
                "1",
                EventKind.CLAIM,
                Instant.now(),
                List.of(child),
                new Source(new UUID(0x4006_4006, 0x8006_8006L), "ouder"),
                List.of(),
                new EventData(Map.of(
                        "kind",
                        child.toString(),
                        "datum",
                        Map.of("type", "Datum", "datum", "2024-%02d-%02d".formatted(1 + number % 12, 1 + number % 28)),
                        "plaats",
                        "Zonnendaal",
                        "naam",
                        Map.of(
                                "voornamen",
                                "Johanna Wilhelmina " + number,
                                "voorvoegsel",
                                "van der",
                                "geslachtsnaam",
                                "Zonneveld-Woudenberg"))));
    }

    private void measure(Site site, ServedNode node, int pages, Report report) throws IOException {
        FeedClient client = new FeedClient(node.address().resolve(PAGES), node.token());
        Map<String, byte[]> copies = new HashMap<>();
        for (boolean packed : List.of(false, true)) {
            copies.put(String.valueOf(packed), client.fetch(pages / 2, packed));
        }
        HttpServer bare = bare(copies);
        try {
            URI address = URI.create(
                    "http://127.0.0.1:%d/".formatted(bare.getAddress().getPort()));
            FeedClient other = new FeedClient(address, node.token());
            Rounds rounds = new Rounds(site, settings.rounds(), Span.ONE_PASS, report);
            List<Pair> pairs = new ArrayList<>();
            for (Reading reading : Reading.values()) {
                Pair pair = new Pair(
                        reading,
                        new FeedClient.Replay("feed, " + reading, client, pages, PAGE, reading),
                        new FeedClient.Replay("bare, " + reading, other, pages, PAGE, reading));
                pairs.add(pair);
                rounds.enter(pair.feed(), 1);
                rounds.enter(pair.bare(), 1);
            }
            rounds.run();
            report.lines(rounds.lines());
            pairs.forEach(pair -> pair.report(rounds, report));
        } finally {
            bare.stop(0);
        }
    }

    /// The feed beside what can be had at all, read in one way.
    private record Pair(Reading reading, Competitor feed, Competitor bare) {
        void report(Rounds rounds, Report report) {
            double rate = rounds.rate(feed, 1);
            String name = "feed.%s".formatted(reading.measure());
            report.add(new Measure(
                    name,
                    "full pages %s, by one client on the same machine; the promised rate".formatted(reading),
                    rate,
                    "events/s",
                    PROMISED,
                    Bound.atLeast(1)));
            report.add(new Measure(
                    name + ".bare",
                    "the same; from a server that has the bytes of a page in memory",
                    rate,
                    "events/s",
                    rounds.rate(bare, 1),
                    null));
            report.add(new Measure(
                    name + ".page_p99",
                    "99 of 100 pages had come in this time; from the bare server",
                    rounds.median(feed, 1, Run::p99),
                    "ms",
                    rounds.median(bare, 1, Run::p99),
                    null));
        }
    }

    /// What can be had at all: no security, no store, always the same page.
    private static HttpServer bare(Map<String, byte[]> copies) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var _ = server.createContext("/", exchange -> {
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
            byte[] body = copies.getOrDefault(String.valueOf(packed), new byte[0]);
            if (packed) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
