package f6.zone.subscription;

import java.time.Duration;
import java.util.Optional;

/// How it went to bring an event to a target.
public sealed interface Attempt {
    /// The target has it.
    record Delivered() implements Attempt {}

    /// It has not, and may have it another time.
    ///
    /// @param asked how long it asks to wait
    record Failed(String reason, Optional<Duration> asked) implements Attempt {}

    /// It wants no more, or may not have any.
    record Ended(String reason) implements Attempt {}
}
