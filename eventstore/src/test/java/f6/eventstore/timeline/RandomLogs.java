package f6.eventstore.timeline;

import f6.eventstore.event.EventKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes logs in which everything that the rules speak of is likely to meet: few days, so that events tie; few
/// values, so that they repeat; targets mostly late in the log, so that chains grow.
final class RandomLogs {
    /// What the folding of these logs is asked about; the other one is only in the way.
    static final String OBJECT = "anna";

    private static final String OTHER = "bram";
    private static final int USUAL_LENGTH = 14;
    private static final int GREAT_LENGTH = 30;
    private static final List<String> DAYS =
            List.of("1999-12-31", "2000-01-01", "2000-02-01", "2000-12-31", "2001-01-01", "2001-01-02", "2001-12-31");
    private static final List<Object> INCOMPLETE = List.of(
            Map.of("type", "Datum", "datum", "2000-02-01"),
            Map.of("type", "JaarMaandDatum", "jaar", 2000L, "maand", 2L),
            Map.of("type", "JaarDatum", "jaar", 2001L),
            Map.of("type", "DatumOnbekend", "onbekend", true));
    private static final List<Map<String, Object>> UNREADABLE_VALIDATIONS = List.of(
            Map.of(
                    "decision",
                    "MAYBE",
                    "basis",
                    "AUTHORITY",
                    "seen",
                    WrittenLog.id(1).toString()),
            Map.of("decision", "ACCEPT", "seen", WrittenLog.id(1).toString()),
            Map.of("decision", "ACCEPT", "basis", "AUTHORITY"),
            Map.of(
                    "decision", "ACCEPT",
                    "basis", "AUTHORITY",
                    "seen", WrittenLog.id(1).toString(),
                    "effectiveFrom", "morgen"));
    private static final List<Map<String, Object>> UNREADABLE_CORRECTIONS = List.of(
            Map.of(
                    "action",
                    "FORGET",
                    "basis",
                    "AUTHORITY",
                    "seen",
                    WrittenLog.id(1).toString()),
            Map.of("action", "RETRACT", "basis", 1L, "seen", WrittenLog.id(1).toString()),
            Map.of(
                    "action", "AMEND",
                    "basis", "AUTHORITY",
                    "seen", WrittenLog.id(1).toString(),
                    "amend", "b"),
            Map.of(
                    "action", "AMEND",
                    "basis", "AUTHORITY",
                    "seen", WrittenLog.id(1).toString(),
                    "occurredAt", "2000"));

    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    /// By label: what is told or done there; of an amendment, what it amends in the end.
    private final Map<Integer, EventKind> about = new HashMap<>();

    private RandomLogs(Random random) {
        this.random = random;
    }

    static List<Operation> operations(Random random) {
        RandomLogs logs = new RandomLogs(random);
        int length = 1 + random.nextInt(random.nextInt(10) == 0 ? GREAT_LENGTH : USUAL_LENGTH);
        for (int label = 1; label <= length; label++) {
            logs.operations.add(logs.next(label));
        }
        return logs.operations;
    }

    /// Every moment at which something may begin, and the one just before and after it.
    static List<MaterialTime> moments() {
        Stream<Instant> begins = DAYS.stream().map(RandomLogs::start);
        return Stream.concat(
                        Stream.of(MaterialTime.UNKNOWN, MaterialTime.END),
                        begins.flatMap(begin -> Stream.of(begin.minusNanos(1), begin, begin.plusNanos(1))
                                .map(MaterialTime::new)))
                .sorted()
                .toList();
    }

    private Operation next(int label) {
        int dice = operations.isEmpty() ? 0 : random.nextInt(100);
        return dice < 32
                ? tell(label)
                : dice < 60 ? validate(label) : dice < 80 ? amend(label) : dice < 95 ? retract(label) : odd(label);
    }

    private Operation tell(int label) {
        EventKind kind = chance(75) ? EventKind.CLAIM : EventKind.FACT;
        about.put(label, kind);
        Map<String, Object> data = new LinkedHashMap<>();
        members().forEach((name, value) -> {
            if (value != null) {
                data.put(name, value);
            }
        });
        if (chance(70)) {
            data.put("date", date());
        }
        List<String> objects = chance(80) ? List.of(OBJECT) : chance(50) ? List.of(OBJECT, OTHER) : List.of(OTHER);
        List<Integer> references = chance(75)
                ? List.of()
                : random.ints(1 + random.nextInt(2), 1, label + 3)
                        .distinct()
                        .boxed()
                        .toList();
        return new Operation.Tell(label, kind, objects, data, start(day()), references);
    }

    private Operation validate(int label) {
        about.put(label, EventKind.VALIDATION);
        int target = chance(85) ? target(EventKind.CLAIM) : target();
        Validation.Decision decision = chance(75) ? Validation.Decision.ACCEPT : Validation.Decision.REJECT;
        Optional<String> from = chance(30) ? Optional.of(day()) : Optional.empty();
        return new Operation.Validate(label, target, decision, from, basis());
    }

    private Operation amend(int label) {
        int target = target();
        EventKind kind = about.getOrDefault(target, EventKind.CORRECTION);
        about.put(label, kind);
        Map<String, @Nullable Object> members =
                kind == EventKind.VALIDATION && chance(90) ? membersOfValidation() : members();
        if (kind != EventKind.VALIDATION && chance(40)) {
            members.put("date", chance(15) ? null : date());
        }
        Optional<Instant> done = chance(25) ? Optional.of(start(day())) : Optional.empty();
        return new Operation.Amend(label, target, members, done, basis());
    }

    private Operation retract(int label) {
        about.put(label, EventKind.CORRECTION);
        return new Operation.Retract(label, target(), basis());
    }

    private Operation odd(int label) {
        if (chance(50)) {
            return new Operation.Again(label, target());
        }
        EventKind kind = chance(50) ? EventKind.VALIDATION : EventKind.CORRECTION;
        about.put(label, kind);
        return new Operation.Garble(
                label,
                target(),
                kind,
                any(kind == EventKind.VALIDATION ? UNREADABLE_VALIDATIONS : UNREADABLE_CORRECTIONS));
    }

    private Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        switch (random.nextInt(5)) {
            case 0 -> members.put("ends", any(List.of("name", "address")));
            case 1 -> members.put("address", any(List.of(1L, 2L)));
            case 2 -> {
                members.put("name", chance(20) ? null : any(List.of("a", "b")));
                members.put("address", any(List.of(1L, 2L)));
            }
            default -> members.put("name", any(List.of("a", "b", "c")));
        }
        return members;
    }

    private Map<String, @Nullable Object> membersOfValidation() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> members.put("decision", any(List.of("ACCEPT", "REJECT")));
            case 3, 4 -> members.put("effectiveFrom", day());
            case 5 -> members.put("effectiveFrom", null);
            case 6 -> members.put("basis", any(List.of("AUTHORITY", "NONE")));
            default -> members.put("decision", "MAYBE");
        }
        return members;
    }

    private Object date() {
        return chance(5) ? "gisteren" : chance(65) ? day() : any(INCOMPLETE);
    }

    private int target() {
        return chance(40) ? operations.size() : 1 + random.nextInt(operations.size());
    }

    /// Of this kind, if one is there.
    private int target(EventKind kind) {
        List<Integer> labels = operations.stream()
                .map(Operation::label)
                .filter(label -> about.get(label) == kind)
                .toList();
        return labels.isEmpty() ? target() : any(labels);
    }

    private Basis basis() {
        return chance(65) ? Basis.AUTHORITY : chance(60) ? Basis.NONE : Basis.OWN;
    }

    private String day() {
        return any(DAYS);
    }

    private static Instant start(String day) {
        return LocalDate.parse(day).atStartOfDay(WrittenLog.TIME_ZONE).toInstant();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
