package f6.benchmarks;

import f6.benchmarks.Measure.Bound;
import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Follower;
import f6.postgres.TableProjection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures how fast an asynchronous projection catches up with a log.
@Command(
        name = "project",
        description = "An asynchronous projection that catches up, beside the same upserts without the log.")
final class ProjectBench implements Callable<Integer> {
    private static final int USUAL_EVENTS = 500_000;
    private static final double BOUND = 40_000;
    /// A projection that takes longer stands still.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private final Settings settings = new Settings();

    @Override
    public Integer call() {
        settings.check();
        int events = settings.eventsOrGrown(USUAL_EVENTS);
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                F6Store f6 = F6Store.open(site, "log")) {
            report.lines(Machine.describe(site, List.of()));
            History history = new History(events);
            history.store(f6.store(), report);
            Competitor projection = new CatchingUp(site, f6, events, history.objects());
            Competitor upserts = new Upserts(site, history);
            Rounds rounds = new Rounds(site, settings.rounds(), Span.ONE_PASS, report);
            rounds.enter(projection, 1);
            rounds.enter(upserts, 1);
            rounds.run();
            report.lines(rounds.lines());
            double rate = rounds.rate(projection, 1);
            report.add(new Measure(
                    "project",
                    "a projection catches up with %,d events, one row upsert each; the bound of 40,000"
                            .formatted(events),
                    rate,
                    "events/s",
                    BOUND,
                    Bound.atLeast(1)));
            report.add(new Measure(
                    "project.upserts",
                    "the same; the same upserts fed from memory, without log and checkpoint",
                    rate,
                    "events/s",
                    rounds.rate(upserts, 1),
                    null));
            return report.finish();
        }
    }

    /// A node that starts with the projection, until the view has all that the log holds.
    private record CatchingUp(Site site, F6Store f6, int events, int objects) implements Competitor {
        @Override
        public String name() {
            return "F6, projection";
        }

        @Override
        public Run run(int clients, Span span) {
            Position head = f6.store().head();
            long nanos;
            try (F6Store node = f6.otherNode(site)) {
                long started = System.nanoTime();
                node.projections().start(new ResidentsByAddress());
                if (!node.projections().await(ResidentsByAddress.NAME, head, PATIENCE)) {
                    throw new BenchFailure(
                            "the projection stands still: " + node.projections().status(ResidentsByAddress.NAME), null);
                }
                nanos = System.nanoTime() - started;
            }
            requireRows(site, f6.schema() + "_" + ResidentsByAddress.NAME, objects);
            f6.projections().remove(ResidentsByAddress.NAME);
            return Run.ofPass(events, nanos);
        }
    }

    /// What the projection does, in as large batches and transactions, with events that are at hand.
    private record Upserts(Site site, History history) implements Competitor {
        @Override
        public String name() {
            return "the same upserts from memory";
        }

        @Override
        public Run run(int clients, Span span) {
            String schema = site.freshSchema("upserts");
            TableProjection view = new ResidentsByAddress();
            long nanos = 0;
            int count = 0;
            try (Connection connection = site.connect(schema, Map.of())) {
                view.create(connection);
                connection.setAutoCommit(false);
                List<StoredEvent> batch = batch(count);
                while (!batch.isEmpty()) {
                    long started = System.nanoTime();
                    view.apply(connection, batch);
                    connection.commit();
                    nanos += System.nanoTime() - started;
                    count += batch.size();
                    batch = batch(count);
                }
            } catch (SQLException e) {
                throw new BenchFailure("the upserts failed: " + e.getMessage(), e);
            }
            requireRows(site, schema, history.objects());
            return Run.ofPass(count, nanos);
        }

        private List<StoredEvent> batch(int from) {
            Instant now = Instant.now();
            List<StoredEvent> batch = new ArrayList<>();
            for (Event event : history.batch(from, Follower.MAX_BATCH)) {
                batch.add(new StoredEvent(new Position(from + batch.size() + 1L), now, event));
            }
            return batch;
        }
    }

    private static void requireRows(Site site, String schema, int objects) {
        String rows = site.texts("SELECT count(*) FROM %s.%s".formatted(schema, ResidentsByAddress.NAME))
                .getFirst();
        if (!rows.equals(String.valueOf(objects))) {
            throw new BenchFailure("the view has %s rows instead of %d".formatted(rows, objects), null);
        }
    }
}
