package f6.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures conditional, durable appends of one event each.
@Command(
        name = "append",
        description = "Conditional, durable appends of one event each, beside plain inserts and other event stores.")
final class AppendBench implements Callable<Integer> {
    private static final int MAX_CLIENTS = 512;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final Span.Choice time = new Span.Choice();

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            description = "Clients at once (1,8,64,256); some measures need 1 or 64.")
    private List<Integer> clients = List.of();

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            defaultValue = "axon,pekko,dcb,emmett",
            description = "Other event stores to run beside it, or none (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String peers;

    @Override
    public Integer call() {
        settings.check();
        settings.require(
                clients.stream().allMatch(count -> count >= 1 && count <= MAX_CLIENTS),
                "--clients are 1 to " + MAX_CLIENTS);
        Span span = time.span(settings);
        List<Peers.Name> names = peerNames();
        Report report = new Report(settings.json);
        try (Site site = Site.open(settings, report);
                Peers opened = Peers.open(site, names, report);
                F6Store f6 = F6Store.open(site, "log")) {
            report.lines(Machine.describe(
                    site, opened.all().stream().map(Peer::product).toList()));
            report.lines(List.of("%d rounds of %d s for each, clients in Java on %s threads"
                    .formatted(settings.rounds(), span.measured().toSeconds(), span.threads())));
            new History(settings.events()).store(f6.store(), report);
            opened.fill(settings.events(), report);
            OptionalInt grown = settings.growth ? OptionalInt.of(settings.grownEvents()) : OptionalInt.empty();
            try (AppendField field = new AppendField(site, f6, settings.events(), grown, report)) {
                Rounds rounds = new Rounds(site, settings.rounds(), span, report);
                field.enter(rounds, clients(), opened.all());
                rounds.run();
                report.lines(rounds.lines());
                field.judge(rounds, clients(), opened.all(), report);
            }
            return report.finish();
        }
    }

    private SortedSet<Integer> clients() {
        return new TreeSet<>(!clients.isEmpty() ? clients : settings.quick ? List.of(1, 64) : List.of(1, 8, 64, 256));
    }

    private List<Peers.Name> peerNames() {
        if (peers.equals("none")) {
            return List.of();
        }
        List<Peers.Name> names = new ArrayList<>();
        for (String word : peers.split(",", -1)) {
            Optional<Peers.Name> name = Stream.of(Peers.Name.values())
                    .filter(each -> each.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                    .findFirst();
            settings.require(name.isPresent(), "--peers is none or some of axon,pekko,dcb,emmett, not '" + word + "'");
            name.ifPresent(names::add);
        }
        return names.stream().distinct().toList();
    }
}
