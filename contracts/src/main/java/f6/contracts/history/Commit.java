package f6.contracts.history;

import f6.eventstore.event.Event;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/// Events of the log that share a moment, so were appended as one, with what the history knows of their append.
final class Commit {
    private final List<StoredEvent> events;
    /// Appends of just these events of which at least one put them there; the others were answered with them.
    private final List<Operation> makers = new ArrayList<>();

    private long earliest = Operation.NEVER;
    private long known = Operation.NEVER;

    Commit(List<StoredEvent> events) {
        this.events = events;
    }

    int first() {
        return (int) events.getFirst().position().value();
    }

    int last() {
        return (int) events.getLast().position().value();
    }

    List<Event> events() {
        return events.stream().map(StoredEvent::event).toList();
    }

    List<Operation> makers() {
        return makers;
    }

    void mayBeMadeBy(Operation operation) {
        makers.add(operation);
    }

    void invokedAt(long time) {
        earliest = Math.min(earliest, time);
    }

    void knownAt(long time) {
        known = Math.min(known, time);
    }

    /// It was not in the log before.
    long earliest() {
        return earliest;
    }

    /// It was in the log from then on: someone was told so.
    long known() {
        return known;
    }
}
