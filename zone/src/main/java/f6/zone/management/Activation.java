package f6.zone.management;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import java.time.Instant;

/// The moment from which a definition ruled.
///
/// @param position in the management log
/// @param definition the id of its proposal
/// @param rollback whether it ruled before, and came back
/// @param fingerprint of its folding
/// @param checkedUpTo the zone's events up to this position were known to fit
public record Activation(
        Position position,
        Instant at,
        Source by,
        EventId definition,
        boolean rollback,
        String fingerprint,
        Position checkedUpTo) {}
