package f6.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// All competitors by turns, round after round, so that what disturbs the machine disturbs each alike.
final class Rounds {
    private final Site site;
    private final int rounds;
    private final Span span;
    private final String unit;
    private final Report report;
    private final List<Entrant> entrants = new ArrayList<>();
    private final Map<Entrant, List<Run>> runs = new LinkedHashMap<>();
    private final Set<Competitor> dropped = new LinkedHashSet<>();

    /// A competitor with a number of clients.
    private record Entrant(Competitor competitor, int clients) {
        private String crowd() {
            return clients + (clients == 1 ? " client" : " clients");
        }
    }

    Rounds(Site site, int rounds, Span span, Report report) {
        this(site, rounds, span, "events/s", report);
    }

    /// @param unit of the rates
    Rounds(Site site, int rounds, Span span, String unit, Report report) {
        this.unit = unit;
        this.site = site;
        this.rounds = rounds;
        this.span = span;
        this.report = report;
    }

    void enter(Competitor competitor, int clients) {
        entrants.add(new Entrant(competitor, clients));
    }

    /// One round that does not count, then those that do. A peer that fails is left out from then on, and told as
    /// a failure; any other failure ends the measurement.
    void run() {
        report.progress("warming up: %d competitors".formatted(entrants.size()));
        for (Entrant entrant : entrants) {
            var _ = run(entrant, span.half());
        }
        for (int round = 1; round <= rounds; round++) {
            report.progress("round %d of %d".formatted(round, rounds));
            site.settle();
            List<Entrant> order = new ArrayList<>(entrants);
            Collections.rotate(order, -(round - 1) * entrants.size() / rounds);
            for (Entrant entrant : order) {
                Run run = run(entrant, span);
                if (run != null) {
                    runs.computeIfAbsent(entrant, _ -> new ArrayList<>()).add(run);
                    report.progress("  %-42s %4d x %12s/s  p50 %s ms  p99 %s ms"
                            .formatted(
                                    entrant.competitor().name(),
                                    entrant.clients(),
                                    Figures.of(run.rate()),
                                    Figures.of(run.p50()),
                                    Figures.of(run.p99())));
                }
            }
        }
    }

    private @Nullable Run run(Entrant entrant, Span span) {
        if (dropped.contains(entrant.competitor())) {
            return null;
        }
        try {
            return entrant.competitor().run(entrant.clients(), span);
        } catch (RuntimeException e) { // of a peer, of any kind
            if (entrant.competitor() instanceof Foreign peer) {
                dropped.add(peer);
                runs.keySet().removeIf(each -> each.competitor().equals(peer));
                report.failure("%s, %s: %s".formatted(peer.product(), entrant.crowd(), e.getMessage()));
                return null;
            }
            throw new BenchFailure(
                    "%s, %s: %s".formatted(entrant.competitor().name(), entrant.crowd(), e.getMessage()), e);
        }
    }

    boolean has(Competitor competitor, int clients) {
        return runs.containsKey(new Entrant(competitor, clients));
    }

    /// The median over the rounds.
    double median(Competitor competitor, int clients, ToDoubleFunction<Run> figure) {
        List<Run> own = runs.get(new Entrant(competitor, clients));
        if (own == null) {
            throw new IllegalStateException(competitor.name() + " did not run with " + clients);
        }
        return Statistics.median(own, figure);
    }

    double rate(Competitor competitor, int clients) {
        return median(competitor, clients, Run::rate);
    }

    /// Every competitor's median with the least and the greatest round, for the reader.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%-44s %8s %12s %25s %9s %9s"
                .formatted("competitor", "clients", unit, "least to greatest", "p50 ms", "p99 ms"));
        runs.forEach((entrant, own) -> lines.add("%-44s %8d %12s %25s %9s %9s"
                .formatted(
                        entrant.competitor().name(),
                        entrant.clients(),
                        Figures.of(Statistics.median(own, Run::rate)),
                        Figures.of(own.stream().mapToDouble(Run::rate).min().orElseThrow()) + " to "
                                + Figures.of(own.stream()
                                        .mapToDouble(Run::rate)
                                        .max()
                                        .orElseThrow()),
                        Figures.of(Statistics.median(own, Run::p50)),
                        Figures.of(Statistics.median(own, Run::p99)))));
        return lines;
    }
}
