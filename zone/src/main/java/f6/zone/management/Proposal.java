package f6.zone.management;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Source;
import java.time.Instant;

/// A definition that was proposed for a zone.
///
/// @param id names it; of the event that says so
/// @param by who proposed it
/// @param version as it says itself
/// @param digest the SHA-256 of its text
public record Proposal(EventId id, Instant at, Source by, String version, String digest) {}
