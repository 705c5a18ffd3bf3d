package f6.publishing.content;

import f6.eventstore.store.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets content stores forget the publish intents that count no more: when it is started, and each night at 03:00
/// UTC, as content-store does. Several nodes may do so; a store that is away is asked again at the next look.
public final class IntentCleaning implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(IntentCleaning.class.getName());
    /// The longest that the hour, or a store that is back, goes unnoticed.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int HOUR = 3;

    private final List<ContentStore> stores;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private @Nullable Thread thread;
    private volatile boolean closed;

    public IntentCleaning(List<ContentStore> stores, Clock clock) {
        this.stores = List.copyOf(stores);
        this.clock = clock;
    }

    public IntentCleaning start() {
        thread = Thread.ofVirtual().name("f6-intent-cleaning").start(() -> {
            while (!closed) {
                var _ = look();
                LockSupport.parkNanos(LOOK.toNanos());
            }
        });
        return this;
    }

    /// Cleans when it is time to.
    ///
    /// @return how many intents were forgotten
    synchronized int look() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return 0;
        }
        try {
            int forgotten = 0;
            for (ContentStore store : stores) {
                forgotten += store.forgetIntentsBefore(now.minus(PublishIntent.LEEWAY));
            }
            next = nextNight(now);
            LOGGER.log(Level.DEBUG, "{0} publish intents were forgotten", forgotten);
            return forgotten;
        } catch (StoreFailure e) {
            LOGGER.log(Level.WARNING, "publish intents cannot be forgotten, trying again: {0}", e.getMessage());
            return 0;
        }
    }

    private static Instant nextNight(Instant now) {
        Instant tonight =
                now.atOffset(ZoneOffset.UTC).toLocalDate().atTime(HOUR, 0).toInstant(ZoneOffset.UTC);
        return tonight.isAfter(now) ? tonight : tonight.plus(Duration.ofDays(1));
    }

    @Override
    public void close() {
        closed = true;
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
