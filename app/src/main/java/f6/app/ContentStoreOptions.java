package f6.app;

import f6.app.PublishingSettings.ContentStoreAddresses;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that name content stores elsewhere instead of those that a publishing platform serves itself.
final class ContentStoreOptions {
    @Option(
            names = "--draft-content-store",
            paramLabel = "URL",
            description =
                    "A draft content store elsewhere, instead of the platform's own. A token that it needs is read"
                            + " from F6_CONTENT_STORE_TOKEN.")
    private @Nullable URI draft;

    @Option(names = "--live-content-store", paramLabel = "URL", description = "A live content store elsewhere.")
    private @Nullable URI live;

    Optional<ContentStoreAddresses> addresses() {
        if (draft == null && live == null) {
            return Optional.empty();
        }
        if (draft == null || live == null) {
            throw new UsageFailure("--draft-content-store and --live-content-store are named together or not at all");
        }
        return Optional.of(new ContentStoreAddresses(draft, live));
    }
}
