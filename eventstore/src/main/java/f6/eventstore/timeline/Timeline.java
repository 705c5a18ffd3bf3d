package f6.eventstore.timeline;

import f6.eventstore.event.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that was ever known of one object: for each attribute the plane of material and formal time, cut into
/// rectangles that are disjoint and cover it. What is known at a point is what the fold of what counts there comes
/// to.
public final class Timeline {
    private final Map<String, List<Rectangle>> rectangles = new TreeMap<>();
    /// The same by when they begin to hold, in which a point is found.
    private final Map<String, List<Rectangle>> byStart = new HashMap<>();

    /// @param rectangles where attributes have a value; the rest of the plane may be left out
    public Timeline(Collection<Rectangle> rectangles) {
        rectangles.stream()
                .sorted(Comparator.comparing(Rectangle::since).thenComparing(Rectangle::from))
                .forEach(rectangle -> this.rectangles
                        .computeIfAbsent(rectangle.attribute(), attribute -> new ArrayList<>())
                        .add(rectangle));
        this.rectangles.forEach((attribute, all) -> byStart.put(
                attribute,
                all.stream().sorted(Comparator.comparing(Rectangle::from)).toList()));
    }

    /// @param history of the object, whole
    public static Timeline of(History history, Folding folding, Reading reading) {
        return new Timeline(history.sweep(folding, reading));
    }

    /// The attributes that ever had a value.
    public Set<String> attributes() {
        return Set.copyOf(rectangles.keySet());
    }

    /// Those of an attribute, by when they came to be known, then from when they hold.
    public List<Rectangle> rectangles(String attribute) {
        return List.copyOf(rectangles.getOrDefault(attribute, List.of()));
    }

    /// All of them, attribute by attribute.
    public Stream<Rectangle> rectangles() {
        return rectangles.values().stream().flatMap(List::stream);
    }

    /// The state at (material, formal), both inclusive.
    public Map<String, Object> at(MaterialTime material, Position formal) {
        Map<String, Object> state = new LinkedHashMap<>();
        for (String attribute : rectangles.keySet()) {
            at(attribute, material, formal).flatMap(Rectangle::value).ifPresent(value -> state.put(attribute, value));
        }
        return state;
    }

    /// Where a point lies.
    ///
    /// @return empty for an attribute that never had a value
    public Optional<Rectangle> at(String attribute, MaterialTime material, Position formal) {
        List<Rectangle> plane = byStart.getOrDefault(attribute, List.of());
        int low = 0;
        int high = plane.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (plane.get(middle).from().compareTo(material) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // Of those that began by then the one that is meant began late: what holds for long is cut by what came after.
        for (int i = low - 1; i >= 0; i--) {
            if (plane.get(i).contains(material, formal)) {
                return Optional.of(plane.get(i));
            }
        }
        return Optional.empty();
    }

    /// What is known at a formal moment otherwise than at another, by attribute and from when it holds.
    public List<Change> diff(Position before, Position after) {
        List<Change> changes = new ArrayList<>();
        for (String attribute : rectangles.keySet()) {
            changes.addAll(Changes.between(knownAt(attribute, before), knownAt(attribute, after)));
        }
        return changes;
    }

    /// The changes that each event made known, by its position: the difference with the position before it. Of a
    /// timeline that was made from a history.
    public Map<Position, List<Change>> steps() {
        Map<Position, List<Change>> steps = new TreeMap<>();
        for (List<Rectangle> plane : rectangles.values()) {
            Map<Position, List<Rectangle>> begun = alongAxis(plane, Rectangle::since);
            Map<Position, List<Rectangle>> ended = alongAxis(plane, Rectangle::superseded);
            begun.remove(Position.START);
            // Those that begin take the place of those that end; between them nothing changes.
            begun.forEach((position, fresh) -> steps.computeIfAbsent(position, at -> new ArrayList<>())
                    .addAll(Changes.between(ended.getOrDefault(position, List.of()), fresh)));
        }
        return steps;
    }

    private static Map<Position, List<Rectangle>> alongAxis(List<Rectangle> plane, Function<Rectangle, Position> edge) {
        return plane.stream()
                .sorted(Comparator.comparing(Rectangle::from))
                .collect(Collectors.groupingBy(edge, HashMap::new, Collectors.toList()));
    }

    /// The whole material axis as known at a formal moment.
    private List<Rectangle> knownAt(String attribute, Position formal) {
        List<Rectangle> axis = new ArrayList<>();
        MaterialTime end = MaterialTime.UNKNOWN;
        for (Rectangle rectangle : rectangles.getOrDefault(attribute, List.of()).stream()
                .filter(each -> each.isKnownAt(formal))
                .sorted(Comparator.comparing(Rectangle::from))
                .toList()) {
            if (end.compareTo(rectangle.from()) < 0) {
                axis.add(absent(attribute, end, rectangle.from(), formal));
            }
            axis.add(rectangle);
            end = rectangle.until();
        }
        if (end.compareTo(MaterialTime.END) < 0) {
            axis.add(absent(attribute, end, MaterialTime.END, formal));
        }
        return axis;
    }

    private static Rectangle absent(String attribute, MaterialTime from, MaterialTime until, Position formal) {
        return new Rectangle(attribute, from, until, formal, Position.END, Optional.empty(), Optional.empty());
    }
}
