package f6.eventstore.timeline;

/// On what ground a validation or correction works; decided once, when it is admitted.
public enum Basis {
    /// Its source is competent for the event type in the zone that owns the chain.
    AUTHORITY,
    /// A source corrects its own claim, which nobody has accepted yet.
    OWN,
    /// Anything else: stored without effect ("in onderzoek") until someone competent validates it.
    NONE
}
