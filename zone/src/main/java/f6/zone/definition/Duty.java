package f6.zone.definition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What there is to manage in a zone, beside what is registered there.
public enum Duty {
    /// Propose, activate and roll back definitions.
    DEFINITIONS,
    /// Make subscriptions and act for them: their events come whole, whatever views the source may read.
    SUBSCRIPTIONS,
    /// Read the feed: all events, whole.
    FEED,
    /// See who read whom, and who did what.
    AUDIT;

    /// As a definition writes it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Duty> of(String name) {
        return Arrays.stream(values())
                .filter(duty -> duty.toString().equals(name))
                .findFirst();
    }
}
