package f6.zone.subscription;

import f6.eventstore.event.Position;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.Kept.Failure;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Waiting.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Subscriptions in memory, with every promise of the port but durability: for tests and small tools. Each
/// question looks at all of them.
public final class InMemoryDeliveryStore implements DeliveryStore {
    private final Clock clock;
    private final Map<UUID, Row> rows = new HashMap<>();

    /// @param clock by which leases end
    public InMemoryDeliveryStore(Clock clock) {
        this.clock = clock;
    }

    private record Lease(UUID node, Instant until) {}

    private static final class Row {
        private final NavigableMap<Position, Waiting> waiting = new TreeMap<>();
        private Subscription subscription;
        private State state = State.ACTIVE;
        private Optional<String> why = Optional.empty();
        private Position checkpoint;
        private long epoch;
        private long failures;
        private Optional<Failure> lastFailure = Optional.empty();
        private Optional<Lease> lease = Optional.empty();

        Row(Subscription subscription) {
            this.subscription = subscription;
            this.checkpoint = subscription.start();
        }

        Kept kept() {
            return new Kept(subscription, state, why, checkpoint, epoch, failures, lastFailure);
        }

        boolean isRunBy(UUID node) {
            return lease.filter(held -> held.node().equals(node)).isPresent();
        }

        boolean isFree(Instant now) {
            return subscription.delivery() instanceof Webhook
                    && state == State.ACTIVE
                    && lease.filter(held -> !held.until().isBefore(now)).isEmpty();
        }

        void take(Change change, Instant now) {
            checkpoint = change.checkpoint().isAfter(checkpoint) ? change.checkpoint() : checkpoint;
            failures += change.failures();
            change.lastFailure().ifPresent(what -> lastFailure = Optional.of(new Failure(now, what)));
            change.waiting()
                    .forEach((position, one) ->
                            one.ifPresentOrElse(kept -> waiting.put(position, kept), () -> waiting.remove(position)));
            epoch += change.begins() ? 1 : 0;
        }
    }

    private Stream<Row> byName() {
        return rows.values().stream().sorted(Comparator.comparing(row -> row.subscription.name()));
    }

    /// @return whether it was of that epoch
    private boolean begin(UUID id, long epoch, Consumer<Row> change) {
        Row row = rows.get(id);
        if (row == null || row.epoch != epoch) {
            return false;
        }
        change.accept(row);
        row.epoch++;
        return true;
    }

    @Override
    public synchronized boolean add(Subscription subscription) {
        if (find(subscription.name()).isPresent()) {
            return false;
        }
        rows.put(subscription.id(), new Row(subscription));
        return true;
    }

    @Override
    public synchronized Optional<Kept> find(String name) {
        return byName().filter(row -> row.subscription.name().equals(name))
                .map(Row::kept)
                .findFirst();
    }

    @Override
    public synchronized List<Kept> find(Collection<UUID> ids) {
        return byName().filter(row -> ids.contains(row.subscription.id()))
                .map(Row::kept)
                .toList();
    }

    @Override
    public synchronized List<Kept> list(Optional<UUID> owner, String after, int most) {
        return byName().filter(row -> owner.isEmpty() || isOf(row, owner.get()))
                .filter(row -> row.subscription.name().compareTo(after) > 0)
                .limit(most)
                .map(Row::kept)
                .toList();
    }

    private static boolean isOf(Row row, UUID owner) {
        return row.subscription.owner().id().equals(owner);
    }

    @Override
    public synchronized int count(UUID owner) {
        return (int) rows.values().stream().filter(row -> isOf(row, owner)).count();
    }

    @Override
    public synchronized boolean remove(UUID id) {
        return rows.remove(id) != null;
    }

    @Override
    public synchronized boolean change(Subscription other, long epoch) {
        return begin(
                other.id(),
                epoch,
                row -> row.subscription = row.subscription.with(other.filter()).with(other.delivery()));
    }

    @Override
    public synchronized boolean put(UUID id, long epoch, State state, Optional<String> why) {
        return begin(id, epoch, row -> {
            row.state = state;
            row.why = why;
        });
    }

    @Override
    public synchronized boolean replay(UUID id, long epoch, Position from) {
        return begin(id, epoch, row -> {
            row.checkpoint = from;
            row.waiting.tailMap(from, false).clear();
        });
    }

    @Override
    public synchronized Map<UUID, List<Waiting>> waiting(Collection<UUID> ids) {
        Map<UUID, List<Waiting>> waiting = new HashMap<>();
        rows.forEach((id, row) -> {
            if (ids.contains(id) && !row.waiting.isEmpty()) {
                waiting.put(id, List.copyOf(row.waiting.values()));
            }
        });
        return waiting;
    }

    @Override
    public synchronized List<Waiting> waiting(UUID id, Position after, int most) {
        Row row = rows.get(id);
        return row == null
                ? List.of()
                : row.waiting.tailMap(after, false).values().stream()
                        .limit(most)
                        .toList();
    }

    @Override
    public synchronized Set<UUID> save(Collection<Change> changes) {
        Set<UUID> saved = new HashSet<>();
        for (Change change : changes) {
            Row row = rows.get(change.id());
            if (row != null && row.epoch == change.epoch()) {
                row.take(change, clock.instant());
                saved.add(change.id());
            }
        }
        return saved;
    }

    @Override
    public synchronized Map<UUID, Long> hold(UUID node, Duration lease) {
        Instant now = clock.instant();
        Map<UUID, Long> held = new HashMap<>();
        rows.forEach((id, row) -> {
            if (row.isRunBy(node)) {
                row.lease = Optional.of(new Lease(node, now.plus(lease)));
            } else if (row.isFree(now)) {
                row.lease = Optional.of(new Lease(node, now.plus(lease)));
                row.epoch++;
            }
            if (row.isRunBy(node) && row.state == State.ACTIVE) {
                held.put(id, row.epoch);
            }
        });
        return held;
    }

    @Override
    public synchronized void release(UUID node) {
        rows.values().stream().filter(row -> row.isRunBy(node)).forEach(row -> {
            row.lease = Optional.empty();
            row.epoch++;
        });
    }

    @Override
    public synchronized List<Totals> totals() {
        Map<String, List<Row>> byWay = new TreeMap<>();
        rows.values()
                .forEach(
                        row -> byWay.computeIfAbsent(row.subscription.delivery().way(), any -> new ArrayList<>())
                                .add(row));
        return byWay.entrySet().stream()
                .map(one -> totals(one.getKey(), one.getValue()))
                .toList();
    }

    private static Totals totals(String way, List<Row> rows) {
        return new Totals(
                way,
                rows.size(),
                rows.stream()
                        .filter(row -> row.state == State.ACTIVE)
                        .map(row -> row.checkpoint)
                        .min(Comparator.naturalOrder()),
                rows.stream()
                        .flatMap(row -> row.waiting.values().stream())
                        .filter(waiting -> waiting.standing() == Standing.PARKED)
                        .count(),
                rows.stream().mapToLong(row -> row.failures).sum(),
                rows.stream().filter(row -> row.state == State.SUSPENDED).count());
    }
}
