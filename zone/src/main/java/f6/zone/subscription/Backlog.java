package f6.zone.subscription;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.zone.subscription.Waiting.Standing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one subscriber has been told of and has not settled, and what may be told next: an event goes when all
/// earlier ones that name one of its objects are settled, and no other waits for it. So an event that is retried
/// or parked holds back its own objects and nothing else.
///
/// Knows no clock, and does nothing by itself. For one thread.
final class Backlog {
    /// An event in here.
    static final class Item {
        private final @Nullable StoredEvent stored;
        private Waiting waiting;
        /// Objects of which an earlier event is not settled.
        private int behind;
        private boolean kept;
        private boolean out;

        private Item(@Nullable StoredEvent stored, Waiting waiting, boolean kept) {
            this.stored = stored;
            this.waiting = waiting;
            this.kept = kept;
        }

        /// Empty for one that was kept: it is in the log.
        Optional<StoredEvent> stored() {
            return Optional.ofNullable(stored);
        }

        Waiting waiting() {
            return waiting;
        }
    }

    private final NavigableMap<Position, Item> items = new TreeMap<>();
    private final Map<ObjectId, NavigableMap<Position, Item>> byObject = new HashMap<>();
    private final NavigableMap<Position, Item> ready = new TreeMap<>();
    /// Those that may go when their moment comes.
    private final NavigableSet<Item> timed = new TreeSet<>(
            Comparator.comparing((Item item) -> item.waiting.until()).thenComparing(item -> item.waiting.position()));
    private final NavigableMap<Position, Item> unkept = new TreeMap<>();
    /// To be kept anew, by position; null for one that is to be kept no more.
    private final NavigableMap<Position, Optional<Waiting>> changes = new TreeMap<>();

    /// Up to here everything is in here or settled. What was kept from behind it waits until this is so there:
    /// before it may come what was not kept.
    private Position scanned;

    private Backlog(Position scanned) {
        this.scanned = scanned;
    }

    /// @param checkpoint that it was kept with
    static Backlog of(List<Waiting> kept, Position checkpoint) {
        Backlog backlog = new Backlog(checkpoint);
        kept.forEach(waiting -> backlog.add(new Item(null, waiting, true)));
        List.copyOf(backlog.items.headMap(checkpoint, true).values()).forEach(backlog::place);
        return backlog;
    }

    /// Takes in the next events of the log; those that are here already stay as they are.
    ///
    /// @param upTo here there are no others
    void take(List<StoredEvent> events, Position upTo) {
        for (StoredEvent stored : events) {
            if (!items.containsKey(stored.position())) {
                add(new Item(
                        stored,
                        new Waiting(
                                stored.position(),
                                stored.id(),
                                stored.event().objects(),
                                Standing.HELD,
                                0,
                                Instant.EPOCH,
                                ""),
                        false));
            }
        }
        Position before = scanned;
        scanned = upTo;
        items.subMap(before, false, upTo, true).values().forEach(this::place);
    }

    Position scanned() {
        return scanned;
    }

    private void add(Item item) {
        Position position = item.waiting.position();
        items.put(position, item);
        boolean behindKept = false;
        for (ObjectId object : item.waiting.objects()) {
            NavigableMap<Position, Item> queue = byObject.computeIfAbsent(object, any -> new TreeMap<>());
            Map.Entry<Position, Item> earlier = queue.lowerEntry(position);
            if (earlier != null) {
                item.behind++;
                behindKept |= earlier.getValue().kept;
            } else if (!queue.isEmpty()) {
                queue.firstEntry().getValue().behind++;
            }
            queue.put(position, item);
        }
        if (!item.kept) {
            unkept.put(position, item);
            if (behindKept) {
                keep(item);
            }
        }
    }

    private void place(Item item) {
        if (item.behind == 0 && !item.out && !item.waiting.position().isAfter(scanned)) {
            switch (item.waiting.standing()) {
                case HELD -> ready.put(item.waiting.position(), item);
                case LEASED, RETRYING -> timed.add(item);
                case PARKED -> {}
            }
        }
    }

    private void unplace(Item item) {
        var _ = ready.remove(item.waiting.position());
        var _ = timed.remove(item);
    }

    /// The first event that may go now. It is out then, until it is settled or given back.
    Optional<Item> next(Instant now) {
        Item due = timed.isEmpty() || timed.first().waiting.until().isAfter(now) ? null : timed.first();
        Item item = due == null && !ready.isEmpty() ? ready.firstEntry().getValue() : due;
        if (item != null) {
            unplace(item);
            item.out = true;
        }
        return Optional.ofNullable(item);
    }

    /// When the first of those that wait for a moment may go.
    Optional<Instant> nextMoment() {
        return timed.isEmpty()
                ? Optional.empty()
                : Optional.of(timed.first().waiting.until());
    }

    /// The subscriber has it, or does not want it.
    void settle(Item item) {
        Position position = item.waiting.position();
        var _ = items.remove(position);
        unplace(item);
        var _ = unkept.remove(position);
        if (item.kept) {
            changes.put(position, Optional.empty());
        }
        for (ObjectId object : item.waiting.objects()) {
            NavigableMap<Position, Item> queue = byObject.getOrDefault(object, new TreeMap<>());
            boolean first = queue.headMap(position).isEmpty();
            var _ = queue.remove(position);
            if (queue.isEmpty()) {
                var _ = byObject.remove(object);
            } else if (first) {
                Item next = queue.firstEntry().getValue();
                next.behind--;
                place(next);
            }
        }
    }

    /// It was tried in vain.
    void retryAt(Item item, Instant when, String reason) {
        become(item, item.waiting.as(Standing.RETRYING, item.waiting.attempts() + 1, when, reason));
    }

    void park(Item item, String reason) {
        become(item, item.waiting.as(Standing.PARKED, item.waiting.attempts() + 1, Instant.EPOCH, reason));
    }

    void lease(Item item, Instant until) {
        become(item, item.waiting.as(Standing.LEASED, item.waiting.attempts(), until, item.waiting.reason()));
    }

    /// One that was tried, or parked, counts as new.
    void renew(Item item) {
        become(item, item.waiting.as(Standing.HELD, 0, Instant.EPOCH, item.waiting.reason()));
    }

    private void become(Item item, Waiting waiting) {
        unplace(item);
        item.waiting = waiting;
        item.out = false;
        keep(item);
        changes.put(waiting.position(), Optional.of(waiting));
        place(item);
    }

    /// With all that waits for it: so the checkpoint can go on.
    private void keep(Item first) {
        Deque<Item> todo = new ArrayDeque<>(List.of(first));
        while (!todo.isEmpty()) {
            Item item = todo.pop();
            if (item.kept) {
                continue;
            }
            item.kept = true;
            var _ = unkept.remove(item.waiting.position());
            changes.put(item.waiting.position(), Optional.of(item.waiting));
            for (ObjectId object : item.waiting.objects()) {
                byObject.getOrDefault(object, new TreeMap<>()).tailMap(item.waiting.position(), false).values().stream()
                        .filter(other -> !other.kept)
                        .forEach(todo::add);
            }
        }
    }

    /// Everything in here is to be kept.
    void keepAll() {
        List.copyOf(unkept.values()).forEach(this::keep);
    }

    /// Up to here everything is settled or kept, with the changes told.
    Position checkpoint() {
        return unkept.isEmpty() ? scanned : new Position(unkept.firstKey().value() - 1);
    }

    /// What changed of what is kept, since it was asked last.
    Map<Position, Optional<Waiting>> takeChanges() {
        Map<Position, Optional<Waiting>> taken = new TreeMap<>(changes);
        changes.clear();
        return taken;
    }

    boolean hasChanges() {
        return !changes.isEmpty();
    }

    Optional<Item> at(Position position) {
        return Optional.ofNullable(items.get(position));
    }

    List<Item> items() {
        return new ArrayList<>(items.values());
    }

    int size() {
        return items.size();
    }

    /// Those that are not kept.
    int fresh() {
        return unkept.size();
    }

    /// Those that may go now, but for such as wait for a moment.
    int ready() {
        return ready.size();
    }
}
