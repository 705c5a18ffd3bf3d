package f6.app;

import f6.eventstore.event.Source;
import f6.web.client.ClientFailure;
import f6.web.client.SubscriptionClient;
import f6.web.client.ZoneClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bsn",
        description = "Assign a citizen service number to each child whose birth is validated, until stopped with"
                + " Ctrl-C. Asks a running node by its public API only, as a source of type systeem-bsn; may be killed"
                + " at any moment, and run twice.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class BsnCommand implements Callable<Integer> {
    /// In development.
    private static final Source SOURCE =
            new Source(UUID.fromString("00000000-0000-4000-8000-00000000b010"), "systeem-bsn");

    private static final String ZONE = "burgerlijke-stand";
    /// Between attempts when the node does not answer.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// A request that waits for events ends by itself after this.
    private static final int WAIT_SECONDS = 20;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--events", paramLabel = "N", description = "To be leased at a time.")
    private int events = 10;

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            description = "After this, what was leased by a service that is gone comes again.")
    private int lease = 60;

    @Option(names = "--once", description = "Stop when there is nothing more to do.")
    private boolean once;

    @Override
    public Integer call() {
        Supplier<String> token = () -> node.token(SOURCE);
        ZoneClient zone = node.zone(ZONE, token.get());
        BsnService service = new BsnService(
                zone,
                new SubscriptionClient(node.address(), zone.zone()),
                token,
                new SecureRandom(),
                ServeCommand::say);
        service.subscribe();
        ServeCommand.say("assigns numbers in zone %s; stop it with Ctrl-C".formatted(zone.zone()));
        while (true) {
            try {
                int handled = service.turn(events, lease, once ? 0 : WAIT_SECONDS);
                if (once && handled == 0) {
                    return 0;
                }
            } catch (ClientFailure failure) {
                if (once) {
                    throw failure;
                }
                System.err.println("f6: trying again: " + failure.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
            }
        }
    }
}
