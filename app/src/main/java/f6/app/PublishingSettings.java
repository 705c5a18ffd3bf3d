package f6.app;

import f6.app.NodeSettings.Database;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What a publishing platform is started with.
///
/// @param data its folder; holds the embedded database if no other is named
/// @param database a PostgreSQL to use instead of the embedded one
/// @param log the schema of its log in the database
/// @param schemas the folder of content schemas; those that come with F6 if there is none
/// @param contentStores where content is brought to; empty for stores of its own beside the log
/// @param website where readers find the content, without a slash at the end
/// @param issuer of the tokens to trust; empty in development: then whoever reaches it on this machine is let in
record PublishingSettings(
        Path data,
        Optional<Database> database,
        String log,
        Optional<Path> schemas,
        Optional<Stores> contentStores,
        String website,
        String address,
        int port,
        Optional<String> issuer) {
    static final String LOG = "publishing";
    static final String WEBSITE = "https://www.gov.uk";
    static final String STORE_TOKEN = "F6_CONTENT_STORE_TOKEN";

    /// Content stores that are served elsewhere.
    record Stores(URI draft, URI live) {}

    /// What they are asked with, if they need it.
    static Optional<String> storeToken() {
        return Optional.ofNullable(System.getenv(STORE_TOKEN)).filter(token -> !token.isBlank());
    }

    PublishingSettings {
        NodeSettings.requirePort(port);
        if (issuer.isEmpty() && !NodeSettings.isLoopback(address)) {
            throw new UsageFailure("without --issuer anyone who reaches the platform may publish, so it serves only"
                    + " this machine: use --address 127.0.0.1, not " + address);
        }
    }
}
