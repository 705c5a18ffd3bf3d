package f6.zone.command;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.TypeVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A log as it was at one moment, with events behind it that are not stored. To be read only.
final class Drafts implements EventStore {
    private final EventStore store;
    private final Position base;
    private final Instant now;
    private final List<StoredEvent> drafts = new ArrayList<>();

    Drafts(EventStore store, Instant now) {
        this.store = store;
        this.base = store.head();
        this.now = now;
    }

    /// Where the log ended.
    Position base() {
        return base;
    }

    Instant now() {
        return now;
    }

    void add(Event event) {
        drafts.add(new StoredEvent(new Position(head().value() + 1), now, event));
    }

    /// Those that are not stored.
    List<Event> events() {
        return drafts.stream().map(StoredEvent::event).toList();
    }

    @Override
    public Position head() {
        return new Position(base.value() + drafts.size());
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return drafts.stream()
                .filter(draft -> draft.id().equals(id))
                .findFirst()
                .or(() -> store.find(id).filter(stored -> !stored.position().isAfter(base)));
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        if (options.direction() == ReadOptions.Direction.BACKWARD) {
            throw new UnsupportedOperationException("drafts are read forward");
        }
        Stream<StoredEvent> stored =
                store.read(query, options).takeWhile(one -> !one.position().isAfter(base));
        Stream<StoredEvent> drafted = drafts.stream()
                .filter(draft -> draft.position().isAfter(options.after()))
                .filter(draft -> query.matches(draft.event()));
        return Stream.concat(stored, drafted).limit(options.limit());
    }

    @Override
    public Set<TypeVersion> versions() {
        return store.versions();
    }

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        throw new UnsupportedOperationException("drafts are not stored");
    }

    @Override
    public Position positionAt(Instant instant) {
        throw new UnsupportedOperationException("drafts have no moment yet");
    }

    @Override
    public Follower follow(Query query, Position after) {
        throw new UnsupportedOperationException("drafts do not grow by themselves");
    }
}
