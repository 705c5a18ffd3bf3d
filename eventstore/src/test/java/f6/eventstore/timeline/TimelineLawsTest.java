package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The laws of history about timelines, by their numbers in its specification, over random logs and in both
/// readings. The eleventh is about previews, which a zone gives.
class TimelineLawsTest {
    private static final Folding FOLDING = new Attributes();
    private static final List<MaterialTime> MOMENTS = RandomLogs.moments();

    /// What a law is held against.
    private record Plane(WrittenLog log, History history, Timeline timeline, ReferencePlane model, Reading reading) {}

    private interface Law {
        void check(Plane plane);
    }

    private static void holds(String law, int logs, Law check) {
        Property.holds(law, logs, operations -> {
            WrittenLog log = WrittenLog.of(operations);
            History history = log.history();
            for (Reading reading : Reading.values()) {
                check.check(new Plane(
                        log,
                        history,
                        Timeline.of(history, FOLDING, reading),
                        new ReferencePlane(log.events(), ReferenceModel::new, FOLDING, reading),
                        reading));
            }
        });
    }

    @Test
    void law_1_what_is_drawn_of_the_past_never_changes() {
        holds("law 1, timeline", 300, plane -> {
            for (Position known : plane.log().positions()) {
                List<StoredEvent> prefix = plane.log().events().subList(0, (int) known.value());
                Timeline then = Timeline.of(History.of(prefix, WrittenLog.DATING), FOLDING, plane.reading());
                assertThat(asKnownAt(known, plane.timeline())).isEqualTo(asKnownAt(known, then));
            }
        });
    }

    /// Without the attributes of which nothing is known yet.
    private static Set<Rectangle> asKnownAt(Position known, Timeline timeline) {
        return timeline.rectangles()
                .filter(rectangle -> !rectangle.since().isAfter(known))
                .map(rectangle ->
                        rectangle.superseded().isAfter(known) ? rectangle.supersededAt(Position.END) : rectangle)
                .filter(rectangle -> !rectangle.since().equals(Position.START)
                        || !rectangle.superseded().equals(Position.END)
                        || rectangle.value().isPresent())
                .collect(Collectors.toSet());
    }

    @Test
    void a_timeline_that_is_taken_up_where_it_was_kept_goes_on_as_if_it_had_not_stopped() {
        holds("taken up", 400, plane -> {
            List<StoredEvent> events = plane.log().events();
            for (int kept = 0; kept <= events.size(); kept++) {
                Position known = new Position(kept);
                GrowingTimeline timeline = new GrowingTimeline(WrittenLog.DATING, FOLDING, plane.reading());
                assertThat(timeline.resume(events.subList(0, kept), keptAt(known, plane.timeline())))
                        .isTrue();
                Map<String, Rectangle> drawn = new HashMap<>();
                events.subList(kept, events.size())
                        .forEach(stored ->
                                timeline.add(stored).forEach(rectangle -> drawn.put(key(rectangle), rectangle)));
                assertThat(valued(drawn.values().stream()))
                        .isEqualTo(valued(plane.timeline()
                                .rectangles()
                                .filter(rectangle -> rectangle.since().isAfter(known)
                                        || (rectangle.superseded().isAfter(known)
                                                && !rectangle.superseded().equals(Position.END)))));
            }
        });
    }

    /// As tables keep it: where there is a value, and it came to be known by an event.
    private static List<Rectangle> keptAt(Position known, Timeline timeline) {
        return asKnownAt(known, timeline).stream()
                .filter(rectangle -> rectangle.superseded().equals(Position.END))
                .filter(rectangle -> rectangle.value().isPresent())
                .filter(rectangle -> !rectangle.since().equals(Position.START))
                .toList();
    }

    private static String key(Rectangle rectangle) {
        return rectangle.attribute() + rectangle.since() + rectangle.from();
    }

    private static Set<Rectangle> valued(Stream<Rectangle> rectangles) {
        return rectangles.filter(rectangle -> rectangle.value().isPresent()).collect(Collectors.toSet());
    }

    @Test
    void law_6_no_state_before_the_earliest_changed_material_time_changes() {
        holds("law 6", 1_000, plane -> {
            List<Position> positions = plane.log().positions();
            for (int i = 1; i < positions.size(); i++) {
                ReferencePlane.Axis before = plane.model().known(positions.get(i - 1));
                ReferencePlane.Axis after = plane.model().known(positions.get(i));
                if (before.anomalies().equals(after.anomalies())) {
                    MaterialTime earliest = earliest(before.entries(), after.entries());
                    assertThat(plane.timeline().diff(positions.get(i - 1), positions.get(i)))
                            .allMatch(change -> change.from().compareTo(earliest) >= 0);
                }
            }
        });
    }

    private static MaterialTime earliest(List<Entry> before, List<Entry> after) {
        Set<Entry> changed = new HashSet<>(before);
        after.stream().filter(entry -> !changed.remove(entry)).toList().forEach(changed::add);
        return changed.stream().map(Entry::material).sorted().findFirst().orElse(MaterialTime.END);
    }

    @Test
    void law_7_rectangles_are_disjoint_and_cover_the_plane() {
        holds("law 7, cover", 400, plane -> {
            assertThat(plane.timeline().rectangles())
                    .allMatch(rectangle -> rectangle.from().compareTo(rectangle.until()) < 0)
                    .allMatch(rectangle -> rectangle.superseded().isAfter(rectangle.since()));
            for (String attribute : plane.timeline().attributes()) {
                List<Rectangle> rectangles = plane.timeline().rectangles(attribute);
                for (Position known : plane.log().positions()) {
                    for (MaterialTime moment : MOMENTS) {
                        assertThat(rectangles.stream().filter(rectangle -> rectangle.contains(moment, known)))
                                .hasSize(1);
                    }
                }
            }
        });
    }

    @Test
    void law_7_a_point_of_the_timeline_is_the_fold_and_the_reference_models() {
        holds("law 7, points", 150, plane -> {
            for (Position known : plane.log().positions()) {
                for (MaterialTime moment : MOMENTS) {
                    Map<String, Object> state = plane.timeline().at(moment, known);
                    assertThat(state).isEqualTo(plane.model().state(moment, known));
                    assertThat(state).isEqualTo(FOLDING.fold(plane.history().counted(moment, known, plane.reading())));
                }
            }
        });
    }

    @Test
    void law_7_rectangles_are_those_of_the_reference_model() {
        holds("law 7, rectangles", 1_500, plane -> {
            Set<String> attributes = plane.model().attributes();
            assertThat(plane.timeline().attributes()).containsAll(attributes);
            for (String attribute : plane.timeline().attributes()) {
                if (attributes.contains(attribute)) {
                    assertThat(plane.timeline().rectangles(attribute))
                            .containsExactlyInAnyOrderElementsOf(plane.model().rectangles(attribute));
                } else {
                    assertThat(plane.timeline().rectangles(attribute))
                            .allMatch(rectangle -> rectangle.value().isEmpty());
                }
            }
        });
    }

    @Test
    void law_9_event_by_event_equals_from_scratch() {
        holds("law 9", 600, plane -> {
            Map<Position, List<Change>> steps = plane.timeline().steps();
            for (MaterialTime moment : MOMENTS) {
                Map<String, Object> state = new HashMap<>();
                for (Position known : plane.log().positions()) {
                    apply(state, steps.getOrDefault(known, List.of()), moment);
                    assertThat(state).isEqualTo(plane.model().state(moment, known));
                }
            }
        });
    }

    @Test
    void law_10_a_diff_of_nothing_is_empty_and_diffs_compose() {
        holds("law 10", 200, plane -> {
            for (Position before : plane.log().positions()) {
                assertThat(plane.timeline().diff(before, before)).isEmpty();
                for (Position after : plane.log().positions()) {
                    List<Change> changes = plane.timeline().diff(before, after);
                    assertInOrder(changes);
                    for (MaterialTime moment : MOMENTS) {
                        Map<String, Object> state = new HashMap<>(plane.model().state(moment, before));
                        apply(state, changes, moment);
                        assertThat(state).isEqualTo(plane.model().state(moment, after));
                    }
                }
            }
        });
    }

    /// Each attribute's changes are disjoint and real, and say which claim or fact is behind the value.
    private static void assertInOrder(List<Change> changes) {
        Map<String, MaterialTime> ends = new HashMap<>();
        for (Change change : changes) {
            assertThat(ends.getOrDefault(change.attribute(), MaterialTime.UNKNOWN))
                    .isLessThanOrEqualTo(change.from());
            assertThat(change.from()).isLessThan(change.until());
            assertThat(change.before()).isNotEqualTo(change.after());
            ends.put(change.attribute(), change.until());
        }
    }

    /// To the state at a moment.
    private static void apply(Map<String, Object> state, List<Change> changes, MaterialTime moment) {
        for (Change change : changes) {
            if (change.contains(moment)) {
                Object former = change.after().isPresent()
                        ? state.put(change.attribute(), change.after().get())
                        : state.remove(change.attribute());
                assertThat(Stream.ofNullable(former).toList())
                        .isEqualTo(change.before().stream().toList());
            }
        }
    }
}
