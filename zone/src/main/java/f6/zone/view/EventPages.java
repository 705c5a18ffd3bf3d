package f6.zone.view;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the log by object, type, source and period. Objects, types and periods are found by index; a source is
/// looked for event by event, [#MAX_LOOKED_AT] for a page.
public final class EventPages {
    /// Events in one page.
    public static final int MAX_PAGE = 1_000;
    /// Events that are looked at for one page: what takes less than a second.
    public static final int MAX_LOOKED_AT = 10_000;

    private final EventStore store;

    EventPages(EventStore store) {
        this.store = store;
    }

    /// @param upTo what counts as stored
    /// @param after exclusive, in the direction of reading
    EventPage read(EventFilter filter, Position upTo, boolean newestFirst, Optional<Position> after, int limit) {
        InvalidValue.require(
                limit >= 1 && limit <= MAX_PAGE, "limit: 1 to %d events at a time, not %d".formatted(MAX_PAGE, limit));
        Position first = filter.from().map(this::lastBefore).orElse(Position.START);
        Position last = filter.to().map(this::lastBefore).filter(upTo::isAfter).orElse(upTo);
        Query query = filter.object().isEmpty() && filter.type().isEmpty()
                ? Query.all()
                : Query.of(
                        filter.type().map(Set::of).orElse(Set.of()),
                        filter.object().map(Set::of).orElse(Set.of()));
        Position start = newestFirst
                ? earlier(after.orElse(Position.END), new Position(last.value() + 1))
                : later(after.orElse(Position.START), first);
        ReadOptions options = (newestFirst ? ReadOptions.BACKWARD : ReadOptions.FORWARD)
                .after(start)
                .limit(filter.source().isPresent() ? MAX_LOOKED_AT : limit + 1L);
        try (Stream<StoredEvent> found = store.read(query, options)) {
            return page(
                    found.takeWhile(one -> newestFirst
                                    ? one.position().isAfter(first)
                                    : !one.position().isAfter(last))
                            .iterator(),
                    filter,
                    upTo,
                    limit);
        }
    }

    private static EventPage page(Iterator<StoredEvent> found, EventFilter filter, Position upTo, int limit) {
        List<StoredEvent> page = new ArrayList<>();
        Position reached = Position.START;
        int looked = 0;
        while (found.hasNext()) {
            StoredEvent one = found.next();
            if (filter.source().isEmpty()
                    || filter.source().get().equals(one.event().source().id())) {
                if (page.size() == limit) {
                    return new EventPage(page, upTo, Optional.of(page.getLast().position()));
                }
                page.add(one);
            }
            reached = one.position();
            looked++;
        }
        return new EventPage(page, upTo, looked == MAX_LOOKED_AT ? Optional.of(reached) : Optional.empty());
    }

    /// The last position of what was recorded before an instant. The log tells time in microseconds.
    private Position lastBefore(Instant instant) {
        return store.positionAt(instant.minusNanos(1));
    }

    private static Position earlier(Position one, Position other) {
        return one.isAfter(other) ? other : one;
    }

    private static Position later(Position one, Position other) {
        return one.isAfter(other) ? one : other;
    }
}
