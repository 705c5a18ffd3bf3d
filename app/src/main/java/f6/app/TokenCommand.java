package f6.app;

import f6.eventstore.event.Source;
import java.nio.file.Path;
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
    @Option(names = "--as", paramLabel = "USER", description = "burger, ouder or ambtenaar.")
    private String user = "ambtenaar";

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The node's folder; the development node started last if left out.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        Source source = DevIssuer.user(user);
        Path folder = Places.latestDevNode(data)
                .orElseThrow(() -> new UsageFailure(
                        "no development node was started here yet: run 'bin/f6 demo' or 'bin/f6 serve --dev' first, or name"
                                + " its folder with --data"));
        System.out.println(DevIssuer.of(folder).token(source));
        return 0;
    }
}
