package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the rules come to at every point of the plane, worked out from the first event for every position anew.
final class ReferencePlane {
    private final Folding folding;
    private final List<Axis> axes = new ArrayList<>();

    /// The material axis as known at one position.
    ///
    /// @param entries in the order of the fold
    /// @param steps the state after none, one, two of them…
    record Axis(List<Entry> entries, List<EventId> anomalies, List<Step> steps) {
        Step at(MaterialTime material) {
            return steps.get((int) entries.stream()
                    .filter(entry -> entry.material().compareTo(material) <= 0)
                    .count());
        }
    }

    /// @param causes the claim or fact that last changed the attribute
    record Step(Map<String, Object> state, Map<String, EventId> causes) {}

    /// A stretch of an axis on which an attribute has one value by one cause.
    private record Stretch(
            MaterialTime from,
            MaterialTime until,
            @Nullable Object value,
            @Nullable EventId cause) {}

    /// @param log in order, each event once
    ReferencePlane(List<StoredEvent> log, ReferenceModel.Rules rules, Folding folding, Reading reading) {
        this.folding = folding;
        for (int known = 0; known <= log.size(); known++) {
            axes.add(axis(log.subList(0, known), rules, reading));
        }
    }

    private Axis axis(List<StoredEvent> prefix, ReferenceModel.Rules rules, Reading reading) {
        ReferenceModel model = rules.over(prefix, reading);
        List<Entry> entries = model.entries(rules.over(prefix, Reading.LEGAL));
        List<EventId> anomalies = model.anomalies();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                folding.initial(anomalies.stream().map(EventId::toString).toList()), Map.of()));
        for (Entry entry : entries) {
            steps.add(next(steps.getLast(), entry));
        }
        return new Axis(entries, anomalies, steps);
    }

    private Step next(Step before, Entry entry) {
        Map<String, Object> state = folding.apply(before.state(), entry);
        Map<String, EventId> causes = new HashMap<>(before.causes());
        for (String attribute : union(before.state().keySet(), state.keySet())) {
            if (!Objects.equals(before.state().get(attribute), state.get(attribute))) {
                causes.put(attribute, entry.root().id());
            }
        }
        return new Step(state, causes);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    Axis known(Position formal) {
        return axes.get((int) formal.value());
    }

    Map<String, Object> state(MaterialTime material, Position formal) {
        return known(formal).at(material).state();
    }

    /// Those that have a value somewhere.
    Set<String> attributes() {
        Set<String> attributes = new HashSet<>();
        for (Axis axis : axes) {
            for (MaterialTime begin : begins(axis)) {
                attributes.addAll(axis.at(begin).state().keySet());
            }
        }
        return attributes;
    }

    /// The stretches of an attribute, each for as long as it stays the same.
    Set<Rectangle> rectangles(String attribute) {
        Set<Rectangle> rectangles = new HashSet<>();
        Map<Stretch, Position> since = new LinkedHashMap<>();
        for (int known = 0; known < axes.size(); known++) {
            Position position = new Position(known);
            List<Stretch> stretches = stretches(axes.get(known), attribute);
            since.forEach((stretch, from) -> {
                if (!stretches.contains(stretch)) {
                    rectangles.add(rectangle(attribute, stretch, from, position));
                }
            });
            since.keySet().retainAll(stretches);
            stretches.forEach(stretch -> since.putIfAbsent(stretch, position));
        }
        since.forEach((stretch, from) -> rectangles.add(rectangle(attribute, stretch, from, Position.END)));
        return rectangles;
    }

    private static Rectangle rectangle(String attribute, Stretch stretch, Position since, Position superseded) {
        return new Rectangle(
                attribute,
                stretch.from(),
                stretch.until(),
                since,
                superseded,
                Optional.ofNullable(stretch.value()),
                Optional.ofNullable(stretch.cause()));
    }

    private static List<Stretch> stretches(Axis axis, String attribute) {
        List<MaterialTime> begins = begins(axis);
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            MaterialTime until = i + 1 < begins.size() ? begins.get(i + 1) : MaterialTime.END;
            Step step = axis.at(begins.get(i));
            Object value = step.state().get(attribute);
            EventId cause = step.causes().get(attribute);
            Stretch last = stretches.isEmpty() ? null : stretches.getLast();
            if (last != null && Objects.equals(last.value(), value) && Objects.equals(last.cause(), cause)) {
                stretches.set(stretches.size() - 1, new Stretch(last.from(), until, value, cause));
            } else {
                stretches.add(new Stretch(begins.get(i), until, value, cause));
            }
        }
        return stretches;
    }

    private static List<MaterialTime> begins(Axis axis) {
        List<MaterialTime> begins = new ArrayList<>();
        begins.add(MaterialTime.UNKNOWN);
        axis.entries().stream()
                .map(Entry::material)
                .filter(material -> !material.equals(MaterialTime.UNKNOWN))
                .distinct()
                .forEach(begins::add);
        return begins;
    }
}
