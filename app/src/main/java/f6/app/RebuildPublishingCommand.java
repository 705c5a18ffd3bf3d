package f6.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "publishing",
        description =
                "Make the views of a publishing platform anew beside the live ones, prove them equal row by row, and"
                        + " put them in their place. Nodes on a database of your own go on meanwhile.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        footer = {"", "Exit status: 0 the new views are in place, 1 they differ and are not, 2 wrong use."})
final class RebuildPublishingCommand implements Callable<Integer> {
    @Option(names = "--replace", description = "Put the new views in place also if they differ: the log is right.")
    private boolean replace;

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() {
        try (PublishingNode node = platform.start()) {
            List<String> differences = node.proof().rebuild(replace, new Shown());
            boolean equal = VerifyPublishingCommand.tells("views", differences);
            boolean done = equal || replace;
            System.out.println(
                    done ? "f6: the new views are in place" : "f6: the live views stay; --replace replaces them");
            return done ? 0 : 1;
        }
    }
}
