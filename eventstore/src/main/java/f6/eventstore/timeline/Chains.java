package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which events belong together, and what lies how deep, by the events given so far.
///
/// A chain is a claim or fact (its root) with everything that targets it, directly or not. Its head is its latest
/// event.
final class Chains {
    private final Map<EventId, StoredEvent> byId = new HashMap<>();
    private final Map<EventId, EventId> roots = new HashMap<>();
    private final Map<EventId, EventId> heads = new HashMap<>();
    private final Map<EventId, Integer> depths = new HashMap<>();

    /// In the order of the log.
    void add(StoredEvent stored) {
        byId.put(stored.id(), stored);
        EventId root = Force.hasTarget(stored.event())
                ? roots.getOrDefault(stored.event().references().getFirst(), stored.id())
                : stored.id();
        roots.put(stored.id(), root);
        heads.put(root, stored.id());
        int below = stored.event().references().stream()
                .mapToInt(reference -> depths.getOrDefault(reference, 0))
                .max()
                .orElse(0);
        depths.put(stored.id(), 1 + below);
    }

    Optional<StoredEvent> find(EventId id) {
        return Optional.ofNullable(byId.get(id));
    }

    StoredEvent root(StoredEvent member) {
        EventId root = roots.getOrDefault(member.id(), member.id());
        return byId.getOrDefault(root, member);
    }

    EventId head(StoredEvent member) {
        return heads.getOrDefault(root(member).id(), member.id());
    }

    boolean isIn(StoredEvent stored, EventId root) {
        return root.equals(roots.get(stored.id()));
    }

    /// By material time, then by causal depth, then by the root's position.
    Comparator<Entry> foldingOrder() {
        return Comparator.comparing(Entry::material)
                .thenComparing(entry -> depths.getOrDefault(entry.root().id(), 1))
                .thenComparing(entry -> entry.root().position());
    }
}
