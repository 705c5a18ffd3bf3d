package f6.eventstore.store;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The log, and the only truth. Safe for use by many threads, and by many nodes on one database.
///
/// Methods throw [InvalidValue] for what the caller got wrong and [StoreFailure] when the store itself fails.
public interface EventStore {
    /// More events than this in one append are an import.
    int MAX_EVENTS = 10_000;

    /// In characters of data, of all events of one append together; the same.
    int MAX_APPEND_SIZE = 50_000_000;

    /// Appends all of the events or none, durable when it returns.
    ///
    /// @param condition what the caller decided on, or null to append whatever the log holds
    AppendResult append(List<Event> events, @Nullable AppendCondition condition);

    /// Appends whatever the log holds.
    default AppendResult append(Event... events) {
        return append(List.of(events), null);
    }

    /// The events that match, lazily, in the direction asked. Sees at least what was stored when it was called;
    /// holds no connection while the caller works, so it need not be closed.
    Stream<StoredEvent> read(Query query, ReadOptions options);

    /// The event with this id.
    Optional<StoredEvent> find(EventId id);

    /// The position of the latest event, [Position#START] when there is none.
    Position head();

    /// A position that the log has reached, maybe not the latest: costs nothing. A read that begins later sees all
    /// up to it, so an append decided on the read may look only behind it.
    default Position reached() {
        return head();
    }

    /// The formats of data that the log holds.
    Set<TypeVersion> versions();

    /// What the log held at an instant: the greatest position whose `createdAt` is not after it.
    Position positionAt(Instant instant);

    /// Follows the log from a position, exclusive: what is there, then what comes.
    ///
    /// @throws InvalidValue when the log ends before the position: what was followed is another log, or an
    /// older copy
    Follower follow(Query query, Position after);

    /// What every adapter refuses before it follows.
    static void requireReached(Position after, Position head) {
        if (after.isAfter(head)) {
            throw new InvalidValue("cannot follow from position %s: the log ends at %s".formatted(after, head));
        }
    }

    /// What every adapter refuses before it looks at the log.
    static void requireAppendable(List<Event> events) {
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw new InvalidValue("an append takes 1 to %d events, not %d".formatted(MAX_EVENTS, events.size()));
        }
        Set<EventId> ids = HashSet.newHashSet(events.size());
        long size = 0;
        for (Event event : events) {
            size += event.data().size();
            if (size > MAX_APPEND_SIZE) {
                throw new InvalidValue("an append takes at most %d characters of data".formatted(MAX_APPEND_SIZE));
            }
            if (!ids.add(event.id())) {
                throw new InvalidValue("an append names event id %s twice".formatted(event.id()));
            }
        }
    }
}
