package f6.publishing.content;

import f6.publishing.document.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long others may keep what a content store answers.
///
/// @param shared whether those may who answer several readers
public record Caching(Duration maxAge, boolean shared) {
    static final Duration DEFAULT = Duration.ofMinutes(5);
    static final Duration MINIMUM = Duration.ofSeconds(5);

    /// @param item what is at the path, if anything
    /// @param intent to publish there, if any
    public static Caching of(Optional<Item> item, Optional<PublishIntent> intent, Visitor visitor, Instant now) {
        if (item.isPresent()
                && (visitor.bypassId().isPresent()
                        || item.filter(Access::isLimited).isPresent())) {
            return new Caching(MINIMUM, false);
        }
        Optional<Duration> untilPublished = intent.filter(one -> !one.isPast(now))
                .map(one -> Duration.ofSeconds(one.publishTime().getEpochSecond() - now.getEpochSecond()));
        Duration wanted = untilPublished.or(() -> item.flatMap(Caching::ofItem)).orElse(DEFAULT);
        return new Caching(
                wanted.compareTo(DEFAULT) > 0 ? DEFAULT : wanted.compareTo(MINIMUM) < 0 ? MINIMUM : wanted, true);
    }

    private static Optional<Duration> ofItem(Item item) {
        return Json.object(item.fields().get("details")).get("max_cache_time") instanceof Number seconds
                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                : Optional.empty();
    }

    /// As `Cache-Control` says it.
    public String header() {
        return "max-age=%d, %s".formatted(maxAge.toSeconds(), shared ? "public" : "private");
    }
}
