package f6.zone.subscription;

import f6.eventstore.event.InvalidValue;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The way in which a subscriber gets its events.
public sealed interface Delivery {
    /// As stored and shown.
    String way();

    /// The node posts each event to the subscriber.
    ///
    /// @param secret what each is signed with
    /// @param former still signed with beside it, so that a subscriber can change over
    record Webhook(URI target, String secret, Optional<Former> former) implements Delivery {
        public static final String WAY = "webhook";
        /// Longer ones do not pass everywhere (RFC 9110 §4.1 names 8000; most servers take less).
        public static final int MAX_TARGET_LENGTH = 2_000;

        /// Standard Webhooks asks for 24 to 64 bytes.
        private static final int SECRET_BYTES = 32;

        private static final String SECRET_PREFIX = "whsec_";
        private static final SecureRandom RANDOM = new SecureRandom();

        public Webhook {
            InvalidValue.require(
                    target.toString().length() <= MAX_TARGET_LENGTH,
                    "a target is at most %d characters".formatted(MAX_TARGET_LENGTH));
            InvalidValue.require(
                    target.isAbsolute() && target.getHost() != null,
                    "a target is an address such as https://host/path");
            InvalidValue.require(
                    "https".equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(target.getScheme()),
                    "a target's address begins with https://");
            InvalidValue.require(target.getUserInfo() == null, "a target holds no user name or password");
            InvalidValue.require(target.getFragment() == null, "a target has no fragment");
        }

        /// A secret of before, and until when it counts.
        public record Former(String secret, Instant until) {
            @Override
            public String toString() {
                return "a former secret until " + until;
            }
        }

        /// A new secret as Standard Webhooks writes them.
        static String newSecret() {
            byte[] secret = new byte[SECRET_BYTES];
            RANDOM.nextBytes(secret);
            return SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
        }

        /// The keys to sign with, the newest first.
        public List<byte[]> keys(Instant now) {
            return former.filter(before -> before.until().isAfter(now))
                    .map(before -> List.of(key(secret), key(before.secret())))
                    .orElseGet(() -> List.of(key(secret)));
        }

        private static byte[] key(String secret) {
            return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        }

        @Override
        public String way() {
            return WAY;
        }

        /// Without its secrets.
        @Override
        public String toString() {
            return "webhook to " + target;
        }
    }

    /// The subscriber keeps a stream of Server-Sent Events open.
    record Sse() implements Delivery {
        public static final String WAY = "sse";

        @Override
        public String way() {
            return WAY;
        }
    }

    /// The subscriber comes for them.
    record Pull() implements Delivery {
        public static final String WAY = "pull";

        @Override
        public String way() {
            return WAY;
        }
    }
}
