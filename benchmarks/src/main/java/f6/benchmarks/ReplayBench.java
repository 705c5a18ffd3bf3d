package f6.benchmarks;

import f6.benchmarks.Measure.Bound;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures reading the whole log from its start.
@Command(name = "replay", description = "The whole log, decoded, beside a binary COPY of the same columns.")
final class ReplayBench implements Callable<Integer> {
    @Mixin
    private final Settings settings = new Settings();

    @Override
    public Integer call() {
        settings.check();
        int events = settings.eventsOrGrown();
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                F6Store f6 = F6Store.open(site, "log")) {
            report.lines(Machine.describe(site, List.of()));
            new History(events).store(f6.store(), report);
            Competitor replay = new Replay(f6.store(), events);
            Competitor copy = new Copy(site, f6.schema(), events);
            Rounds rounds = new Rounds(site, settings.rounds(), Span.ONE_PASS, report);
            rounds.enter(replay, 1);
            rounds.enter(copy, 1);
            rounds.run();
            report.lines(rounds.lines());
            report.add(new Measure(
                    "replay",
                    ("the whole log of %,d events read in order, decoded, data parsed; COPY (SELECT all columns FROM event)"
                                    + " TO STDOUT (FORMAT binary), bytes thrown away")
                            .formatted(events),
                    rounds.rate(replay, 1),
                    "events/s",
                    rounds.rate(copy, 1),
                    Bound.atLeast(0.75)));
            return report.finish();
        }
    }

    /// One pass over the log, whatever the span.
    private record Replay(EventStore store, int events) implements Competitor {
        @Override
        public String name() {
            return "F6, replay";
        }

        @Override
        public Run run(int clients, Span span) {
            long started = System.nanoTime();
            long members = 0;
            int count = 0;
            Iterator<StoredEvent> log =
                    store.read(Query.all(), ReadOptions.FORWARD).iterator();
            while (log.hasNext()) {
                members += log.next().event().data().members().size();
                count++;
            }
            long nanos = System.nanoTime() - started;
            if (count != events || members < count) {
                throw new BenchFailure(
                        "%d events with %d members instead of %d events".formatted(count, members, events), null);
            }
            return Run.ofPass(events, nanos);
        }
    }

    private record Copy(Site site, String schema, int events) implements Competitor {
        @Override
        public String name() {
            return "COPY TO STDOUT, binary";
        }

        @Override
        public Run run(int clients, Span span) {
            try (Connection connection = site.connect(schema, Map.of())) {
                long started = System.nanoTime();
                long rows = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "COPY (SELECT * FROM event) TO STDOUT (FORMAT binary)",
                                OutputStream.nullOutputStream());
                long nanos = System.nanoTime() - started;
                if (rows != events) {
                    throw new BenchFailure("%d rows instead of %d".formatted(rows, events), null);
                }
                return Run.ofPass(events, nanos);
            } catch (SQLException | IOException e) {
                throw new BenchFailure("COPY failed: " + e.getMessage(), e);
            }
        }
    }
}
