package f6.app;

import f6.app.PublishingSettings.Stores;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that name content stores elsewhere instead of those that a publishing platform has itself.
final class ContentStoreOptions {
    @Option(
            names = "--content-store",
            paramLabel = "URL",
            description = "A live content store elsewhere, which takes a bearer token from F6_CONTENT_STORE_TOKEN; with"
                    + " --draft-content-store. Without them the platform has both itself.")
    private @Nullable URI live;

    @Option(names = "--draft-content-store", paramLabel = "URL", description = "A draft content store elsewhere.")
    private @Nullable URI draft;

    Optional<Stores> stores() {
        if (draft == null && live == null) {
            return Optional.empty();
        }
        if (draft == null || live == null) {
            throw new UsageFailure("name both content stores, --content-store and --draft-content-store, or none");
        }
        return Optional.of(new Stores(draft, live));
    }
}
