package f6.eventstore.timeline;

import f6.eventstore.event.StoredEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The timeline of one object event by event: what each of them makes known otherwise. An event costs what it
/// changes, not what is there. Not safe for use by several threads.
public final class GrowingTimeline {
    private final Chains chains = new Chains();
    private final Sweep sweep;
    private int size;

    public GrowingTimeline(Dating dating, Folding folding, Reading reading) {
        this.sweep = new Sweep(chains, dating, folding, reading);
    }

    /// Whether all that some events refer to is in it already, or comes before among them. If not, they may bring
    /// in what was recorded before, and the timeline is to be made anew from the whole history.
    ///
    /// @param more in the order of the log
    public boolean isClosedUnder(Collection<StoredEvent> more) {
        Set<Object> fresh = new HashSet<>();
        for (StoredEvent stored : more) {
            boolean known = stored.event().references().stream()
                    .allMatch(id -> fresh.contains(id) || chains.find(id).isPresent());
            if (!known) {
                return false;
            }
            fresh.add(stored.id());
        }
        return true;
    }

    /// Adds the next event of its history.
    ///
    /// @return the rectangles that begin at it, and those that end at it, as they are now
    public List<Rectangle> add(StoredEvent stored) {
        chains.add(stored);
        size++;
        return sweep.step(stored);
    }

    /// Takes up a timeline that has no events yet where it was kept: as if each of these had been added, at the
    /// cost of the last state alone.
    ///
    /// @param events the whole history up to then
    /// @param open the rectangles with a value that are known at its end; their values are not looked at
    /// @return false when these cannot be the ones of these events; then it is spoilt
    public boolean resume(List<StoredEvent> events, Collection<Rectangle> open) {
        events.forEach(chains::add);
        size += events.size();
        return sweep.resume(events, open);
    }

    /// How many events were added.
    public int size() {
        return size;
    }
}
