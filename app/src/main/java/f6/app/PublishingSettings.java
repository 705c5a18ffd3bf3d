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
/// @param contentStores elsewhere; empty for those that the platform serves itself
/// @param issuer of the tokens to trust; empty in development: then whoever reaches it on this machine is let in
record PublishingSettings(
        Path data,
        Optional<Database> database,
        String log,
        Optional<Path> schemas,
        String address,
        int port,
        Optional<ContentStoreAddresses> contentStores,
        Optional<String> issuer) {
    static final String LOG = "publishing";

    /// Where the content stores are that a platform presents to.
    record ContentStoreAddresses(URI draft, URI live) {}

    PublishingSettings {
        NodeSettings.requirePort(port);
        if (issuer.isEmpty() && !NodeSettings.isLoopback(address)) {
            throw new UsageFailure("without --issuer anyone who reaches the platform may publish, so it serves only"
                    + " this machine: use --address 127.0.0.1, not " + address);
        }
    }
}
