package f6.benchmarks;

import f6.benchmarks.Measure.Bound;
import f6.benchmarks.Peer.Promise;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Who runs, and what is said of it.
final class AppendField implements AutoCloseable {
    private static final int SMALL = 10_000;
    /// What most judged measures are made with.
    private static final int CROWD = 64;

    private final Optional<F6Store> grownStore;
    private final Competitor loop;
    private final Competitor fresh;
    private final Competitor small;
    private final Optional<Competitor> grown;
    private final Competitor plain;
    private final Competitor plainWithoutObjects;
    private final List<Competitor> batches;
    private final int events;
    private final int large;

    /// @param f6 holds the events
    /// @param grownEvents of a larger log to measure as well
    AppendField(Site site, F6Store f6, int events, OptionalInt grownEvents, Report report) {
        report.progress("copying the tables for plain inserts");
        TableCopy singles = TableCopy.of(site, f6.schema(), "single");
        TableCopy batched = TableCopy.of(site, f6.schema(), "batch");
        TableCopy withoutObjects = TableCopy.withoutObjects(site, f6.schema(), "bare");
        this.events = events;
        large = grownEvents.orElse(events);
        loop = new Appending("F6", f6::commandLoop);
        fresh = new Appending("F6, noneMatches on a fresh object", f6::firstOfItsObject);
        small = new SmallStore(site);
        grownStore =
                grownEvents.isPresent() ? Optional.of(grown(site, grownEvents.getAsInt(), report)) : Optional.empty();
        grown = grownStore.map(
                store -> new Appending("F6, %,d events stored".formatted(grownEvents.getAsInt()), store::commandLoop));
        plain = new PlainInsert("plain insert", site, singles, events);
        plainWithoutObjects = new PlainInsert("plain insert, no index on objects", site, withoutObjects, events);
        AtomicLong last = new AtomicLong(events); // they share a table; neither runs while the other does
        batches = List.of(
                new BatchInsert(BatchInsert.Way.ARRAYS, site, batched, last),
                new BatchInsert(BatchInsert.Way.ROWS, site, batched, last));
    }

    void enter(Rounds rounds, SortedSet<Integer> counts, List<Peer> peers) {
        for (int clients : counts) {
            rounds.enter(loop, clients);
            if (clients <= CROWD) {
                rounds.enter(plain, clients);
            }
            if (clients == CROWD) {
                rounds.enter(plainWithoutObjects, clients);
                rounds.enter(fresh, clients);
                rounds.enter(small, clients);
                grown.ifPresent(store -> rounds.enter(store, clients));
                batches.forEach(batch -> rounds.enter(batch, 1));
            }
            if (clients == CROWD || clients == 1) {
                peers.forEach(peer -> rounds.enter(peer, clients));
            }
        }
    }

    void judge(Rounds rounds, SortedSet<Integer> counts, List<Peer> peers, Report report) {
        for (int clients : counts) {
            switch (clients) {
                case 1 -> judgeOne(rounds, peers, report);
                case CROWD -> judgeCrowd(rounds, peers, report);
                default -> report.add(alone(rounds, clients));
            }
        }
    }

    private Measure alone(Rounds rounds, int clients) {
        boolean beside = rounds.has(plain, clients);
        return new Measure(
                "append.%d".formatted(clients),
                "conditional append of 1 event, %d clients%s"
                        .formatted(clients, beside ? "; plain one-row insert transactions, as many connections" : ""),
                rounds.rate(loop, clients),
                "events/s",
                beside ? rounds.rate(plain, clients) : null,
                null);
    }

    private void judgeOne(Rounds rounds, List<Peer> peers, Report report) {
        report.add(new Measure(
                "append.1.plain_insert",
                "conditional append of 1 event, 1 client; plain one-row insert transaction into the same tables",
                rounds.rate(loop, 1),
                "events/s",
                rounds.rate(plain, 1),
                Bound.atLeast(0.8)));
        peers.stream()
                .filter(peer -> rounds.has(peer, 1))
                .max(Comparator.comparingDouble(peer -> rounds.rate(peer, 1)))
                .ifPresent(peer -> report.add(new Measure(
                        "append.1.fastest_peer",
                        "conditional append of 1 event, 1 client; the fastest peer: " + peer.name(),
                        rounds.rate(loop, 1),
                        "events/s",
                        rounds.rate(peer, 1),
                        Bound.atLeast(0.75))));
    }

    private void judgeCrowd(Rounds rounds, List<Peer> peers, Report report) {
        double rate = rounds.rate(loop, CROWD);
        Competitor batch = batches.stream()
                .max(Comparator.comparingDouble(each -> rounds.rate(each, 1)))
                .orElseThrow();
        report.add(new Measure(
                "append.64.batch_insert",
                "conditional append of 1 event, 64 clients; 1 connection, same tables, unconditional: " + batch.name(),
                rate,
                "events/s",
                rounds.rate(batch, 1),
                Bound.atLeast(0.8)));
        report.add(new Measure(
                "append.64.plain_insert",
                "conditional append of 1 event, 64 clients; plain one-row insert transactions into the same tables, 64"
                        + " connections",
                rate,
                "events/s",
                rounds.rate(plain, CROWD),
                Bound.atLeast(1.5)));
        report.add(new Measure(
                "append.64.plain_insert_without_objects",
                "the same; plain inserts of the event's row alone, no index on its objects, 64 connections",
                rate,
                "events/s",
                rounds.rate(plainWithoutObjects, CROWD),
                null));
        report.add(new Measure(
                "append.64.fresh_object",
                "append under noneMatches on a fresh object, 64 clients; the same under a recent position, own objects",
                rounds.rate(fresh, CROWD),
                "events/s",
                rate,
                null));
        report.add(new Measure(
                "append.64.latency",
                "p99 of F6's append at 64 clients; its p50",
                rounds.median(loop, CROWD, Run::p99),
                "ms",
                rounds.median(loop, CROWD, Run::p50),
                Bound.atMost(4)));
        report.add(growth(rounds, loop, events, "append.64.growth"));
        grown.ifPresent(store -> report.add(growth(rounds, store, large, "append.64.growth_large")));
        for (Promise promise : Promise.values()) {
            judgePeers(rounds, rate, promise, peers, report);
        }
    }

    private Measure growth(Rounds rounds, Competitor larger, int stored, String name) {
        return new Measure(
                name,
                "conditional append of 1 event, 64 clients, %,d events stored; the same with %,d stored"
                        .formatted(stored, SMALL),
                rounds.rate(larger, CROWD),
                "events/s",
                rounds.rate(small, CROWD),
                Bound.atLeast(0.85));
    }

    private static void judgePeers(Rounds rounds, double rate, Promise promise, List<Peer> peers, Report report) {
        String kind = switch (promise) {
            case SPANS_OBJECTS_OR_GAPLESS -> "spanning";
            case ONE_AGGREGATE -> "one_aggregate";
        };
        peers.stream()
                .filter(peer -> peer.promise() == promise && rounds.has(peer, CROWD))
                .max(Comparator.comparingDouble(peer -> rounds.rate(peer, CROWD)))
                .ifPresent(peer -> report.add(new Measure(
                        "append.64.fastest_peer_" + kind,
                        "conditional append of 1 event, 64 clients; the fastest peer that "
                                + switch (promise) {
                                    case SPANS_OBJECTS_OR_GAPLESS -> "checks several objects or has no gaps: ";
                                    case ONE_AGGREGATE -> "checks one aggregate's version only, with gaps: ";
                                }
                                + peer.name(),
                        rate,
                        "events/s",
                        rounds.rate(peer, CROWD),
                        Bound.atLeast(promise.required()))));
    }

    private static F6Store grown(Site site, int events, Report report) {
        F6Store store = F6Store.open(site, "grown");
        new History(events).store(store.store(), report);
        return store;
    }

    @Override
    public void close() {
        grownStore.ifPresent(F6Store::close);
    }

    /// F6, in one of the ways to use it.
    private record Appending(String name, Supplier<Load.Client> client) implements Competitor {
        @Override
        public Run run(int clients, Span span) {
            return Load.run(_ -> client.get(), clients, span);
        }
    }

    /// F6 in a store that holds 10,000 events at the start of every run.
    private record SmallStore(Site site) implements Competitor {
        @Override
        public String name() {
            return "F6, %,d events stored".formatted(SMALL);
        }

        @Override
        public Run run(int clients, Span span) {
            try (F6Store store = F6Store.open(site, "small")) {
                new History(SMALL).store(store.store());
                site.vacuum(store.schema());
                return Load.run(_ -> store.commandLoop(), clients, span);
            }
        }
    }
}
