package f6.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class RememberedTokensTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicInteger verified = new AtomicInteger();
    private Instant now = START;
    private Instant expires = START.plus(Duration.ofHours(1));
    private boolean trusted = true;
    private final RememberedTokens tokens = new RememberedTokens(this::verify, new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private Jwt verify(String token) {
        verified.incrementAndGet();
        if (!trusted || !now.isBefore(expires)) {
            throw new BadJwtException("not trusted");
        }
        return new Jwt(token, START, expires, Map.of("alg", "none"), Map.of("sub", token));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void a_token_is_verified_once_a_minute() {
        assertThat(tokens.decode("a").getSubject()).isEqualTo("a");
        pass(Duration.ofSeconds(59));
        assertThat(tokens.decode("a").getSubject()).isEqualTo("a");
        assertThat(tokens.decode("b").getSubject()).isEqualTo("b");
        assertThat(verified).hasValue(2);

        pass(Duration.ofSeconds(1));
        assertThat(tokens.decode("a").getSubject()).isEqualTo("a");
        assertThat(verified).hasValue(3);
    }

    @Test
    void a_token_that_expires_is_trusted_no_longer() {
        expires = START.plusSeconds(30);
        assertThat(tokens.decode("a").getSubject()).isEqualTo("a");

        pass(Duration.ofSeconds(30));
        assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void what_is_not_trusted_is_not_remembered() {
        trusted = false;
        assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
        trusted = true;
        assertThat(tokens.decode("a").getSubject()).isEqualTo("a");
    }
}
