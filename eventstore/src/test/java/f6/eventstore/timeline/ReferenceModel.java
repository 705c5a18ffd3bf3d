package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.StoredEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of force as the specification of history words them, one method each, with no care for speed or for
/// the depth of the stack. Shares the values of this package and none of its rules; [BrokenRule] overrides them
/// one by one.
class ReferenceModel {
    private static final Instant UNKNOWN = Instant.MIN;

    private final List<StoredEvent> prefix;
    private final Reading reading;
    private final Map<EventId, Boolean> forces = new HashMap<>();

    /// The rules over a prefix of a log.
    interface Rules {
        /// @param prefix in order, each event once
        ReferenceModel over(List<StoredEvent> prefix, Reading reading);
    }

    /// What the unreadable is met with.
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    ReferenceModel(List<StoredEvent> prefix, Reading reading) {
        this.prefix = prefix;
        this.reading = reading;
    }

    /// What counts at any material time, in the order of the fold.
    ///
    /// @param legal the same rules over the same prefix in the legal reading
    List<Entry> entries(ReferenceModel legal) {
        return prefix.stream()
                .filter(x -> isRoot(x) && inForce(x) && isDated(x))
                .map(x -> new Entry(x, content(x), new MaterialTime(material(x)), pending(x, legal)))
                .sorted(order())
                .toList();
    }

    Comparator<Entry> order() {
        return Comparator.<Entry, Instant>comparing(entry -> entry.material().instant())
                .thenComparingInt(entry -> depth(entry.root()))
                .thenComparingLong(entry -> entry.root().position().value());
    }

    /// The events that cannot be read or dated, latest first.
    List<EventId> anomalies() {
        return prefix.reversed().stream()
                .filter(x -> isRoot(x) ? inForce(x) && !isDated(x) : !retracted(x) && !readable(x))
                .map(StoredEvent::id)
                .toList();
    }

    final boolean inForce(StoredEvent x) {
        Boolean known = forces.get(x.id());
        if (known != null) {
            return known;
        }
        boolean force = readable(x) && !retracted(x) && force(x);
        forces.put(x.id(), force);
        return force;
    }

    boolean force(StoredEvent x) {
        return switch (x.event().kind()) {
            case CLAIM -> verdict(x).map("ACCEPT"::equals).orElse(pendingCounts());
            case VALIDATION -> text(x.event().data().members(), "basis").equals("AUTHORITY");
            case CORRECTION -> verdict(x).map("ACCEPT"::equals).orElse(!basis(x).equals("NONE") || pendingCounts());
            case FACT -> true;
        };
    }

    boolean pendingCounts() {
        return reading == Reading.ASSERTED;
    }

    String basis(StoredEvent x) {
        return text(x.event().data().members(), "basis");
    }

    boolean retracted(StoredEvent x) {
        return corrections(x, "RETRACT").anyMatch(this::inForce);
    }

    Optional<String> verdict(StoredEvent x) {
        return last(validations(x).filter(this::inForce)).map(this::decision);
    }

    String decision(StoredEvent validation) {
        return text(content(validation).data().members(), "decision");
    }

    Content content(StoredEvent x) {
        Content whole = amendment(x)
                .map(amendment -> overlaid(own(x), content(amendment)))
                .orElse(own(x));
        return x.event().kind() == EventKind.CORRECTION ? whole : withoutNulls(whole);
    }

    Optional<StoredEvent> amendment(StoredEvent x) {
        return last(corrections(x, "AMEND").filter(this::inForce));
    }

    Content overlaid(Content own, Content amendment) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(own.data().members());
        amendment.data().members().forEach(members::put);
        return new Content(
                amendment.occurredAt().isPresent() ? amendment.occurredAt() : own.occurredAt(), new EventData(members));
    }

    Content withoutNulls(Content content) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        content.data().members().forEach((name, value) -> {
            if (value != null) {
                members.put(name, value);
            }
        });
        return new Content(content.occurredAt(), new EventData(members));
    }

    Content own(StoredEvent x) {
        Map<String, @Nullable Object> data = x.event().data().members();
        if (x.event().kind() != EventKind.CORRECTION) {
            return new Content(Optional.of(x.event().occurredAt()), x.event().data());
        }
        Map<String, @Nullable Object> amend = new LinkedHashMap<>();
        if (data.get("amend") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> amend.put((String) name, value));
        }
        return new Content(
                Optional.ofNullable((String) data.get("occurredAt")).map(Instant::parse), new EventData(amend));
    }

    Instant material(StoredEvent x) {
        return effectiveFrom(x)
                .or(() -> dataDate(x))
                .orElseGet(() -> content(x).occurredAt().orElseThrow());
    }

    Optional<Instant> effectiveFrom(StoredEvent x) {
        return last(accepting(x)).flatMap(this::effectiveFromOf);
    }

    /// In force.
    Stream<StoredEvent> accepting(StoredEvent x) {
        return validations(x)
                .filter(this::inForce)
                .filter(validation -> decision(validation).equals("ACCEPT"));
    }

    Optional<Instant> effectiveFromOf(StoredEvent validation) {
        return Optional.ofNullable(content(validation).data().members().get("effectiveFrom"))
                .map(day -> start(LocalDate.parse((String) day)));
    }

    Optional<Instant> dataDate(StoredEvent x) {
        return Optional.ofNullable(content(x).data().members().get("date")).map(this::start);
    }

    /// The start of what may be an incomplete date.
    Instant start(Object date) {
        if (date instanceof Map<?, ?> parts) {
            return switch (String.valueOf((Object) parts.get("type"))) {
                case "Datum" -> start(Objects.requireNonNull(parts.get("datum")));
                case "JaarMaandDatum" -> start(LocalDate.of(number(parts, "jaar"), number(parts, "maand"), 1));
                case "JaarDatum" -> start(LocalDate.of(number(parts, "jaar"), 1, 1));
                case "DatumOnbekend" -> UNKNOWN;
                default -> throw new Unreadable();
            };
        }
        try {
            return start(LocalDate.parse((String) date));
        } catch (DateTimeException e) {
            throw new Unreadable();
        }
    }

    Instant start(LocalDate day) {
        return day.atStartOfDay(WrittenLog.TIME_ZONE).toInstant();
    }

    private static int number(Map<?, ?> parts, String part) {
        return ((Long) Objects.requireNonNull(parts.get(part))).intValue();
    }

    /// Longest way along references to what was stored before.
    int depth(StoredEvent x) {
        return 1
                + prefix.stream()
                        .filter(cause -> x.event().references().contains(cause.id()))
                        .filter(cause -> x.position().isAfter(cause.position()))
                        .mapToInt(this::depth)
                        .max()
                        .orElse(0);
    }

    /// In law it is not so, or otherwise, or from another moment.
    boolean pending(StoredEvent x, ReferenceModel legal) {
        return !legal.inForce(x)
                || !legal.content(x).equals(content(x))
                || !legal.effectiveFrom(x).equals(effectiveFrom(x));
    }

    /// Of a validation also as amended.
    boolean readable(StoredEvent x) {
        return switch (x.event().kind()) {
            case CLAIM, FACT -> true;
            case CORRECTION -> isCorrection(x.event().data());
            case VALIDATION ->
                isValidation(x.event().data()) && isValidation(content(x).data());
        };
    }

    private boolean isDated(StoredEvent x) {
        try {
            return material(x) != null;
        } catch (Unreadable e) {
            return false;
        }
    }

    private static boolean isCorrection(EventData data) {
        return Set.of("AMEND", "RETRACT").contains(text(data.members(), "action"))
                && hasSeenAndBasis(data)
                && (data.members().get("amend") == null || data.members().get("amend") instanceof Map)
                && parses(data.members().get("occurredAt"), Instant::parse);
    }

    static boolean isValidation(EventData data) {
        return Set.of("ACCEPT", "REJECT").contains(text(data.members(), "decision"))
                && hasSeenAndBasis(data)
                && parses(data.members().get("effectiveFrom"), LocalDate::parse);
    }

    private static boolean hasSeenAndBasis(EventData data) {
        return text(data.members(), "seen").length() == 36
                && Set.of("AUTHORITY", "OWN", "NONE").contains(text(data.members(), "basis"));
    }

    private static boolean parses(@Nullable Object value, Function<String, ?> parser) {
        try {
            return value == null || (value instanceof String text && parser.apply(text) != null);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String text(Map<String, @Nullable Object> members, String member) {
        return members.get(member) instanceof String text ? text : "";
    }

    Stream<StoredEvent> validations(StoredEvent x) {
        return targeting(x).filter(y -> y.event().kind() == EventKind.VALIDATION);
    }

    Stream<StoredEvent> corrections(StoredEvent x, String action) {
        return targeting(x)
                .filter(y -> y.event().kind() == EventKind.CORRECTION)
                .filter(y -> text(y.event().data().members(), "action").equals(action));
    }

    private Stream<StoredEvent> targeting(StoredEvent x) {
        return prefix.stream()
                .filter(y -> !isRoot(y) && y.event().references().getFirst().equals(x.id()));
    }

    static boolean isRoot(StoredEvent x) {
        Event event = x.event();
        return event.kind() == EventKind.CLAIM || event.kind() == EventKind.FACT;
    }

    static <T> Optional<T> last(Stream<T> all) {
        List<T> list = new ArrayList<>(all.toList());
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
    }
}
