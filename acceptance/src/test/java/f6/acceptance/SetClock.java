package f6.acceptance;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Tells the time of the machine, until it is set.
final class SetClock extends Clock {
    private final AtomicReference<Optional<Instant>> set = new AtomicReference<>(Optional.empty());

    void set(String moment) {
        set.set(Optional.of(Instant.parse(moment)));
    }

    @Override
    public Instant instant() {
        return set.get().orElseGet(Instant::now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
