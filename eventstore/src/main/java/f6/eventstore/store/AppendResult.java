package f6.eventstore.store;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.List;

/// How an append ended. Anything but [Appended] stored nothing.
public sealed interface AppendResult {
    /// The events are in the log, durable, in the order given. Also the answer to an append of events that were
    /// stored before with the same ids and content, whatever the condition says now.
    record Appended(List<StoredEvent> events) implements AppendResult {
        public Appended {
            events = List.copyOf(events);
        }

        public Position last() {
            return events.getLast().position();
        }
    }

    /// An event matched the condition.
    ///
    /// @param at the position of the latest event that did
    record Conflict(Position at) implements AppendResult {}

    /// This id is in the log already, with other content or without its companions of this append.
    record IdTaken(EventId id) implements AppendResult {}

    /// A synchronous projection refused what the events would make of its view.
    ///
    /// @param projection its name
    record Refused(String projection, String reason) implements AppendResult {}

    /// For a caller to whom anything but success is a fault.
    ///
    /// @throws AppendRefused when the append was refused
    default Appended orThrow() {
        return switch (this) {
            case Appended appended -> appended;
            case Conflict conflict ->
                throw new AppendRefused("the condition failed on position " + conflict.at(), this);
            case IdTaken taken ->
                throw new AppendRefused("event id %s is taken by another event".formatted(taken.id()), this);
            case Refused refused ->
                throw new AppendRefused(
                        "projection %s refuses: %s".formatted(refused.projection(), refused.reason()), this);
        };
    }
}
