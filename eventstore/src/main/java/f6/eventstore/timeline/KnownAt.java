package f6.eventstore.timeline;

import f6.eventstore.event.Position;
import java.time.Instant;

/// The formal moment of a question: by what was known when.
public sealed interface KnownAt {
    /// By all that is known.
    KnownAt NOW = new Now();

    /// By all that is known.
    record Now() implements KnownAt {}

    /// By what was known at an instant, inclusive. An instant that has passed always means the same.
    record Moment(Instant instant) implements KnownAt {}

    /// By what is in the log up to and including a position, as answers name it.
    record Upto(Position position) implements KnownAt {}

    static KnownAt moment(Instant instant) {
        return new Moment(instant);
    }

    static KnownAt upto(Position position) {
        return new Upto(position);
    }
}
