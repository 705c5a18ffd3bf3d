package f6.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// One who vouches for others, with certificates of nodes on this machine and of clients.
final class Certificates {
    private static final char[] PASSWORD = "password".toCharArray();

    private final Held authority;

    Certificates(String name) {
        authority = made(name, null);
    }

    /// A certificate with its key.
    record Held(X509Certificate certificate, KeyPair key) {
        /// As a token is bound to it (RFC 8705 §3.1).
        String thumbprint() {
            try {
                return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        Path writeCertificate(Path file) {
            try {
                return pem(file, "CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        Path writeKey(Path file) {
            return pem(file, "PRIVATE KEY", key.getPrivate().getEncoded());
        }

        private static Path pem(Path file, String what, byte[] content) {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
            try {
                return Files.writeString(
                        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, base64));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Held authority() {
        return authority;
    }

    Held issue(String name) {
        return made(name, authority);
    }

    private static Held made(String name, @Nullable Held by) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = keys.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    by == null ? subject : by.certificate().getSubjectX500Principal(),
                    new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(by == null));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return new Held(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                    .build(
                                            by == null
                                                    ? pair.getPrivate()
                                                    : by.key().getPrivate()))),
                    pair);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /// What a client trusts and shows: this authority, and a certificate if it has one.
    SSLContext client(@Nullable Held own) {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry("authority", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore shown = empty();
            if (own != null) {
                shown.setKeyEntry("own", own.key().getPrivate(), PASSWORD, new X509Certificate[] {own.certificate()});
            }
            keys.init(shown, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
