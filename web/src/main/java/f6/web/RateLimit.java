package f6.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// No source takes more than its share: each has a bucket of as many requests as it may send in a second, that
/// fills as time goes by. How much is left is told with each answer (draft-ietf-httpapi-ratelimit-headers).
final class RateLimit extends OncePerRequestFilter {
    /// Sources remembered: one that is forgotten, because so many others came after it, begins with a full bucket.
    private static final int MAX_SOURCES = 10_000;

    private static final String POLICY = "RateLimit-Policy";
    private static final String LIMIT = "RateLimit";

    private final int perSecond;
    private final String policy;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
        this.policy = "\"source\";q=%d;w=1".formatted(perSecond);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) { // it is refused, or open to all
            chain.doFilter(request, response);
            return;
        }
        ConsumptionProbe probe = bucket(authentication.getName()).tryConsumeAndReturnRemaining(1);
        response.setHeader(POLICY, policy);
        if (probe.isConsumed()) {
            response.setHeader(LIMIT, "\"source\";r=" + probe.getRemainingTokens());
            chain.doFilter(request, response);
            return;
        }
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        response.setHeader(LIMIT, "\"source\";r=0;t=" + seconds);
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        Problems.write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "the source has sent more than %d requests in a second: wait, then go on slower".formatted(perSecond));
    }

    private Bucket bucket(String source) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    source,
                    _ -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                            .build());
        }
    }
}
