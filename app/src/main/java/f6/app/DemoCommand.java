package f6.app;

import f6.postgres.EmbeddedServer;
import f6.web.client.ZoneClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Start the zones of the municipality of Zonnendaal on an embedded database, play the story in"
                + " examples/zonnendaal/story.yaml through their API, show what time travel answers, and stay up.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "Stop after the story: status 0, or 1 with the first wrong answer.")
    private boolean exit;

    @Option(names = "--fresh", description = "Start over: forget the events of earlier runs.")
    private boolean fresh;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The demo's folder; demo in $F6_DATA or ~/.f6 if left out.")
    private @Nullable Path data;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for any free one.")
    private int port = 8606;

    @Option(names = "--story", paramLabel = "FILE", description = "Another story to play.")
    private @Nullable Path story;

    @Override
    public Integer call() throws InterruptedException {
        Story told = Story.read(story == null ? Places.zonnendaal().resolve("story.yaml") : story);
        NodeSettings settings = new NodeSettings(
                Places.zonnendaalZones(),
                Places.demoData(data),
                Optional.empty(),
                "127.0.0.1",
                port,
                Optional.empty(),
                true);
        if (fresh) {
            EmbeddedServer.eraseData(settings.data());
        }
        Node node = Node.start(settings, ServeCommand::say);
        DevIssuer issuer = DevIssuer.of(settings.data());
        ServeCommand.sayStarted(node);
        System.out.println();
        try {
            new StoryPlayer(
                            told,
                            zone -> new ZoneClient(node.address(), zone),
                            user -> issuer.token(DevIssuer.user(user)),
                            System.out)
                    .play();
        } catch (Expected.WrongAnswer wrong) {
            System.err.println("f6: wrong answer: " + wrong.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (!exit) {
            System.out.println();
            ServeCommand.waitForStop(node, settings);
        }
        return ExitCode.OK;
    }
}
