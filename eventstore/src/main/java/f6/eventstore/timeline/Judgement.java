package f6.eventstore.timeline;

import f6.eventstore.event.StoredEvent;
import java.util.Optional;

/// How one event stands at a formal position.
///
/// @param verdict the decision of the last in-force validation that targets it
/// @param effectiveFrom of the last in-force accepting validation, as corrected
/// @param pending waits for someone competent: a claim without verdict, a correction without basis or verdict
/// @param anomaly why it cannot be read, if so; such an event has no force, and is an anomaly until it is
/// retracted
public record Judgement(
        StoredEvent stored,
        boolean inForce,
        boolean retracted,
        boolean pending,
        Optional<Validation.Decision> verdict,
        Optional<MaterialTime> effectiveFrom,
        Content content,
        Optional<String> anomaly) {}
