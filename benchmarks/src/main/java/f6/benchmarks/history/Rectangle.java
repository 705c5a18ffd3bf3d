package f6.benchmarks.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A stay, and during which formal steps it was what the store knew.
///
/// @param until the first step at which it no longer was; [#STILL] when there is none
public record Rectangle(Stay stay, int from, int until) {
    public static final int STILL = Integer.MAX_VALUE;

    public Rectangle {
        if (from >= until) {
            throw new IllegalArgumentException("known from step %d until %d".formatted(from, until));
        }
    }

    /// @param known what was known from each step on, until the next one
    static List<Rectangle> of(NavigableMap<Integer, Stays> known) {
        List<Rectangle> rectangles = new ArrayList<>();
        Map<Stay, Integer> open = new LinkedHashMap<>();
        known.forEach((step, stays) -> {
            Map<Stay, Integer> left = new HashMap<>(open);
            stays.all().forEach(left::remove);
            left.forEach((stay, since) -> {
                rectangles.add(new Rectangle(stay, since, step));
                open.remove(stay);
            });
            stays.all().forEach(stay -> open.putIfAbsent(stay, step));
        });
        open.forEach((stay, since) -> rectangles.add(new Rectangle(stay, since, STILL)));
        return rectangles;
    }

    /// What was known from each step on at which it changed: the same for all ways to cut it into rectangles.
    public static NavigableMap<Integer, Stays> known(List<Rectangle> rectangles) {
        TreeSet<Integer> steps = new TreeSet<>();
        for (Rectangle each : rectangles) {
            steps.add(each.from());
            steps.add(each.until());
        }
        steps.remove(STILL);
        NavigableMap<Integer, Stays> known = new TreeMap<>();
        Stays last = Stays.NONE;
        for (int step : steps) {
            Stays now = Stays.of(rectangles.stream()
                    .filter(each -> each.from() <= step && step < each.until())
                    .map(Rectangle::stay)
                    .toList());
            if (!now.equals(last)) {
                known.put(step, now);
                last = now;
            }
        }
        return known;
    }
}
