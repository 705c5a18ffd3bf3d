package f6.eventstore.model;

import f6.eventstore.event.Event;
import java.util.List;

/// What a command comes to.
public sealed interface Decision {
    /// @param events what happened; none when there is nothing to do
    record Accepted(List<Event> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /// @param reason in words for a person
    record Refused(String reason) implements Decision {}

    static Decision accept(Event... events) {
        return new Accepted(List.of(events));
    }

    static Decision refuse(String reason) {
        return new Refused(reason);
    }
}
