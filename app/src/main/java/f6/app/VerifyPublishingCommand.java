package f6.app;

import f6.publishing.content.Drift;
import f6.publishing.content.Reconciliation;
import f6.publishing.document.Edition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "publishing",
        description =
                "Replay the log of a publishing platform into fresh tables, and compare these with its views row by"
                        + " row, and its content stores with both over HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        footer = {"", "Exit status: 0 all is equal or was repaired, 1 something differs, 2 wrong use."})
final class VerifyPublishingCommand implements Callable<Integer> {
    /// What was recorded just before is on its way to the content stores.
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /// Paths that are told one by one.
    private static final int MAX_TOLD = 20;

    @Option(names = "--repair", description = "Present what differs in the content stores again, and only that.")
    private boolean repair;

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() {
        try (PublishingNode node = platform.start()) {
            boolean views = tells("views", node.proof().views(new Shown()));
            if (!node.proof().awaitPresented(PATIENCE)) {
                throw new UsageFailure(
                        "not all that is recorded could be presented to the content stores in %d minutes: %s"
                                .formatted(
                                        PATIENCE.toMinutes(),
                                        node.proof().failure().orElse("another node does it")));
            }
            boolean all = views;
            for (Edition.ContentStore store : Edition.ContentStore.values()) {
                all &= tells(
                        store.word() + " content store", found -> node.proof().content(store, repair, found));
            }
            all &= tells("publish intents", found -> node.proof().intents(repair, found));
            System.out.println(all ? "f6: all is as the log says" : "f6: NOT all is as the log says");
            return all ? 0 : 1;
        }
    }

    static boolean tells(String what, List<String> differences) {
        System.out.printf("  %-6s %s%n", differences.isEmpty() ? "ok" : "WRONG", what);
        differences.forEach(difference -> System.out.println("         " + difference));
        return differences.isEmpty();
    }

    private interface Comparing {
        Reconciliation.Result compare(Consumer<Drift> found);
    }

    private boolean tells(String what, Comparing comparing) {
        int[] told = {0};
        Reconciliation.Result result = comparing.compare(drift -> {
            if (told[0]++ < MAX_TOLD) {
                System.out.printf(
                        "         %s: %s%s%n",
                        drift.basePath(),
                        drift.kind().name().toLowerCase(Locale.ROOT),
                        repair ? ", presented again" : "");
            }
        });
        boolean ok = result.drifted() == 0 || repair;
        System.out.printf(
                "  %-6s %s: %,d paths compared, %,d missing, %,d different, %,d extra%s%n",
                ok ? "ok" : "WRONG",
                what,
                result.compared(),
                result.missing(),
                result.different(),
                result.extra(),
                repair && result.drifted() > 0 ? ", all presented again" : "");
        return ok;
    }
}
