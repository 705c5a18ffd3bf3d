package f6.eventstore.event;

/// The standing with which an event enters the log.
public enum EventKind {
    /// Says that something happened; without legal consequence until validated.
    CLAIM,
    /// Accepts or rejects a claim or a pending correction.
    VALIDATION,
    /// Says that an earlier event held something wrong.
    CORRECTION,
    /// Is so because its source is its own authority.
    FACT
}
