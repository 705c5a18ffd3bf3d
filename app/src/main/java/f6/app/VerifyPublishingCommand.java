package f6.app;

import f6.publishing.content.Reconciliation;
import f6.publishing.document.Edition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of a platform that is stopped; publishing in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Option(names = "--repair", description = "Present what differs in the content stores again, and only that.")
    private boolean repair;

    @Mixin
    private final ContentStoreOptions stores = new ContentStoreOptions();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        try (PublishingNode node = start(data, database, stores)) {
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
                all &= content(node.proof(), store);
            }
            System.out.println(all ? "f6: all is as the log says" : "f6: NOT all is as the log says");
            return all ? 0 : 1;
        }
    }

    /// A platform on its data, which serves only this command.
    static PublishingNode start(@Nullable Path data, DatabaseOptions database, ContentStoreOptions stores) {
        Path folder = Places.publishingData(data);
        if (database.database().isEmpty() && !folder.resolve("data").toFile().exists()) {
            throw new UsageFailure(
                    "no publishing platform has kept data in %s: name its folder with --data".formatted(folder));
        }
        return PublishingNode.start(
                new PublishingSettings(
                        folder,
                        database.database(),
                        PublishingSettings.LOG,
                        Optional.empty(),
                        stores.stores(),
                        PublishingSettings.WEBSITE,
                        "127.0.0.1",
                        0,
                        Optional.empty()),
                Clock.systemUTC(),
                ServeCommand::say);
    }

    static boolean tells(String what, List<String> differences) {
        System.out.printf("  %-6s %s%n", differences.isEmpty() ? "ok" : "WRONG", what);
        differences.forEach(difference -> System.out.println("         " + difference));
        return differences.isEmpty();
    }

    private boolean content(PublishingProof proof, Edition.ContentStore store) {
        int[] told = {0};
        Reconciliation.Result result = proof.content(store, repair, drift -> {
            if (told[0]++ < MAX_TOLD) {
                System.out.printf(
                        "         %s: %s%s%n",
                        drift.basePath(),
                        drift.kind().name().toLowerCase(java.util.Locale.ROOT),
                        repair ? ", presented again" : "");
            }
        });
        boolean ok = result.drifted() == 0 || repair;
        System.out.printf(
                "  %-6s %s content store: %,d paths compared, %,d missing, %,d different, %,d extra%s%n",
                ok ? "ok" : "WRONG",
                store.word(),
                result.compared(),
                result.missing(),
                result.different(),
                result.extra(),
                repair && result.drifted() > 0 ? ", all presented again" : "");
        return ok;
    }
}
