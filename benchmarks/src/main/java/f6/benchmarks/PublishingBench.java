package f6.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import f6.benchmarks.Measure.Bound;
import f6.postgres.PostgresEventStore;
import f6.postgres.publishing.PostgresShelves;
import f6.postgres.publishing.PublishingViews;
import f6.postgres.publishing.content.PostgresContentStore;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import f6.publishing.govspeak.Govspeak;
import f6.publishing.schema.SchemaFolder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures a publishing platform: its replay, its commands, and what readers ask of a content store.
@picocli.CommandLine.Command(
        name = "publishing",
        description = "A publishing platform: the log replayed into fresh views, content put and published, content"
                + " read.")
final class PublishingBench implements Callable<Integer> {
    private static final double REPLAY_BOUND = 50_000;
    private static final int TEN_KIB = 10_240;
    private static final int MANY_ITEMS = 100_000;
    private static final int QUICK_ITEMS = 1_000;
    private static final int PAGE = 1_000;
    private static final int PART = 5;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final Span.Choice time = new Span.Choice();

    @Option(names = "--replay-only", description = "Nothing but the replay.")
    private boolean replayOnly;

    @Override
    public Integer call() {
        settings.check();
        int events = settings.eventsOrGrown();
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                HikariDataSource pool = site.nodePool()) {
            report.lines(Machine.describe(site, List.of()));
            replay(site, pool, events, report);
            if (!replayOnly) {
                commandsAndReads(site, pool, report);
            }
            return report.finish();
        }
    }

    private void replay(Site site, HikariDataSource pool, int most, Report report) {
        String schema = site.freshSchema("replayed");
        int events;
        try (PostgresEventStore store = PostgresEventStore.open(pool, schema)) {
            events = Editions.store(store, most, report);
        }
        site.settle();
        report.progress("replaying them into views for the first time");
        long started = System.nanoTime();
        try (PostgresEventStore store = PostgresEventStore.open(pool, schema, new PublishingViews())) {
            long nanos = System.nanoTime() - started;
            report.add(new Measure(
                    "publishing.replay",
                    "the log of %,d events replayed into fresh synchronous views, with their indexes; the bound of 50,000"
                            .formatted(events),
                    events * 1e9 / nanos,
                    "events/s",
                    REPLAY_BOUND,
                    Bound.atLeast(1)));
            site.settle();
            report.progress("replaying them beside the live views");
            Pace pace = new Pace();
            List<String> differences =
                    store.projections().verify(PublishingViews.NAME, pace::at).differences();
            if (!differences.isEmpty()) {
                throw new BenchFailure("the views are not what a replay makes: " + differences, null);
            }
            report.add(new Measure(
                    "publishing.replay.flat",
                    "the last fifth of a replay beside the live views, sorted and folded, before its indexes; the first fifth",
                    pace.rate(events - events / PART, events),
                    "events/s",
                    pace.rate(0, events / PART),
                    Bound.atLeast(0.8)));
        }
        report.lines(
                List.of("heap: %,d MiB at most".formatted(Runtime.getRuntime().maxMemory() >> 20)));
    }

    /// When the replay had come how far, in each of its steps.
    private static final class Pace {
        private final Map<String, List<long[]>> steps = new LinkedHashMap<>();
        private long last = System.nanoTime();

        void at(String step, long done, long of) {
            List<long[]> marks = steps.computeIfAbsent(step, _ -> new ArrayList<>(List.of(new long[] {0, last})));
            last = System.nanoTime();
            marks.add(new long[] {done, last});
        }

        /// Events by the time that all steps together took for them.
        double rate(long from, long to) {
            double nanosOfAnEvent = 0;
            for (List<long[]> marks : steps.values()) {
                long[] first = reached(marks, from);
                long[] end = reached(marks, to);
                nanosOfAnEvent += (double) (end[1] - first[1]) / (end[0] - first[0]);
            }
            return 1e9 / nanosOfAnEvent;
        }

        private static long[] reached(List<long[]> marks, long position) {
            return marks.stream()
                    .filter(mark -> mark[0] >= position)
                    .findFirst()
                    .orElse(marks.getLast());
        }
    }

    private void commandsAndReads(Site site, HikariDataSource pool, Report report) {
        int items = settings.quick ? QUICK_ITEMS : MANY_ITEMS;
        String schema = site.freshSchema("commands");
        ContentStore content = PostgresContentStore.open(pool, site.freshSchema("content"), Clock.systemUTC());
        report.progress("storing %,d items".formatted(items));
        for (int from = 0; from < items; from += PAGE) {
            List<Item> page = new ArrayList<>();
            for (int number = from; number < Math.min(from + PAGE, items); number++) {
                page.add(item(number));
            }
            content.putAll(page, 1);
        }
        try (PostgresEventStore store = PostgresEventStore.open(pool, schema, new PublishingViews())) {
            Publishing publishing = new Publishing(
                    store,
                    new PostgresShelves(pool, schema),
                    SchemaFolder.ours(),
                    Govspeak::rendered,
                    Clock.systemUTC(),
                    UUID::randomUUID);
            Span span = time.span(settings);
            Rounds rounds = new Rounds(site, settings.rounds(), span, "items/s", report);
            Competitor published = new Published(publishing, new AtomicInteger());
            Competitor read = new Reading(content, items);
            List.of(1, 16, 64).forEach(clients -> rounds.enter(published, clients));
            List.of(1, 16).forEach(clients -> rounds.enter(read, clients));
            rounds.run();
            report.lines(rounds.lines());
            List.of(1, 16, 64)
                    .forEach(clients -> report.add(new Measure(
                            "publishing.put_and_publish." + clients,
                            "items of 10 KiB put and published, durably, %d clients".formatted(clients),
                            rounds.rate(published, clients),
                            "items/s",
                            null,
                            null)));
            report.add(new Measure(
                    "publishing.content.p50",
                    "an item by its path among %,d, 1 client".formatted(items),
                    rounds.median(read, 1, Run::p50),
                    "ms",
                    null,
                    null));
        }
    }

    private static Item item(int number) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(Editions.content(number, "Guidance", TEN_KIB));
        fields.put("content_id", Editions.contentId(number).toString());
        fields.put("locale", "en");
        fields.remove("update_type");
        return new Item(fields);
    }

    /// Each call puts a new document and publishes it.
    private record Published(Publishing publishing, AtomicInteger next) implements Competitor {
        @Override
        public String name() {
            return "put and publish, 10 KiB";
        }

        @Override
        public Run run(int clients, Span span) {
            return Load.run(
                    _ -> () -> {
                        int number = next.incrementAndGet();
                        UUID id = Editions.contentId(number);
                        require(publishing.handle(
                                new Command.PutContent(id, Editions.content(number, "Guidance", TEN_KIB)), By.NOBODY));
                        require(publishing.handle(
                                new Command.Publish(id, Map.of("content_id", id.toString())), By.NOBODY));
                        return 1;
                    },
                    clients,
                    span);
        }

        private static void require(Answer answer) {
            if (answer instanceof Answer.No no) {
                throw new BenchFailure("refused: " + no, null);
            }
        }
    }

    private record Reading(ContentStore content, int items) implements Competitor {
        @Override
        public String name() {
            return "content store, one item by its path";
        }

        @Override
        public Run run(int clients, Span span) {
            return Load.run(
                    _ -> () -> {
                        int number = ThreadLocalRandom.current().nextInt(items);
                        if (content.find(Editions.path(number)).isEmpty()) {
                            throw new BenchFailure("item %d is missing".formatted(number), null);
                        }
                        return 1;
                    },
                    clients,
                    span);
        }
    }
}
