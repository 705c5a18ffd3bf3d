package f6.contracts.publishing;

import f6.eventstore.store.EventStore;
import f6.publishing.Publishing;
import f6.publishing.command.Stock;
import f6.publishing.schema.ContentSchemas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Publishing platforms for tests: any content fits its schema, and the time is what the test says.
public final class Platforms {
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.123456Z");

    private Platforms() {}

    /// A platform whose clock stands at a moment that the test moves, and whose ids are the same for the same
    /// seed.
    public static Publishing on(EventStore store, Stock.Shelves shelves, AtomicReference<Instant> now, long seed) {
        SplittableRandom random = new SplittableRandom(~seed); // not the ids that the same seed gives to others
        Supplier<UUID> ids = () -> new UUID(random.nextLong(), random.nextLong());
        InstantSource time = now::get;
        return new Publishing(
                store, shelves, ContentSchemas.ANYTHING, details -> details, time.withZone(ZoneOffset.UTC), ids);
    }

    /// With a clock that runs.
    public static Publishing on(EventStore store, Stock.Shelves shelves) {
        return new Publishing(
                store, shelves, ContentSchemas.ANYTHING, details -> details, Clock.systemUTC(), UUID::randomUUID);
    }

    /// Some time later, to the microsecond.
    public static void tick(AtomicReference<Instant> now) {
        var _ = now.updateAndGet(moment -> moment.plus(Duration.ofSeconds(61).plusNanos(7_000)));
    }
}
