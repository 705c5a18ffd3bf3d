package f6.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Verifies a token once a minute instead of at each request: a signature costs more than most questions. A token
/// that expires is not trusted longer for it.
final class RememberedTokens implements JwtDecoder {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    /// Sources that ask within a minute; some 2,000 bytes each.
    private static final int MOST = 5_000;

    private record Verified(Jwt token, Instant until) {}

    private final JwtDecoder decoder;
    private final Clock clock;
    /// The one that was asked for longest ago first.
    private final Map<String, Verified> verified = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    };

    RememberedTokens(JwtDecoder decoder) {
        this(decoder, Clock.systemUTC());
    }

    RememberedTokens(JwtDecoder decoder, Clock clock) {
        this.decoder = decoder;
        this.clock = clock;
    }

    /// From now on each is verified anew.
    void forget() {
        synchronized (verified) {
            verified.clear();
        }
    }

    @Override
    public Jwt decode(String token) {
        Instant now = clock.instant();
        synchronized (verified) {
            Verified before = verified.get(token);
            if (before != null && now.isBefore(before.until())) {
                return before.token();
            }
        }
        Jwt decoded = decoder.decode(token);
        Instant until = now.plus(REMEMBERED);
        Instant end = Optional.ofNullable(decoded.getExpiresAt())
                .filter(expires -> expires.isBefore(until))
                .orElse(until);
        synchronized (verified) {
            verified.put(token, new Verified(decoded, end));
        }
        return decoded;
    }
}
