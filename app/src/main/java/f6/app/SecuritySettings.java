package f6.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How a node guards what it has.
///
/// @param rateLimit requests that one source may send in a second
/// @param pseudonymKey the file with the key that pseudonyms of objects are made with; in the node's folder if
/// empty
/// @param logbook where records of reads are sent to, by OTLP over HTTP
record SecuritySettings(Optional<Tls> tls, int rateLimit, Optional<Path> pseudonymKey, Optional<URI> logbook) {
    /// More than one source can send to one node; a lower one is for those who know theirs.
    static final int RATE_LIMIT = 20_000;

    private static final int MAX_RATE_LIMIT = 1_000_000;

    static final SecuritySettings STANDARD =
            new SecuritySettings(Optional.empty(), RATE_LIMIT, Optional.empty(), Optional.empty());

    SecuritySettings {
        if (rateLimit < 1 || rateLimit > MAX_RATE_LIMIT) {
            throw new UsageFailure(
                    "--rate-limit is 1 to %d requests a second, not %d".formatted(MAX_RATE_LIMIT, rateLimit));
        }
    }

    Map<String, Object> properties() {
        return tls.map(Tls::properties).orElse(Map.of());
    }
}
