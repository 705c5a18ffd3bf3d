package f6.eventstore.model;

import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.ReadOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Snapshots in memory, over a store of any kind.
public final class InMemorySnapshots implements Snapshots {
    private final EventStore store;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(SnapshotKey key, Snapshot snapshot) {}

    public InMemorySnapshots(EventStore store) {
        this.store = store;
    }

    @Override
    public Loaded load(SnapshotKey key, String fingerprint) {
        Optional<Snapshot> snapshot = Optional.ofNullable(kept.get(key.text()))
                .map(Kept::snapshot)
                .filter(found -> found.fingerprint().equals(fingerprint));
        Position after = snapshot.map(Snapshot::position).orElse(Position.START);
        return new Loaded(snapshot, store.read(key.boundary(), ReadOptions.FORWARD.after(after)));
    }

    @Override
    public void save(SnapshotKey key, Snapshot snapshot) {
        kept.merge(key.text(), new Kept(key, snapshot), (before, now) -> {
            boolean same = before.snapshot().fingerprint().equals(snapshot.fingerprint());
            return same && before.snapshot().position().isAfter(snapshot.position()) ? before : now;
        });
    }

    @Override
    public List<SnapshotKey> keys(String name) {
        return kept.values().stream()
                .map(Kept::key)
                .filter(key -> key.name().equals(name))
                .toList();
    }
}
