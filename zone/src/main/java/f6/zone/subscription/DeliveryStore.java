package f6.zone.subscription;

import f6.eventstore.event.Position;
import f6.zone.subscription.Kept.State;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Keeps the subscriptions of one zone, and what is delivered of each. Shared by nodes.
///
/// What is saved names the epoch of the subscription that it was made on, and has no effect when that is past:
/// somebody else has taken over or changed something, and who comes too late looks again. Methods throw
/// [f6.eventstore.store.StoreFailure] when the store fails.
public interface DeliveryStore {
    /// @return false when there is one of that name
    boolean add(Subscription subscription);

    Optional<Kept> find(String name);

    /// By name, those behind one.
    ///
    /// @param owner empty: of any
    List<Kept> list(Optional<UUID> owner, String after, int most);

    int count(UUID owner);

    boolean remove(UUID id);

    /// Replaces filter and delivery, in a new epoch.
    boolean change(Subscription subscription, long epoch);

    /// In a new epoch.
    boolean put(UUID id, long epoch, State state, Optional<String> why);

    /// Begins again behind a position, in a new epoch; what is kept up to there stays.
    boolean replay(UUID id, long epoch, Position from);

    /// What is kept of these, each in the order of the log.
    Map<UUID, List<Waiting>> waiting(Collection<UUID> ids);

    /// The parked ones of one, and those that wait for them, behind a position.
    List<Waiting> waiting(UUID id, Position after, int most);

    /// Each as a whole or not at all.
    ///
    /// @return those that had an effect
    Set<UUID> save(Collection<Change> changes);

    /// Keeps the active webhooks that a node runs for some time more, and takes those that nobody runs.
    ///
    /// @return the epochs of all that this node runs from now on; those it took have a new one
    Map<UUID, Long> hold(UUID node, Duration lease);

    List<Kept> find(Collection<UUID> ids);

    /// Lets go of all that a node runs.
    void release(UUID node);

    /// How things stand in the zone, for metrics.
    List<Totals> totals();

    /// What came of deliveries since the last save.
    ///
    /// @param waiting by position, what is to be kept; empty: no more
    /// @param begins whether the epoch ends here, so that others look again
    record Change(
            UUID id,
            long epoch,
            Position checkpoint,
            Map<Position, Optional<Waiting>> waiting,
            long failures,
            Optional<String> lastFailure,
            boolean begins) {
        public Change {
            waiting = Map.copyOf(waiting);
        }
    }

    /// @param way of delivery
    /// @param behind the smallest checkpoint of an active one, when there is one
    /// @param suspended subscriptions that F6 has stopped, until somebody resumes them
    record Totals(
            String way, long subscriptions, Optional<Position> behind, long parked, long failures, long suspended) {}
}
