package f6.benchmarks;

import f6.benchmarks.Measure.Bound;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures how long it takes to read what one object's decision needs.
@Command(name = "read", description = "One object's events among many, beside a SELECT by primary key.")
final class ReadBench implements Callable<Integer> {
    /// As in a command loop that has a snapshot and needs the tail.
    private static final int TAIL = 50;

    private static final double BOUND_MS = 1;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final Span.Choice time = new Span.Choice();

    @Override
    public Integer call() {
        settings.check();
        int events = settings.eventsOrGrown();
        Span span = time.span(settings);
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                F6Store f6 = F6Store.open(site, "log")) {
            report.lines(Machine.describe(site, List.of()));
            report.lines(List.of("%d rounds of %d s for each, clients in Java on %s threads"
                    .formatted(settings.rounds(), span.measured().toSeconds(), span.threads())));
            History history = new History(events);
            history.store(f6.store(), report);
            Competitor object = new OneClient("F6, one object's 10 events", () -> objectReader(f6.store(), history));
            Competitor hot = new OneClient("F6, a hot object's last 50 events", () -> hotReader(f6.store(), history));
            SnapshotReads reads = SnapshotReads.prepare(site, f6);
            Competitor entity = new OneClient("F6, snapshot and tail of 10 events", reads::entityReader);
            Competitor row = new OneClient("SELECT of a state by primary key", reads::rowReader);
            Competitor select = new Select(site, f6.schema(), events);
            Rounds rounds = new Rounds(site, settings.rounds(), span, report);
            List.of(object, hot, select, entity, row).forEach(each -> rounds.enter(each, 1));
            rounds.run();
            report.lines(rounds.lines());
            judge(rounds, "object_10", "one object's 10 events among %,d".formatted(events), object, select, report);
            judge(
                    rounds,
                    "hot_object_50",
                    "the last 50 events of an object that has %,d, among %,d".formatted(history.hotEvents(), events),
                    hot,
                    select,
                    report);
            judgeSnapshot(rounds, entity, row, report);
            return report.finish();
        }
    }

    private static void judge(
            Rounds rounds, String name, String what, Competitor competitor, Competitor select, Report report) {
        report.add(new Measure(
                "read." + name + ".p99",
                "p99 of reading " + what + ", decoded, 1 client; the bound of 1 ms",
                rounds.median(competitor, 1, Run::p99),
                "ms",
                BOUND_MS,
                Bound.atMost(1)));
        report.add(new Measure(
                "read." + name + ".p50",
                "p50 of the same; p50 of a SELECT of one event's row by primary key",
                rounds.median(competitor, 1, Run::p50),
                "ms",
                rounds.median(select, 1, Run::p50),
                null));
    }

    private static void judgeSnapshot(Rounds rounds, Competitor entity, Competitor row, Report report) {
        report.add(new Measure(
                "read.snapshot_and_tail.p50",
                "p50 of a state by snapshot and a tail of %d, of %,d events; p50 of a SELECT of it by primary key"
                        .formatted(SnapshotReads.TAIL, SnapshotReads.EVENTS),
                rounds.median(entity, 1, Run::p50),
                "ms",
                rounds.median(row, 1, Run::p50),
                Bound.atMost(2)));
        report.add(new Measure(
                "read.snapshot_and_tail.p99",
                "p99 of both",
                rounds.median(entity, 1, Run::p99),
                "ms",
                rounds.median(row, 1, Run::p99),
                null));
    }

    private static Load.Client objectReader(EventStore store, History history) {
        SplittableRandom random = new SplittableRandom();
        return () -> {
            Query query = Query.ofObjects(history.object(random.nextInt(history.objects())));
            List<StoredEvent> events = store.read(query, ReadOptions.FORWARD).toList();
            return expect(History.EVENTS_OF_AN_OBJECT, events);
        };
    }

    private static Load.Client hotReader(EventStore store, History history) {
        Query query = Query.ofObjects(History.HOT);
        int expected = Math.min(TAIL, history.hotEvents());
        return () -> expect(
                expected, store.read(query, ReadOptions.BACKWARD.limit(TAIL)).toList());
    }

    private static int expect(int count, List<StoredEvent> events) {
        if (events.size() != count) {
            throw new BenchFailure("%d events instead of %d".formatted(events.size(), count), null);
        }
        return count;
    }

    private record OneClient(String name, Supplier<Load.Client> client) implements Competitor {
        @Override
        public Run run(int clients, Span span) {
            return Load.run(_ -> client.get(), clients, span);
        }
    }

    /// A row of F6's own table by its primary key, every column taken as the driver gives it.
    private record Select(Site site, String schema, int events) implements Competitor {
        @Override
        public String name() {
            return "SELECT by primary key";
        }

        @Override
        public Run run(int clients, Span span) {
            return Load.run(_ -> new Client(), clients, span);
        }

        private final class Client implements Load.Client {
            private final SplittableRandom random = new SplittableRandom();
            private final Connection connection = site.connect(schema, Map.of());
            private final PreparedStatement statement =
                    connection.prepareStatement("SELECT * FROM event WHERE position = ?");

            Client() throws SQLException {}

            @Override
            public int call() throws SQLException {
                Position position = new Position(1L + random.nextInt(events));
                statement.setLong(1, position.value());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new BenchFailure("there is no event " + position, null);
                    }
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        var _ = row.getObject(i);
                    }
                }
                return 1;
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        }
    }
}
