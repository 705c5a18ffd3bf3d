package f6.eventstore.timeline;

/// What counts.
public enum Reading {
    /// Only what is in force.
    LEGAL,
    /// What is pending too.
    ASSERTED
}
