package f6.benchmarks;

import f6.benchmarks.history.F6History;
import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import f6.benchmarks.history.HistoryStore.Question;
import f6.benchmarks.history.Recount;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.definition.ZoneDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what it takes to ask what was so and what was known.
@Command(
        name = "history",
        description = "What was so on a day by what was known at a moment, beside XTDB 1 and MariaDB.")
final class HistoryBench implements Callable<Integer> {
    private static final int MANY_PEOPLE = 5_000;
    private static final int QUICK_PEOPLE = 400;
    /// How many times the facts there are of each of the few, and the people there are beside the less many.
    private static final int MORE_FACTS = 10;

    private static final int FEWER_PEOPLE = 4;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final Span.Choice time = new Span.Choice();

    @Option(names = "--people", paramLabel = "N", description = "People in the register (5,000).")
    private @Nullable Integer people;

    @Option(
            names = "--facts",
            paramLabel = "N",
            defaultValue = "20",
            description = "Addresses of each (${DEFAULT-VALUE}).")
    private int facts;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "6",
            description = "Makes the same history again (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            defaultValue = "all",
            description = "xtdb, mariadb, all or none (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String peers;

    @Option(
            names = "--forget",
            description = "F6 remembers no timelines: each point is read from PostgreSQL, however often it was.")
    private boolean forget;

    @Override
    public Integer call() {
        settings.check();
        settings.requireNoEvents("--people and --facts");
        settings.require(people == null || (people >= 100 && people <= 1_000_000), "--people is 100 to 1000000");
        settings.require(facts >= 2 && facts <= 100, "--facts is 2 to 100");
        List<HistoryPeers.Name> names = HistoryPeers.names(peers, settings);
        Span span = time.span(settings);
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                F6Store f6 = F6Store.open(site, "history");
                F6Store fewPeople = F6Store.open(site, "history_few");
                F6Store manyFacts = F6Store.open(site, "history_long");
                HistoryPeers opened = HistoryPeers.open(names, settings, report)) {
            report.lines(Machine.describe(
                    site, opened.all().stream().map(HistoryStore::product).toList()));
            report.lines(
                    List.of(forget ? "F6 remembers no timelines" : "F6 remembers timelines, an eighth of the heap"));
            report.lines(List.of("%d rounds of %d s for each, 1 client on %s threads, seed %d"
                    .formatted(settings.rounds(), span.measured().toSeconds(), span.threads(), seed)));
            HistoryField field = new HistoryField(
                    load(
                            new F6History("F6", f6.store(), Settings.home(), definition -> keep(f6, definition)),
                            people(),
                            facts,
                            report),
                    load(
                            new F6History(
                                    "F6, a quarter of the people",
                                    fewPeople.store(),
                                    Settings.home(),
                                    definition -> keep(fewPeople, definition)),
                            people() / FEWER_PEOPLE,
                            facts,
                            report),
                    load(
                            new F6History(
                                    "F6, 10 times the facts",
                                    manyFacts.store(),
                                    Settings.home(),
                                    definition -> keep(manyFacts, definition)),
                            Math.clamp(people() / MORE_FACTS, 20, 1_000),
                            MORE_FACTS * facts,
                            report),
                    report);
            opened.load(field.filings(), report);
            check(field, opened, report);
            site.settle();
            Rounds rounds = new Rounds(site, settings.rounds(), span, "answers/s", report);
            field.enter(rounds, opened.all());
            rounds.run();
            report.lines(rounds.lines());
            field.judge(rounds, opened.all());
            return report.finish();
        }
    }

    private KeptTimelines keep(F6Store store, ZoneDefinition definition) {
        return forget ? store.keepWithoutMemory(definition) : store.keep(definition);
    }

    private int people() {
        return people != null ? people : settings.quick ? QUICK_PEOPLE : MANY_PEOPLE;
    }

    private HistoryField.Loaded load(F6History store, int people, int facts, Report report) {
        Filings filings = Filings.generate(people, facts, seed);
        HistoryPeers.load(store, filings, report);
        return new HistoryField.Loaded(store, filings);
    }

    /// All must say the same, or nothing is measured.
    private static void check(HistoryField field, HistoryPeers peers, Report report) {
        report.progress("asking all the same");
        for (HistoryField.Loaded each : field.all()) {
            try (Recount recount = new Recount()) {
                recount.load(each.filings());
                HistoryCheck check = new HistoryCheck(recount, each.filings());
                check.require(each.store());
                if (each.filings() == field.filings()) {
                    peers.all().forEach(check::require);
                }
            }
        }
        List<String> asked = new ArrayList<>();
        field.main().store().answers().forEach(question -> asked.add(question.name()));
        report.lines(List.of(
                "all answer the same to %,d random points, and to the other questions that they answer"
                        .formatted(HistoryCheck.POINTS),
                "F6 answers " + String.join(", ", asked) + " of " + List.of(Question.values())));
    }
}
