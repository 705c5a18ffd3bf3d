package f6.eventstore.model;

import f6.eventstore.event.StoredEvent;
import java.util.List;

/// How a command ended.
public sealed interface Outcome {
    /// What was recorded, durably; none when there was nothing to do.
    record Recorded(List<StoredEvent> events) implements Outcome {
        public Recorded {
            events = List.copyOf(events);
        }
    }

    /// By the decider or by a synchronous projection; nothing was recorded.
    record Refused(String reason) implements Outcome {}

    /// Others came between each time; nothing was recorded.
    record Conflict(int attempts) implements Outcome {}
}
