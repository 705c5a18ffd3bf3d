package f6.eventstore.timeline;

import f6.eventstore.event.EventId;

/// Whether a validation or correction may enter the log.
public sealed interface Admission {
    /// It may.
    record Admitted(Basis basis) implements Admission {}

    /// The chain has moved on since its source looked.
    ///
    /// @param head the current head
    record Stale(EventId head) implements Admission {}

    /// What it names is not there.
    record NoSuchTarget(EventId target) implements Admission {}

    /// What it names cannot be the target of such an event.
    ///
    /// @param instead the event to name instead, or the target itself if there is none
    record NotApplicable(String why, EventId instead) implements Admission {}
}
