package f6.app;

import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.postgres.accountability.PostgresAuditLog;
import f6.postgres.accountability.PostgresReadLog;
import f6.web.Accountability;
import f6.web.Protection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// How a node guards what it has.
///
/// @param rateLimit requests that one source may send in a second
/// @param pseudonymKey the file with the key that pseudonyms of objects are made with; in the node's folder if
/// empty
/// @param logbook where records of reads are sent to, by OTLP over HTTP
record SecuritySettings(Optional<Tls> tls, int rateLimit, Optional<Path> pseudonymKey, Optional<URI> logbook) {
    /// @throws UsageFailure when some of them do not go together, or a file is not what it must be
    static SecuritySettings of(Settings settings) {
        Optional<Path> certificate = settings.path(Setting.TLS_CERTIFICATE);
        Optional<Path> key = settings.path(Setting.TLS_KEY);
        Optional<Path> clientCa = settings.path(Setting.CLIENT_CA);
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageFailure("--tls-certificate and --tls-key go together: give both");
        }
        if (clientCa.isPresent() && certificate.isEmpty()) {
            throw new UsageFailure(
                    "--client-ca needs --tls-certificate and --tls-key: certificates are shown over TLS");
        }
        Optional<URI> logbook = settings.text(Setting.LOGBOOK).map(URI::create);
        logbook.filter(address -> !"https".equals(address.getScheme()) && !NodeSettings.isLoopback(address.getHost()))
                .ifPresent(address -> {
                    throw new UsageFailure("--logbook %s: what was read of whom goes over https, or to this machine"
                            .formatted(address));
                });
        return new SecuritySettings(
                certificate.map(file -> new Tls(file, key.orElseThrow(), clientCa)),
                settings.number(Setting.RATE_LIMIT).orElseThrow(),
                settings.path(Setting.PSEUDONYM_KEY),
                logbook);
    }

    Map<String, Object> properties() {
        return tls.map(Tls::properties).orElse(Map.of());
    }

    Protection protection() {
        return new Protection(rateLimit, tls.flatMap(Tls::clientCa).isPresent());
    }

    /// @param folder of the node
    Accountability accountability(PostgresReadLog reads, DataSource database, Path folder) {
        return new Accountability(
                reads, PostgresAuditLog.open(database), PseudonymKey.read(pseudonymKey, folder), Clock.systemUTC());
    }
}
