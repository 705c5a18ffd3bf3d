package f6.benchmarks;

import f6.benchmarks.Following.Since;
import f6.benchmarks.Measure.Bound;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Measures how long an event takes from its append to those who follow the log.
@Command(name = "follow", description = "From append to follower, on the same node and on another, at 1,000 a second.")
final class FollowBench implements Callable<Integer> {
    /// Enough that an append is made when it is due while others wait for the disk.
    private static final int WRITERS = 4;
    /// Of the rate: with less of it, it would be another that is measured.
    private static final double KEPT_UP = 0.95;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final Span.Choice time = new Span.Choice();

    /// Where a follower is, and what is required there, in milliseconds.
    private record Place(
            String name, String words, Following sinceReturn, Following sinceCall, double p50, double p99) {
        static Place of(String name, String words, F6Store writing, F6Store reading, double p50, double p99) {
            return new Place(
                    name,
                    words,
                    following(words + ", since return", writing, reading, Since.RETURN),
                    following(words + ", since call", writing, reading, Since.CALL),
                    p50,
                    p99);
        }

        private static Following following(String what, F6Store writing, F6Store reading, Since since) {
            return new Following("F6, on " + what, writing.store(), reading.store(), since);
        }
    }

    @Override
    public Integer call() {
        settings.check();
        int events = settings.eventsOrGrown();
        Span span = time.span(settings);
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                F6Store f6 = F6Store.open(site, "log");
                F6Store other = f6.otherNode(site)) {
            report.lines(Machine.describe(site, List.of()));
            report.lines(List.of("%d rounds of %d s for each, %d clients and a follower on %s threads"
                    .formatted(settings.rounds(), span.measured().toSeconds(), WRITERS, span.threads())));
            new History(events).store(f6.store(), report);
            List<Place> places = List.of(
                    Place.of("same_node", "the same node", f6, f6, 1, 5),
                    Place.of("other_node", "another node", f6, other, 2.5, 10));
            Rounds rounds = new Rounds(site, settings.rounds(), span, report);
            for (Place place : places) {
                rounds.enter(place.sinceReturn(), WRITERS);
                rounds.enter(place.sinceCall(), WRITERS);
            }
            rounds.run();
            report.lines(rounds.lines());
            places.forEach(place -> judge(rounds, place, report));
            return report.finish();
        }
    }

    private static void judge(Rounds rounds, Place place, Report report) {
        String name = "follow." + place.name();
        report.add(new Measure(
                name + ".p50",
                "p50 from an append's return to its event at a follower on %s, %,d appends/s; the bound of %s ms"
                        .formatted(place.words(), Following.RATE, Figures.of(place.p50())),
                rounds.median(place.sinceReturn(), WRITERS, Run::p50),
                "ms",
                place.p50(),
                Bound.atMost(1)));
        report.add(new Measure(
                name + ".p99",
                "p99 of the same; the bound of %s ms".formatted(Figures.of(place.p99())),
                rounds.median(place.sinceReturn(), WRITERS, Run::p99),
                "ms",
                place.p99(),
                Bound.atMost(1)));
        report.add(new Measure(
                name + ".rate",
                "events that the follower had in time; the appends that were due",
                rounds.rate(place.sinceReturn(), WRITERS),
                "events/s",
                (double) Following.RATE,
                Bound.atLeast(KEPT_UP)));
        report.add(new Measure(
                name + ".from_call.p50",
                "p50 from the call of the append, which takes the time that the append itself takes as well",
                rounds.median(place.sinceCall(), WRITERS, Run::p50),
                "ms",
                null,
                null));
        report.add(new Measure(
                name + ".from_call.p99",
                "p99 of the same",
                rounds.median(place.sinceCall(), WRITERS, Run::p99),
                "ms",
                null,
                null));
    }
}
