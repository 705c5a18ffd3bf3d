package f6.zone.subscription;

import f6.eventstore.event.InvalidValue;
import java.time.Duration;

/// When an event that could not be delivered is tried again, and when no more.
///
/// @param first pause, doubled each time
/// @param longest pause
/// @param attempts after so many the event is parked
public record RetryPolicy(Duration first, Duration longest, int attempts) {
    /// Within about a day: a target that is away for a night is back in time.
    public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofSeconds(2), Duration.ofHours(4), 15);
    /// What a target may ask for by `Retry-After`, whatever the policy says.
    static final Duration LONGEST_ASKED = Duration.ofDays(1);
    /// More are a subscriber that is never coming back.
    public static final int MAX_ATTEMPTS = 100;

    public RetryPolicy {
        InvalidValue.require(first.isPositive() && longest.compareTo(first) >= 0, "pauses grow from above 0");
        InvalidValue.require(attempts >= 1 && attempts <= MAX_ATTEMPTS, "attempts are 1 to %d".formatted(MAX_ATTEMPTS));
    }

    /// Half of the pause is by chance, so that those who failed together do not come back together.
    ///
    /// @param failed attempts, from 1
    /// @param chance from 0 to 1
    Duration pause(int failed, double chance) {
        long full = Math.min(longest.toMillis(), doubled(failed - 1));
        return Duration.ofMillis((long) (full / 2.0 + full / 2.0 * chance));
    }

    private long doubled(int times) {
        long pause = first.toMillis();
        for (int i = 0; i < times && pause < longest.toMillis(); i++) {
            pause *= 2;
        }
        return pause;
    }
}
