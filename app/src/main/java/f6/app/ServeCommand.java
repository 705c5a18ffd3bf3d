package f6.app;

import f6.app.settings.SettingOptions;
import f6.app.telemetry.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Serve zones until stopped with Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = NodeSettings.of(SettingOptions.read(command));
        Logs.set(settings.all());
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
        node.serves();
        new CountDownLatch(1).await();
    }

    private static void printAddresses(Node node, NodeSettings settings) {
        node.zoneNames().forEach(zone -> say("zone:   %s/v1/%s/graphql".formatted(node.address(), zone)));
        node.metricsAddress().ifPresent(metrics -> say("metrics: " + metrics));
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
