package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Walks along a log and keeps, for each attribute, the material axis as it is known: an event judges its own
/// chain anew, and folds anew from the earliest material moment at which anything changes.
final class Sweep {
    private final Chains chains;
    private final Dating dating;
    private final Folding folding;
    private final Reading reading;
    private final Comparator<Entry> order;

    private final Map<EventId, List<StoredEvent>> members = new HashMap<>();
    private final Map<EventId, Standing> standings = new HashMap<>();
    /// Latest first, as a fold is given them.
    private final TreeMap<Position, String> anomalies = new TreeMap<>(Comparator.reverseOrder());
    /// In the order in which they are folded.
    private final List<Entry> entries = new ArrayList<>();
    /// After so many entries.
    private final List<Folded> folded = new ArrayList<>();
    /// What is known now, by attribute and along the material axis.
    private final Map<String, List<Rectangle>> open = new LinkedHashMap<>();

    /// What the latest event made begin or end.
    private final List<Rectangle> drawn = new ArrayList<>();

    /// A state, and which claim or fact gave each attribute its value.
    private record Folded(Map<String, Object> state, Map<String, EventId> causes) {}

    /// @param chains of the events that it is given, each there before its step
    Sweep(Chains chains, Dating dating, Folding folding, Reading reading) {
        this.chains = chains;
        this.dating = dating;
        this.folding = folding;
        this.reading = reading;
        this.order = chains.foldingOrder();
        folded.add(new Folded(folding.initial(List.of()), Map.of()));
        draw(MaterialTime.UNKNOWN, Position.START);
    }

    static List<Rectangle> over(
            Chains chains, List<StoredEvent> events, Dating dating, Folding folding, Reading reading) {
        Sweep sweep = new Sweep(chains, dating, folding, reading);
        List<Rectangle> all = new ArrayList<>();
        for (StoredEvent stored : events) {
            sweep.step(stored).stream()
                    .filter(rectangle -> !rectangle.superseded().equals(Position.END))
                    .forEach(all::add);
        }
        sweep.open.values().forEach(all::addAll);
        return all;
    }

    /// What tells a rectangle from the others that are known at one time.
    private record Place(String attribute, MaterialTime from) {}

    /// Comes to where it would be after these events; only since when rectangles are known, it has to be told.
    ///
    /// @param known the rectangles with a value
    /// @return false when they are not those that the events come to
    boolean resume(List<StoredEvent> events, Collection<Rectangle> known) {
        for (StoredEvent stored : events) {
            members.computeIfAbsent(chains.root(stored).id(), id -> new ArrayList<>())
                    .add(stored);
        }
        members.forEach((root, chain) -> {
            Standing standing = Standing.of(chain, dating, reading);
            standings.put(root, standing);
            anomalies.putAll(standing.anomalies());
            standing.entry().ifPresent(entries::add);
        });
        entries.sort(order);
        foldAll();
        open.clear();
        draw(MaterialTime.UNKNOWN, Position.START);
        Map<Place, Rectangle> places = new HashMap<>();
        known.forEach(rectangle -> places.put(new Place(rectangle.attribute(), rectangle.from()), rectangle));
        for (List<Rectangle> axis : open.values()) {
            for (int i = 0; i < axis.size(); i++) {
                Rectangle drawn = axis.get(i);
                Rectangle told = places.remove(new Place(drawn.attribute(), drawn.from()));
                if (told != null
                        && told.until().equals(drawn.until())
                        && told.cause().equals(drawn.cause())) {
                    axis.set(i, drawn.within(drawn.from(), drawn.until(), told.since()));
                } else if (told != null
                        || (drawn.value().isPresent() && drawn.cause().isPresent())) {
                    return false;
                }
            }
        }
        return places.isEmpty();
    }

    /// @return the rectangles that begin at an event, and those that end at it
    List<Rectangle> step(StoredEvent stored) {
        drawn.clear();
        EventId root = chains.root(stored).id();
        List<StoredEvent> chain = members.computeIfAbsent(root, id -> new ArrayList<>());
        chain.add(stored);
        Standing now = Standing.of(chain, dating, reading);
        Standing before = standings.put(root, now);
        Optional<Entry> old = before == null ? Optional.empty() : before.entry();
        boolean sameAnomalies = (before == null ? Map.of() : before.anomalies()).equals(now.anomalies());
        if (!sameAnomalies || !old.equals(now.entry())) {
            int sizeBefore = entries.size();
            int last = -1;
            if (old.isPresent()) {
                last = place(old.get());
                entries.remove(last);
            }
            if (now.entry().isPresent()) {
                int place = place(now.entry().get());
                entries.add(place, now.entry().get());
                last = Math.max(last, place);
            }
            MaterialTime changed = sameAnomalies ? earlier(old, now.entry()) : MaterialTime.UNKNOWN;
            if (sameAnomalies) {
                fold(changed, last, sizeBefore);
            } else {
                replaceAnomalies(before, now);
                foldAll();
            }
            draw(changed, stored.position());
        }
        return List.copyOf(drawn);
    }

    private void replaceAnomalies(@Nullable Standing before, Standing now) {
        if (before != null) {
            before.anomalies().keySet().forEach(anomalies::remove);
        }
        anomalies.putAll(now.anomalies());
    }

    /// Where an entry is, or is to be.
    private int place(Entry entry) {
        int place = Collections.binarySearch(entries, entry, order);
        return place < 0 ? -place - 1 : place;
    }

    private static MaterialTime earlier(Optional<Entry> one, Optional<Entry> other) {
        MaterialTime first = one.map(Entry::material).orElse(MaterialTime.END);
        MaterialTime second = other.map(Entry::material).orElse(MaterialTime.END);
        return first.compareTo(second) < 0 ? first : second;
    }

    private void foldAll() {
        folded.clear();
        folded.add(new Folded(folding.initial(List.copyOf(anomalies.values())), Map.of()));
        for (Entry entry : entries) {
            folded.add(next(folded.getLast(), entry));
        }
    }

    /// Folds the entries from a moment on, until the states are what they were.
    ///
    /// @param last the place of the last entry that is new or gone; those behind it are as before
    /// @param sizeBefore how many entries there were
    private void fold(MaterialTime from, int last, int sizeBefore) {
        int kept = before(from);
        List<Folded> tail = folded.subList(kept + 1, folded.size());
        List<Folded> were = List.copyOf(tail);
        tail.clear();
        int shift = sizeBefore - entries.size() - kept;
        for (int i = kept; i < entries.size(); i++) {
            Folded next = next(folded.getLast(), entries.get(i));
            folded.add(next);
            if (i > last && next.equals(were.get(i + shift))) {
                folded.addAll(were.subList(i + shift + 1, were.size()));
                return;
            }
        }
    }

    /// How many entries are of before a moment.
    private int before(MaterialTime moment) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).material().compareTo(moment) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Folded next(Folded before, Entry entry) {
        Map<String, Object> state = folding.apply(before.state(), entry);
        Map<String, EventId> causes = new HashMap<>(before.causes());
        Set<String> attributes = new HashSet<>(state.keySet());
        attributes.addAll(before.state().keySet());
        for (String attribute : attributes) {
            Object value = state.get(attribute);
            if (value == null || !value.equals(before.state().get(attribute))) {
                causes.put(attribute, entry.root().id());
            }
        }
        return new Folded(state, causes);
    }

    /// Brings the rectangles from a moment on to what is folded now.
    private void draw(MaterialTime from, Position known) {
        int first = before(from);
        Set<String> attributes = new HashSet<>(open.keySet());
        folded.subList(first, folded.size())
                .forEach(state -> attributes.addAll(state.state().keySet()));
        for (String attribute : attributes) {
            List<Rectangle> axis = open.computeIfAbsent(attribute, Sweep::unknown);
            int kept = endingBefore(axis, from);
            List<Rectangle> stale = axis.subList(kept, axis.size());
            List<Rectangle> fresh = axisFrom(attribute, from, known, first, stale.getFirst());
            replace(stale, fresh, known);
        }
    }

    private static List<Rectangle> unknown(String attribute) {
        List<Rectangle> axis = new ArrayList<>();
        axis.add(new Rectangle(
                attribute,
                MaterialTime.UNKNOWN,
                MaterialTime.END,
                Position.START,
                Position.END,
                Optional.empty(),
                Optional.empty()));
        return axis;
    }

    /// How many rectangles of an axis end before a moment. One that ends at it may go on from now.
    private static int endingBefore(List<Rectangle> axis, MaterialTime moment) {
        int count = axis.size();
        while (count > 0 && axis.get(count - 1).until().compareTo(moment) >= 0) {
            count--;
        }
        return Math.min(count, axis.size() - 1);
    }

    /// An attribute along the axis from a moment on, with what leads up to that.
    private List<Rectangle> axisFrom(
            String attribute, MaterialTime from, Position known, int first, Rectangle leadingUp) {
        List<Rectangle> axis = new ArrayList<>();
        if (leadingUp.from().compareTo(from) < 0) {
            axis.add(leadingUp.within(leadingUp.from(), from, known));
        }
        MaterialTime start = from;
        for (int i = first; i < folded.size(); i++) {
            MaterialTime end =
                    i == entries.size() ? MaterialTime.END : entries.get(i).material();
            if (start.compareTo(end) < 0) {
                append(axis, rectangle(attribute, folded.get(i), start, end, known));
                start = end;
            }
        }
        return axis;
    }

    private static Rectangle rectangle(
            String attribute, Folded folded, MaterialTime from, MaterialTime until, Position known) {
        return new Rectangle(
                attribute,
                from,
                until,
                known,
                Position.END,
                Optional.ofNullable(folded.state().get(attribute)),
                Optional.ofNullable(folded.causes().get(attribute)));
    }

    private static void append(List<Rectangle> axis, Rectangle next) {
        Rectangle last = axis.isEmpty() ? null : axis.getLast();
        if (last != null && last.value().equals(next.value()) && last.cause().equals(next.cause())) {
            axis.set(axis.size() - 1, last.within(last.from(), next.until(), next.since()));
        } else {
            axis.add(next);
        }
    }

    /// Those that say the same go on; the others end here.
    private void replace(List<Rectangle> stale, List<Rectangle> fresh, Position known) {
        Map<MaterialTime, Rectangle> before = new HashMap<>();
        stale.forEach(rectangle -> before.put(rectangle.from(), rectangle));
        for (int i = 0; i < fresh.size(); i++) {
            Rectangle old = before.get(fresh.get(i).from());
            if (old != null && old.saysTheSame(fresh.get(i))) {
                fresh.set(i, old);
                before.remove(old.from());
            } else {
                drawn.add(fresh.get(i));
            }
        }
        before.values().stream()
                .filter(rectangle -> known.isAfter(rectangle.since()))
                .forEach(rectangle -> drawn.add(rectangle.supersededAt(known)));
        stale.clear();
        stale.addAll(fresh);
    }
}
