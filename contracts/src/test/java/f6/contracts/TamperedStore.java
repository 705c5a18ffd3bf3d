package f6.contracts;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.TypeVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A store that is right, for subclasses to spoil.
class TamperedStore implements EventStore {
    final EventStore right = new InMemoryEventStore();

    @Override
    public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        return right.append(events, condition);
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        return right.read(query, options);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return right.find(id);
    }

    @Override
    public Position head() {
        return right.head();
    }

    @Override
    public Position positionAt(Instant instant) {
        return right.positionAt(instant);
    }

    @Override
    public Follower follow(Query query, Position after) {
        return right.follow(query, after);
    }

    @Override
    public Set<TypeVersion> versions() {
        return right.versions();
    }
}
