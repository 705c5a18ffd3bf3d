package f6.benchmarks.http;

import f6.benchmarks.Measured;
import f6.benchmarks.http.Clients.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures a node over HTTP, side by side with a request of the same node that is one indexed SELECT.
@Command(
        name = "http",
        description =
                "A node in a process of its own, over HTTP: reads beside a bare SELECT of the same node, commands,"
                        + " and reads while it is full of commands. The clients are on the same machine.")
public final class HttpBench implements Callable<Integer> {
    private static final int WRITERS = 64;
    private static final int READERS = 32;
    private static final int READERS_UNDER_LOAD = 8;
    private static final double COMMANDS_REQUIRED = 5_000;
    private static final double SHARE_REQUIRED = 0.5;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4", description = "Seconds for each measure (4).")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds; the median counts (3).")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of each kind of request before anything is measured (10).")
    private int warmUp;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option of the node's JVM, such as -Xmx1g; repeat it for more.")
    private List<String> options = List.of();

    @Option(names = "--setting", paramLabel = "FLAG", description = "A flag of 'f6 serve', such as --traces-share=0.")
    private List<String> settings = List.of();

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            description = "Measure nothing but ${COMPLETION-CANDIDATES}, to look at it closer; nothing is judged.")
    private @Nullable Asked only;

    @Option(names = "--json", description = "One JSON object per measure and line on standard output.")
    private boolean json;

    /// What can be measured by itself.
    enum Asked {
        BARE,
        GRAPHQL,
        REST,
        COMMANDS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The medians of rounds, by what was asked.
    private record Round(Result bare, Result graphQl, Result rest, Result commands) {}

    @Override
    public Integer call() {
        Path home = Path.of(System.getProperty("f6.home", ".")).toAbsolutePath().normalize();
        Path folder = fresh(home.resolve("benchmarks/target"));
        Measured measured = new Measured(json);
        try (NodeProcess node = NodeProcess.start(home, folder, options, settings)) {
            measured.progress("node %d at %s".formatted(node.pid(), node.address()));
            Registry registry = new Registry();
            var _ = new Clients(node, WRITERS, registry::record).run(warmUp);
            var _ = new Clients(node, READERS, registry::validate).run(warmUp);
            registry.readValidated();
            if (only != null) {
                alone(only, node, registry, measured);
                return 0;
            }
            var _ = new Clients(node, READERS, registry::graphQl).run(warmUp);
            var _ = new Clients(node, READERS, registry::rest).run(warmUp / 2.0);
            var _ = new Clients(node, READERS, registry::bare).run(warmUp / 2.0);
            List<Round> all = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                all.add(round(node, registry));
                measured.progress("round %d of %d: bare %,.0f, GraphQL %,.0f, REST %,.0f, commands %,.0f a second"
                        .formatted(
                                i,
                                rounds,
                                all.getLast().bare().rate(),
                                all.getLast().graphQl().rate(),
                                all.getLast().rest().rate(),
                                all.getLast().commands().rate()));
            }
            judge(all, measured);
            underLoad(node, registry, measured);
            return measured.finish();
        }
    }

    private void alone(Asked what, NodeProcess node, Registry registry, Measured measured) {
        int clients = what == Asked.COMMANDS ? WRITERS : READERS;
        Clients.Asking asking = switch (what) {
            case BARE -> registry::bare;
            case GRAPHQL -> registry::graphQl;
            case REST -> registry::rest;
            case COMMANDS -> registry::record;
        };
        for (int i = 1; i <= rounds; i++) {
            Result result = new Clients(node, clients, asking).run(seconds);
            measured.progress("round %d of %d: %s %,.0f a second, p50 %.1f ms, p99 %.1f ms"
                    .formatted(i, rounds, what, result.rate(), result.millis(0.5), result.millis(0.99)));
        }
    }

    private Round round(NodeProcess node, Registry registry) {
        return new Round(
                new Clients(node, READERS, registry::bare).run(seconds),
                new Clients(node, READERS, registry::graphQl).run(seconds),
                new Clients(node, READERS, registry::rest).run(seconds),
                new Clients(node, WRITERS, registry::record).run(seconds));
    }

    private void judge(List<Round> all, Measured measured) {
        double bare = Measured.median(all, round -> round.bare().rate());
        measured.atLeast(
                "http.graphql.state",
                "state reads by GraphQL beside a request that is one indexed SELECT, %d clients".formatted(READERS),
                Measured.median(all, round -> round.graphQl().rate()),
                "reads/s",
                bare,
                SHARE_REQUIRED);
        measured.atLeast(
                "http.rest.state",
                "the same by address",
                Measured.median(all, round -> round.rest().rate()),
                "reads/s",
                bare,
                SHARE_REQUIRED);
        measured.atLeast(
                "http.commands",
                "claims of a birth, with rules and schema checked, durable, %d clients".formatted(WRITERS),
                Measured.median(all, round -> round.commands().rate()),
                "claims/s",
                COMMANDS_REQUIRED,
                1);
        measured.told(
                "http.commands.p99",
                "of these",
                Measured.median(all, round -> round.commands().millis(0.99)),
                "ms");
        measured.told(
                "http.graphql.state.p99",
                "of reads alone",
                Measured.median(all, round -> round.graphQl().millis(0.99)),
                "ms");
    }

    /// Reads while as many as can write.
    private void underLoad(NodeProcess node, Registry registry, Measured measured) {
        FutureTask<Result> writing = new FutureTask<>(() -> new Clients(node, WRITERS, registry::record).run(seconds));
        Thread writers = Thread.ofPlatform().start(writing);
        Result reads = new Clients(node, READERS_UNDER_LOAD, registry::graphQl).run(seconds);
        try {
            writers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        measured.told(
                "http.read.under.load.p99",
                "state reads by GraphQL, %d clients beside %d that write; p50 %.1f ms, %,.0f reads/s"
                        .formatted(READERS_UNDER_LOAD, WRITERS, reads.millis(0.5), reads.rate()),
                reads.millis(0.99),
                "ms");
        measured.told(
                "http.commands.under.load",
                "what those wrote beside it",
                writing.resultNow().rate(),
                "claims/s");
    }

    private static Path fresh(Path target) {
        try {
            return Files.createTempDirectory(Files.createDirectories(target), "http-node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
