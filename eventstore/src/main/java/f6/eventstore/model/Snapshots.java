package f6.eventstore.model;

import f6.eventstore.event.EventData;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps states of boundaries, so that less is folded. A cache: it may lose any of them at any time.
public interface Snapshots {
    /// @param fingerprint of the code that folded it
    /// @param position all events of the boundary up to here are in the state
    record Snapshot(String fingerprint, Position position, EventData state) {}

    /// A snapshot and what happened since, read together.
    ///
    /// @param snapshot none when nothing is kept under this fingerprint
    /// @param since the events of the boundary behind it, in order, lazily
    record Loaded(Optional<Snapshot> snapshot, Stream<StoredEvent> since) {}

    Loaded load(SnapshotKey key, String fingerprint);

    /// Keeps a snapshot unless one of the same fingerprint and a later position is there.
    void save(SnapshotKey key, Snapshot snapshot);

    /// For which boundaries a state is kept under a name.
    List<SnapshotKey> keys(String name);
}
