package f6.benchmarks;

import f6.eventstore.event.Event;

/// An event to store.
///
/// @param json its data as text, ready made: only F6 has to write it itself
/// @param envelope what else there is to say of it as JSON text: for stores that have no columns for it
record Sample(Event event, String json, String envelope) {}
