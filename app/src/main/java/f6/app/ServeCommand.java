package f6.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Serve zones until stopped with Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--zone",
            paramLabel = "FILE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "A zone definition; repeat it for more. With --dev: the zones of Zonnendaal if left out.")
    private List<Path> zones = List.of();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The node's folder, with the embedded database; node in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where to listen.")
    private String address = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for any free one.")
    private int port = 8606;

    @Option(names = "--dev", description = "Trust tokens of 'f6 token'. For development, on this machine only.")
    private boolean dev;

    @Option(names = "--issuer", paramLabel = "URL", description = "The OpenID Connect issuer whose tokens to trust.")
    private @Nullable String issuer;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private final SecurityOptions security = new SecurityOptions();

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = new NodeSettings(
                zones.isEmpty() && dev ? Places.zonnendaalZones() : zones,
                Places.nodeData(data),
                database.database(),
                address,
                port,
                Optional.ofNullable(issuer),
                dev,
                security.settings());
        Node node = Node.start(settings, ServeCommand::say);
        sayStarted(node);
        waitForStop(node, settings);
        return 0;
    }

    static void say(String what) {
        System.out.println("f6: " + what);
    }

    static void sayStarted(Node node) {
        String after = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .map(took -> ", %.1f s after the start".formatted(took.toMillis() / 1000.0))
                .orElse("");
        say("node:   %s%s".formatted(node.address(), after));
    }

    /// Prints where the node is, and waits for Ctrl-C.
    static void waitForStop(Node node, NodeSettings settings) throws InterruptedException {
        printAddresses(node, settings);
        new CountDownLatch(1).await();
    }

    private static void printAddresses(Node node, NodeSettings settings) {
        node.zoneNames().forEach(zone -> say("zone:   %s/v1/%s/graphql".formatted(node.address(), zone)));
        say("health: %s/actuator/health".formatted(node.address()));
        if (settings.dev()) {
            say("token:  bin/f6 token --as ambtenaar%s   (development only; or %s)"
                    .formatted(
                            settings.data().startsWith(Path.of(System.getProperty("user.home"), ".f6"))
                                    ? ""
                                    : " --data " + settings.data(),
                            String.join(", ", DevIssuer.USERS.keySet())));
        }
        say("stop it with Ctrl-C");
    }
}
