package f6.app;

import f6.web.publishing.content.ContentStores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "publishing",
        description = "Serve a publishing platform with the API of GOV.UK's until stopped with Ctrl-C. A new one begins"
                + " with some example content.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true)
final class PublishingCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The platform's folder, with the embedded database; publishing in $F6_DATA or ~/.f6 if left"
                    + " out.")
    private @Nullable Path data;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where to listen.")
    private String address = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for any free one.")
    private int port = 8607;

    @Option(
            names = "--schemas",
            paramLabel = "FOLDER",
            description = "Content schemas, laid out as content_schemas/dist/formats of GOV.UK's publishing-api; the"
                    + " small set that comes with F6 if left out.")
    private @Nullable Path schemas;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The OpenID Connect issuer whose tokens to trust. Without it no token is asked for, and only"
                    + " this machine is served.")
    private @Nullable String issuer;

    @Mixin
    private final ContentStoreOptions stores = new ContentStoreOptions();

    @Option(names = "--website", paramLabel = "URL", description = "Where readers find the content.")
    private String website = PublishingSettings.WEBSITE;

    @Option(names = "--empty", description = "Begin without the example content.")
    private boolean empty;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws InterruptedException {
        PublishingSettings settings = new PublishingSettings(
                Places.publishingData(data),
                database.database(),
                PublishingSettings.LOG,
                Optional.ofNullable(schemas),
                stores.stores(),
                website,
                address,
                port,
                Optional.ofNullable(issuer));
        PublishingNode node = PublishingNode.start(settings, Clock.systemUTC(), ServeCommand::say);
        if (!empty && settings.schemas().isEmpty()) {
            ExampleContent.publish(node.platform()).forEach(path -> ServeCommand.say("example: " + path));
        }
        ServeCommand.say("api:    %s/v2/content".formatted(node.address()));
        if (settings.contentStores().isEmpty()) {
            ServeCommand.say("live:   %s%s/content".formatted(node.address(), ContentStores.LIVE));
            ServeCommand.say("drafts: %s%s/content".formatted(node.address(), ContentStores.DRAFT));
        }
        if (issuer == null) {
            ServeCommand.say("tokens: none are asked for: for development, on this machine only");
        }
        ServeCommand.say("health: %s/healthcheck/ready".formatted(node.address()));
        ServeCommand.say("stop it with Ctrl-C");
        new CountDownLatch(1).await();
        return 0;
    }
}
