package f6.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/// What a node shows to be itself, and whom it lets in. Files that change are read again while it runs.
///
/// @param certificate of the node, and of those who vouch for it up to one that is trusted; PEM
/// @param key of that certificate; PEM, PKCS #8
/// @param clientCa who vouches for clients: if named, none gets in without a certificate
record Tls(Path certificate, Path key, Optional<Path> clientCa) {
    private static final String BUNDLE = "f6";

    /// @throws UsageFailure when a file is not what it must be
    Tls {
        check(certificate, "a certificate", () -> PemContent.load(certificate).getCertificates());
        check(key, "a private key", () -> PemContent.load(key).getPrivateKey());
        clientCa.ifPresent(
                file -> check(file, "a certificate", () -> PemContent.load(file).getCertificates()));
    }

    /// The first certificate in a file.
    ///
    /// @throws UsageFailure when there is none
    static X509Certificate certificate(Path file) {
        check(file, "a certificate", () -> PemContent.load(file).getCertificates());
        try {
            return PemContent.load(file).getCertificates().getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Loading {
        @Nullable
        Object load() throws IOException;
    }

    private static void check(Path file, String what, Loading loading) {
        try {
            if (loading.load() != null) {
                return;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            throw new UsageFailure("%s is not %s in PEM that can be read".formatted(file, what), e);
        }
        throw new UsageFailure("%s is not %s in PEM that can be read".formatted(file, what));
    }

    /// As the web server is told.
    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        String bundle = "spring.ssl.bundle.pem." + BUNDLE + ".";
        properties.put(bundle + "keystore.certificate", location(certificate));
        properties.put(bundle + "keystore.private-key", location(key));
        properties.put(bundle + "reload-on-update", "true");
        properties.put("server.ssl.bundle", BUNDLE);
        properties.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
        clientCa.ifPresent(file -> {
            properties.put(bundle + "truststore.certificate", location(file));
            properties.put("server.ssl.client-auth", "need");
        });
        return properties;
    }

    private static String location(Path file) {
        return file.toAbsolutePath().toUri().toString();
    }
}
