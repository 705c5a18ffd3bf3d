package f6.app;

import f6.eventstore.event.Source;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "token",
        description = "Print a bearer token for a node in development (demo, or serve --dev).",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class TokenCommand implements Callable<Integer> {
    @Option(names = "--as", paramLabel = "USER", description = "burger, ouder, ambtenaar, beheerder or auditor.")
    private String user = "ambtenaar";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "A source of this type instead, for a zone of your own.")
    private @Nullable String type;

    @Option(names = "--sub", paramLabel = "UUID", description = "The id of that source; a new one if left out.")
    private @Nullable UUID id;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The node's folder; the development node started last if left out.")
    private @Nullable Path data;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "The certificate of a client (PEM): the token counts from there alone.")
    private @Nullable Path certificate;

    @Override
    public Integer call() {
        Source source = type == null ? DevIssuer.user(user) : new Source(id == null ? UUID.randomUUID() : id, type);
        Path folder = Places.latestDevNode(data)
                .orElseThrow(() -> new UsageFailure(
                        "no development node was started here yet: run 'bin/f6 demo' or 'bin/f6 serve --dev' first, or name"
                                + " its folder with --data"));
        System.out.println(DevIssuer.of(folder)
                .token(source, Optional.ofNullable(certificate).map(Tls::certificate)));
        return 0;
    }
}
