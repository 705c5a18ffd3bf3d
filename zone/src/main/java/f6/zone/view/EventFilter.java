package f6.zone.view;

import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which events are asked for. What is empty restricts nothing.
///
/// @param source the id of the source
/// @param from when they were recorded, inclusive
/// @param to the same, exclusive
public record EventFilter(
        Optional<ObjectId> object,
        Optional<EventType> type,
        Optional<UUID> source,
        Optional<Instant> from,
        Optional<Instant> to) {}
