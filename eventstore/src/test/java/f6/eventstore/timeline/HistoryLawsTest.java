package f6.eventstore.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The laws of history about events, by their numbers in its specification, and the reference model, over random
/// logs and in both readings. What they say of timelines is in [TimelineLawsTest].
class HistoryLawsTest {
    private static final Folding FOLDING = new Attributes();
    /// Of what a law adds to a log.
    private static final int MORE = 1_000;
    /// So many each, on average.
    private static final int ACTS = 2;

    @Test
    void what_counts_is_what_the_reference_model_says() {
        Property.holds("what counts is what the reference model says", 1_500, operations -> {
            WrittenLog log = WrittenLog.of(operations);
            History history = log.history();
            for (Reading reading : Reading.values()) {
                ReferencePlane plane = new ReferencePlane(log.events(), ReferenceModel::new, FOLDING, reading);
                for (Position known : log.positions()) {
                    Counted counted = history.counted(MaterialTime.END, known, reading);
                    assertThat(counted.entries()).isEqualTo(plane.known(known).entries());
                    assertThat(FOLDING.fold(counted)).isEqualTo(plane.state(MaterialTime.END, known));
                }
            }
        });
    }

    @Test
    void law_1_a_view_never_changes() {
        Property.holds("law 1", 800, operations -> {
            WrittenLog log = WrittenLog.of(operations);
            History history = log.history();
            for (Position known : log.positions()) {
                History then = History.of(log.events().subList(0, (int) known.value()), WrittenLog.DATING);
                for (Reading reading : Reading.values()) {
                    assertThat(history.counted(MaterialTime.END, known, reading))
                            .isEqualTo(then.counted(MaterialTime.END, Position.END, reading));
                }
            }
        });
    }

    @Test
    void law_2_replay_is_deterministic_and_immune_to_duplicates() {
        Property.holds("law 2", 1_000, operations -> {
            WrittenLog log = WrittenLog.of(operations);
            List<StoredEvent> shuffled = new ArrayList<>(log.withRepeats());
            shuffled.addAll(log.events());
            Collections.shuffle(shuffled, new Random(operations.size()));
            History replayed = History.of(shuffled, WrittenLog.DATING);
            History once = History.of(log.events(), WrittenLog.DATING);
            assertThat(replayed.events()).isEqualTo(log.events());
            for (Reading reading : Reading.values()) {
                assertThat(replayed.counted(MaterialTime.END, Position.END, reading))
                        .isEqualTo(once.counted(MaterialTime.END, Position.END, reading));
                assertThat(Timeline.of(replayed, FOLDING, reading).rectangles())
                        .containsExactlyElementsOf(
                                Timeline.of(once, FOLDING, reading).rectangles().toList());
            }
        });
    }

    @Test
    void law_3_a_correction_that_is_retracted_leaves_the_former_view() {
        Property.holds("law 3", 2_000, operations -> {
            for (Operation act : acts(operations, Basis.AUTHORITY)) {
                assertSameViews(operations, with(operations, act, retract(act)));
            }
        });
    }

    @Test
    void law_4_a_retraction_that_is_retracted_leaves_the_corrections_view() {
        Property.holds("law 4", 2_000, operations -> {
            for (Operation act : acts(operations, Basis.AUTHORITY)) {
                Operation gone = retract(act);
                assertSameViews(with(operations, act), with(operations, act, gone, retract(gone)));
            }
        });
    }

    @Test
    void law_5_what_nobody_has_accepted_changes_no_legal_view() {
        Property.holds("law 5", 2_000, operations -> {
            List<Object> before = view(operations, Reading.LEGAL);
            for (Operation act : acts(operations, Basis.NONE)) {
                List<Operation> more = new ArrayList<>(operations);
                int place = 1 + act.label() % operations.size();
                more.add(place, act.label() % 3 == 0 ? claim(act) : act);
                assertThat(view(more, Reading.LEGAL)).isEqualTo(before);
            }
        });
    }

    @Test
    void law_8_swapping_adjacent_independent_events_changes_no_view() {
        Property.holds("law 8", 1_000, operations -> {
            List<Operation> written = withoutRepeats(operations);
            if (written.size() > 1) {
                int first = new Random(written.size()).nextInt(written.size() - 1);
                if (areIndependent(written, first)) {
                    List<Operation> swapped = new ArrayList<>(written);
                    Collections.swap(swapped, first, first + 1);
                    assertSameStates(written, swapped, first + 1);
                }
            }
        });
    }

    /// At every position but the one between the two.
    private static void assertSameStates(List<Operation> one, List<Operation> other, int between) {
        for (Reading reading : Reading.values()) {
            WrittenLog log = WrittenLog.of(one);
            Timeline left = Timeline.of(log.history(), FOLDING, reading);
            Timeline right = Timeline.of(WrittenLog.of(other).history(), FOLDING, reading);
            for (Position known : log.positions()) {
                if (known.value() != between) {
                    assertThat(statesAt(left, known)).isEqualTo(statesAt(right, known));
                }
            }
        }
    }

    private static List<Map<String, Object>> statesAt(Timeline timeline, Position known) {
        return RandomLogs.moments().stream()
                .map(moment -> timeline.at(moment, known))
                .toList();
    }

    /// Of different chains, neither refers to the other, and never at one place in the fold but for their
    /// positions.
    private static boolean areIndependent(List<Operation> operations, int first) {
        WrittenLog log = WrittenLog.of(operations);
        History history = log.history();
        StoredEvent one = log.events().get(first);
        StoredEvent other = log.events().get(first + 1);
        return !history.root(one).equals(history.root(other))
                && !other.event().references().contains(one.id())
                && !one.event().references().contains(other.id())
                && !everTie(log, one, other);
    }

    private static boolean everTie(WrittenLog log, StoredEvent one, StoredEvent other) {
        return Stream.of(Reading.values())
                .map(reading -> new ReferencePlane(log.events(), ReferenceModel::new, FOLDING, reading))
                .anyMatch(plane -> log.positions().stream().anyMatch(known -> {
                    List<Entry> entries = plane.known(known).entries();
                    return entryOf(one, entries)
                            .flatMap(left -> entryOf(other, entries)
                                    .filter(right -> right.material().equals(left.material())))
                            .isPresent();
                }));
    }

    private static Optional<Entry> entryOf(StoredEvent root, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.root().equals(root)).findFirst();
    }

    /// Those that come to an event.
    private static List<Operation> withoutRepeats(List<Operation> operations) {
        Set<EventId> written = WrittenLog.of(operations).events().stream()
                .map(StoredEvent::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return operations.stream()
                .filter(operation -> written.contains(WrittenLog.id(operation.label())))
                .toList();
    }

    /// On some events of a log, of all kinds by turns.
    private static List<Operation> acts(List<Operation> operations, Basis basis) {
        Random random = new Random(operations.size());
        return operations.stream()
                .filter(operation -> random.nextInt(operations.size()) < ACTS)
                .map(operation -> act(operation.label(), MORE + operation.label(), basis))
                .toList();
    }

    private static Operation act(int target, int label, Basis basis) {
        Map<String, Object> members = Map.of("name", "z", "date", "2000-02-01", "decision", "REJECT");
        Map<String, Object> unreadable = Map.of("basis", basis.name());
        return switch (target % 7) {
            case 0 -> new Operation.Amend(label, target, members, Optional.empty(), basis);
            case 1 ->
                new Operation.Amend(label, target, Map.of("decision", "MAYBE"), Optional.of(Instant.EPOCH), basis);
            case 2 -> new Operation.Retract(label, target, basis);
            case 3 ->
                new Operation.Validate(label, target, Validation.Decision.ACCEPT, Optional.of("2001-01-01"), basis);
            case 4 -> new Operation.Validate(label, target, Validation.Decision.REJECT, Optional.empty(), basis);
            case 5 ->
                basis == Basis.NONE
                        ? new Operation.Retract(label, target, basis)
                        : new Operation.Garble(label, target, EventKind.CORRECTION, unreadable);
            default ->
                basis == Basis.NONE
                        ? new Operation.Validate(
                                label, target, Validation.Decision.ACCEPT, Optional.of("2001-01-01"), basis)
                        : new Operation.Garble(label, target, EventKind.VALIDATION, unreadable);
        };
    }

    private static Operation retract(Operation act) {
        return new Operation.Retract(act.label() + MORE, act.label(), Basis.AUTHORITY);
    }

    private static Operation claim(Operation beside) {
        return new Operation.Tell(
                MORE + beside.label(),
                EventKind.CLAIM,
                List.of(RandomLogs.OBJECT),
                Map.of("name", "z"),
                Instant.EPOCH,
                List.of(beside.label()));
    }

    private static List<Operation> with(List<Operation> operations, Operation... more) {
        return Stream.concat(operations.stream(), Stream.of(more)).toList();
    }

    private static void assertSameViews(List<Operation> one, List<Operation> other) {
        for (Reading reading : Reading.values()) {
            assertThat(view(other, reading)).isEqualTo(view(one, reading));
        }
    }

    /// What counts by all that is known, wherever it stands in the log.
    private static List<Object> view(List<Operation> operations, Reading reading) {
        Counted counted = WrittenLog.of(operations).history().counted(MaterialTime.END, Position.END, reading);
        List<Object> view = new ArrayList<>(counted.anomalies());
        counted.entries().forEach(entry -> {
            view.add(entry.root().id());
            view.add(entry.content());
            view.add(entry.material());
            view.add(entry.pending());
        });
        return view;
    }
}
