package f6.eventstore.store;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Another store, for subclasses to watch or, in tests, to spoil.
public abstract class ForwardingStore implements EventStore {
    protected final EventStore store;

    protected ForwardingStore(EventStore store) {
        this.store = store;
    }

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        return store.append(events, condition);
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        return store.read(query, options);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return store.find(id);
    }

    @Override
    public Position head() {
        return store.head();
    }

    @Override
    public Position reached() {
        return store.reached();
    }

    @Override
    public Set<TypeVersion> versions() {
        return store.versions();
    }

    @Override
    public Position positionAt(Instant instant) {
        return store.positionAt(instant);
    }

    @Override
    public Follower follow(Query query, Position after) {
        return store.follow(query, after);
    }
}
