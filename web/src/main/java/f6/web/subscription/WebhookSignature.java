package f6.web.subscription;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is sent as Standard Webhooks (standardwebhooks.com) has it: HMAC-SHA256 over id, time and body.
final class WebhookSignature {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /// The value of [#SIGNATURE]: one signature by each key.
    static String of(List<byte[]> keys, String id, Instant time, byte[] body) {
        byte[] head = "%s.%d.".formatted(id, time.getEpochSecond()).getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(signed(key, head, body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] signed(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
