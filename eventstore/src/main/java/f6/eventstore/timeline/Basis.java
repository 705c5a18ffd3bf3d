package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import java.util.Optional;

/// On what ground a validation or correction works; decided once, when it is admitted.
public enum Basis {
    /// Its source is competent for the event type in the zone that owns the chain.
    AUTHORITY,
    /// A source corrects its own claim, which nobody has accepted yet.
    OWN,
    /// Anything else: stored without effect ("in onderzoek") until someone competent validates it.
    NONE;

    /// The basis of a validation or correction; other events have none.
    ///
    /// @throws f6.eventstore.event.InvalidValue when its data is not as it must be
    public static Optional<Basis> of(Event event) {
        return switch (event.kind()) {
            case VALIDATION -> Optional.of(Validation.of(event.data()).basis());
            case CORRECTION -> Optional.of(Correction.of(event.data()).basis());
            case CLAIM, FACT -> Optional.empty();
        };
    }
}
