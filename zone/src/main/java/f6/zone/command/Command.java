package f6.zone.command;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.Validation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a source may ask a zone to do. The id becomes the event's id, so the same command twice is done once.
public sealed interface Command {
    EventId id();

    /// The time of the act; empty: now.
    Optional<Instant> occurredAt();

    /// Record a claim.
    ///
    /// @param version of the data's format; empty: the definition's
    /// @param references the events it builds on
    record RecordClaim(
            EventId id,
            String type,
            Optional<String> version,
            Optional<Instant> occurredAt,
            List<EventId> references,
            EventData data)
            implements Command {}

    /// Accept or reject a claim or a correction.
    ///
    /// @param seen the head of the chain that the source has before it
    record Validate(
            EventId id,
            EventId target,
            EventId seen,
            Validation.Decision decision,
            Optional<LocalDate> effectiveFrom,
            Optional<Instant> occurredAt)
            implements Command {}

    /// Correct an event.
    ///
    /// @param seen the head of the chain that the source has before it
    /// @param amend the members of the target's data to replace; one that is null is removed; empty for a RETRACT
    /// @param amendOccurredAt the time of the act as it should have been
    record Correct(
            EventId id,
            EventId target,
            EventId seen,
            Correction.Action action,
            EventData amend,
            Optional<Instant> amendOccurredAt,
            Optional<Instant> occurredAt)
            implements Command {}
}
