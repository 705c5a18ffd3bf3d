package f6.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a node guards what it has.
final class SecurityOptions {
    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "The node's certificate, with those who vouch for it (PEM); served over HTTPS then.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Who vouches for clients (PEM): each needs a certificate then, and a token bound to it.")
    private @Nullable Path clientCa;

    @Option(names = "--rate-limit", paramLabel = "N", description = "Requests that one source may send in a second.")
    private int rateLimit = SecuritySettings.RATE_LIMIT;

    @Option(
            names = "--pseudonym-key",
            paramLabel = "FILE",
            description =
                    "The key of pseudonyms in the log of reads; nodes on one database share it. In the node's folder"
                            + " if left out.")
    private @Nullable Path pseudonymKey;

    @Option(
            names = "--logbook",
            paramLabel = "URL",
            description =
                    "Where records of reads are sent to, by OTLP over HTTP, such as https://logbook.example/v1/traces.")
    private @Nullable URI logbook;

    SecuritySettings settings() {
        if ((certificate == null) != (key == null)) {
            throw new UsageFailure("--tls-certificate and --tls-key go together: give both");
        }
        if (clientCa != null && certificate == null) {
            throw new UsageFailure(
                    "--client-ca needs --tls-certificate and --tls-key: certificates are shown over TLS");
        }
        Optional<Tls> tls = certificate == null || key == null
                ? Optional.empty()
                : Optional.of(new Tls(certificate, key, Optional.ofNullable(clientCa)));
        return new SecuritySettings(tls, rateLimit, Optional.ofNullable(pseudonymKey), Optional.ofNullable(logbook));
    }
}
