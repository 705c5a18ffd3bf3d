package f6.web.subscription;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import f6.web.event.CloudEvents;
import f6.zone.definition.ZoneDefinition;
import f6.zone.subscription.Attempt;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Posts events to webhooks: signed, in bounded time, to addresses that were looked at. It connects to the very
/// address that it has looked at, so a name that means another one a moment later helps nobody.
public final class WebhookTarget implements Target, AutoCloseable {
    /// From the first byte to the last: a target does its work behind its answer.
    static final Duration AT_MOST = Duration.ofSeconds(20);

    static final Duration CONNECT = Duration.ofSeconds(5);
    /// Of an answer, which nobody reads: to the end of it, the connection can be used again.
    static final int MAX_ANSWER = 16_384;
    /// Of all webhooks of a node.
    static final int MAX_CONNECTIONS = 512;

    /// More than a webhook has under way.
    static final int MAX_CONNECTIONS_OF_A_HOST = 256;

    private static final ContentType STRUCTURED = ContentType.create(CloudEvents.MEDIA_TYPE);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int GONE = 410;

    private final TargetRules rules;
    private final Supplier<ZoneDefinition> definition;
    private final Clock clock;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("f6-webhook-watch").factory());

    public WebhookTarget(TargetRules rules, Supplier<ZoneDefinition> definition, Clock clock) {
        this.rules = rules;
        this.definition = definition;
        this.clock = clock;
        Timeout most = Timeout.of(AT_MOST);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new LookedAt())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS_OF_A_HOST)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(most)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(most)
                        .setConnectionRequestTimeout(most)
                        .setRedirectsEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("F6")
                .build();
    }

    /// The addresses of a host, none but such as may be asked.
    private final class LookedAt implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            try {
                rules.require(addresses, false);
            } catch (InvalidValue e) {
                throw new Refused(String.valueOf(e.getMessage()));
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// An address that may not be asked.
    private static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    @Override
    public void require(URI target) {
        rules.require(target);
    }

    @Override
    public Attempt bring(Subscription subscription, Webhook webhook, StoredEvent event) {
        byte[] body = new CloudEvents(definition.get()).write(event);
        Instant now = clock.instant();
        URI target = webhook.target();
        HttpPost post = new HttpPost(target);
        post.setEntity(new ByteArrayEntity(body, STRUCTURED));
        String id = event.id().toString();
        post.setHeader(WebhookSignature.ID, id);
        post.setHeader(WebhookSignature.TIMESTAMP, String.valueOf(now.getEpochSecond()));
        post.setHeader(WebhookSignature.SIGNATURE, WebhookSignature.of(webhook.keys(now), id, now, body));
        ScheduledFuture<?> end = watch.schedule(post::cancel, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!"https".equalsIgnoreCase(target.getScheme())) {
                rules.require(target); // a network that allowed plain HTTP may be allowed no more
            }
            ClassicHttpResponse response = http.executeOpen(host(target), post, null);
            Attempt attempt = attempt(response);
            finish(response, post);
            return attempt;
        } catch (Refused e) {
            return new Attempt.Ended(String.valueOf(e.getMessage()));
        } catch (InvalidValue e) {
            return new Attempt.Ended(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Attempt.Failed(why(e, post), Optional.empty());
        } finally {
            end.cancel(false);
        }
    }

    private static String why(IOException e, HttpPost post) {
        return post.isCancelled() || post.isAborted()
                ? "no answer within %d s".formatted(AT_MOST.toSeconds())
                : "no answer: %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
    }

    private static HttpHost host(URI target) {
        String host = target.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HttpHost(target.getScheme(), name, target.getPort());
    }

    private Attempt attempt(ClassicHttpResponse response) {
        int status = response.getCode();
        if (status >= 200 && status < 300) {
            return new Attempt.Delivered();
        }
        if (status == GONE) {
            return new Attempt.Ended("the target answered 410 Gone: it wants no more");
        }
        String reason = status >= 300 && status < 400
                ? "the target answered %d, and redirections are not followed".formatted(status)
                : "the target answered %d".formatted(status);
        return new Attempt.Failed(reason, retryAfter(response.getFirstHeader("Retry-After")));
    }

    /// Reads an answer to its end, if that is near; if not, ends the connection. The status has said all.
    private static void finish(ClassicHttpResponse response, HttpPost post) {
        try (response) {
            HttpEntity answer = response.getEntity();
            InputStream content = answer == null ? null : answer.getContent();
            if (content != null && content.readNBytes(MAX_ANSWER + 1).length > MAX_ANSWER) {
                post.abort();
            }
        } catch (IOException e) {
            post.abort();
        }
    }

    /// As RFC 9110 §10.2.3 has it: seconds, or a date.
    private Optional<Duration> retryAfter(@Nullable Header header) {
        String value = header == null ? "" : header.getValue().strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until)).filter(Duration::isPositive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
