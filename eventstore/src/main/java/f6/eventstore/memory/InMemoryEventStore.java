package f6.eventstore.memory;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Heads;
import f6.eventstore.store.Projection;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.Refusal;
import f6.eventstore.store.TypeVersion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An event store in memory, with every promise of the port but durability. Reads scan: for tests and small tools.
public final class InMemoryEventStore implements EventStore {
    private final Clock clock;
    private final Heads heads = new Heads();
    private final Map<EventId, StoredEvent> byId = new HashMap<>();
    /// The latest position of each object and of each type: what a condition need not look behind.
    private final Map<Object, Long> latest = new HashMap<>();

    private final List<Kept<?>> kept = new ArrayList<>();
    /// Filled from the start and never changed there: a reader walks the part that was filled when it came. The
    /// size is written after what it covers, and read before it.
    private volatile StoredEvent[] filled = new StoredEvent[64];

    private volatile int size;

    public InMemoryEventStore() {
        this(Clock.systemUTC());
    }

    public InMemoryEventStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
        EventStore.requireAppendable(events);
        List<Event> unknown =
                events.stream().filter(event -> !byId.containsKey(event.id())).toList();
        if (unknown.size() < events.size()) {
            return again(events);
        }
        if (condition != null && condition.after().value() > size) {
            throw AppendCondition.beyond(condition.after().value(), size);
        }
        Optional<StoredEvent> match = condition == null ? Optional.empty() : latestMatch(condition);
        if (match.isPresent()) {
            return new AppendResult.Conflict(match.get().position());
        }
        List<StoredEvent> appended = new ArrayList<>(events.size());
        Instant createdAt = nextInstant();
        for (Event event : events) {
            appended.add(new StoredEvent(new Position(size + appended.size() + 1L), createdAt, event));
        }
        List<Runnable> changes = new ArrayList<>();
        for (Kept<?> view : kept) {
            try {
                changes.add(view.prepare(appended));
            } catch (Refusal refusal) {
                return new AppendResult.Refused(view.projection.name(), refusal.reason());
            }
        }
        changes.forEach(Runnable::run);
        appended.forEach(this::index);
        add(appended);
        heads.advance(size);
        return new AppendResult.Appended(appended);
    }

    private List<StoredEvent> log() {
        int seen = size;
        return Arrays.asList(filled).subList(0, seen);
    }

    private void add(List<StoredEvent> appended) {
        int longer = size + appended.size();
        if (longer > filled.length) {
            filled = Arrays.copyOf(filled, Math.max(longer, 2 * filled.length));
        }
        for (int i = 0; i < appended.size(); i++) {
            filled[size + i] = appended.get(i);
        }
        size = longer;
    }

    private AppendResult again(List<Event> events) {
        List<StoredEvent> stored = new ArrayList<>();
        for (Event event : events) {
            StoredEvent before = byId.get(event.id());
            if (before == null) {
                continue;
            }
            if (!before.event().equals(event)) {
                return new AppendResult.IdTaken(event.id());
            }
            stored.add(before);
        }
        return stored.size() == events.size()
                ? new AppendResult.Appended(stored)
                : new AppendResult.IdTaken(stored.getFirst().id());
    }

    private void index(StoredEvent stored) {
        byId.put(stored.id(), stored);
        latest.put(stored.event().type(), stored.position().value());
        stored.event()
                .objects()
                .forEach(object -> latest.put(object, stored.position().value()));
    }

    private Optional<StoredEvent> latestMatch(AppendCondition condition) {
        long last = condition.failIfMatches().items().stream()
                .mapToLong(this::lastPossible)
                .max()
                .orElse(0);
        return log().subList(0, (int) last).reversed().stream()
                .takeWhile(stored -> stored.position().isAfter(condition.after()))
                .filter(stored -> condition.failIfMatches().matches(stored.event()))
                .findFirst();
    }

    /// No later event has one of the item's types and all of its objects.
    private long lastPossible(Query.Item item) {
        long ofTypes = item.types().stream().mapToLong(this::latest).max().orElse(size);
        return item.objects().stream().mapToLong(this::latest).reduce(ofTypes, Math::min);
    }

    private long latest(Object term) {
        return latest.getOrDefault(term, 0L);
    }

    private Instant nextInstant() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant least = size == 0 ? now : log().getLast().createdAt().plus(1, ChronoUnit.MICROS);
        return now.isBefore(least) ? least : now;
    }

    @Override
    public Stream<StoredEvent> read(Query query, ReadOptions options) {
        List<StoredEvent> seen = log();
        // The event of position n is at n - 1.
        int place = (int) Math.min(options.after().value(), seen.size());
        Stream<StoredEvent> inOrder = switch (options.direction()) {
            case FORWARD -> seen.subList(place, seen.size()).stream();
            case BACKWARD -> {
                boolean within = options.after().value() <= seen.size();
                yield seen.subList(0, within ? Math.max(0, place - 1) : place).reversed().stream();
            }
        };
        return inOrder.filter(stored -> query.matches(stored.event())).limit(options.limit());
    }

    @Override
    public synchronized Optional<StoredEvent> find(EventId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Position head() {
        return new Position(size);
    }

    @Override
    public Position positionAt(Instant instant) {
        return log().reversed().stream()
                .filter(stored -> !stored.createdAt().isAfter(instant))
                .findFirst()
                .map(StoredEvent::position)
                .orElse(Position.START);
    }

    @Override
    public Follower follow(Query query, Position after) {
        EventStore.requireReached(after, head());
        return new Follower(this, heads, query, after);
    }

    @Override
    public Set<TypeVersion> versions() {
        return log().stream()
                .map(stored ->
                        new TypeVersion(stored.event().type(), stored.event().version()))
                .collect(Collectors.toSet());
    }

    /// Keeps a projection in step: it is made from what is there, and changed by each append before this is
    /// visible.
    ///
    /// @return gives the state as of the latest append
    /// @throws Refusal when it refuses what is there
    public synchronized <S> Supplier<S> keep(Projection<S> projection) {
        Kept<S> view = new Kept<>(projection);
        view.settle(view.after(log()));
        kept.add(view);
        return () -> view.state;
    }

    private static final class Kept<S> {
        final Projection<S> projection;
        volatile S state;

        Kept(Projection<S> projection) {
            this.projection = projection;
            this.state = projection.initial();
        }

        S after(List<StoredEvent> events) {
            S next = state;
            for (StoredEvent stored : events) {
                if (projection.query().matches(stored.event())) {
                    next = projection.apply(next, stored);
                }
            }
            return next;
        }

        void settle(S next) {
            state = next;
        }

        /// @return what makes the state take effect
        Runnable prepare(List<StoredEvent> events) {
            S next = after(events);
            return () -> settle(next);
        }
    }
}
