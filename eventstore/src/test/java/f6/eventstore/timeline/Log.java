package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A log of one object's names, written by hand: each claim says `name`, and its data date is `date` if it has
/// one.
final class Log {
    static final Source REGISTRAR = new Source(new UUID(1, 1), "ambtenaar");
    static final Source PARENT = new Source(new UUID(2, 2), "ouder");
    private static final ObjectId OBJECT = new ObjectId(new UUID(9, 9));
    private static final EventType TYPE = new EventType("Naam");
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private static final Dating DATING = new Dating() {
        @Override
        public ZoneId timeZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Optional<PartialDate> dataDate(Event event, Content content) {
            return Optional.ofNullable(content.data().members().get("date")).map(PartialDate::of);
        }
    };

    private final List<StoredEvent> events = new ArrayList<>();
    private Instant today = START;

    /// From now on it is this day.
    void today(String day) {
        today = Instant.parse(day + "T00:00:00Z");
    }

    StoredEvent claim(String name, String date) {
        return claim(name, date, List.of());
    }

    StoredEvent claim(String name, String date, List<EventId> references) {
        return add(EventKind.CLAIM, PARENT, "2000-01-01", references, Map.of("name", name, "date", date));
    }

    StoredEvent undated(String name, String occurredOn) {
        return add(EventKind.CLAIM, PARENT, occurredOn, List.of(), Map.of("name", name));
    }

    StoredEvent fact(String name, String date) {
        return add(EventKind.FACT, REGISTRAR, "2000-01-01", List.of(), Map.of("name", name, "date", date));
    }

    /// Claimed and accepted.
    StoredEvent accepted(String name, String date) {
        StoredEvent claim = claim(name, date);
        var _ = accept(claim);
        return claim;
    }

    StoredEvent accept(StoredEvent target) {
        return validate(target, Validation.Decision.ACCEPT, null, Basis.AUTHORITY);
    }

    StoredEvent reject(StoredEvent target) {
        return validate(target, Validation.Decision.REJECT, null, Basis.AUTHORITY);
    }

    StoredEvent validate(
            StoredEvent target, Validation.Decision decision, @Nullable String effectiveFrom, Basis basis) {
        Validation validation = new Validation(
                target.id(), decision, Optional.ofNullable(effectiveFrom).map(LocalDate::parse), basis);
        return add(
                EventKind.VALIDATION,
                REGISTRAR,
                "2000-01-01",
                List.of(target.id()),
                validation.toData().members());
    }

    StoredEvent amend(StoredEvent target, Map<String, ? extends @Nullable Object> members) {
        return amend(target, members, Basis.AUTHORITY);
    }

    StoredEvent amend(StoredEvent target, Map<String, ? extends @Nullable Object> members, Basis basis) {
        Correction correction = new Correction(
                target.id(),
                Correction.Action.AMEND,
                new EventData(new LinkedHashMap<>(members)),
                Optional.empty(),
                basis);
        return add(
                EventKind.CORRECTION,
                REGISTRAR,
                "2000-01-01",
                List.of(target.id()),
                correction.toData().members());
    }

    StoredEvent amendOccurredAt(StoredEvent target, String day) {
        Correction correction = new Correction(
                target.id(),
                Correction.Action.AMEND,
                EventData.EMPTY,
                Optional.of(Instant.parse(day + "T00:00:00Z")),
                Basis.AUTHORITY);
        return add(
                EventKind.CORRECTION,
                REGISTRAR,
                "2000-01-01",
                List.of(target.id()),
                correction.toData().members());
    }

    StoredEvent retract(StoredEvent target) {
        return retract(target, Basis.AUTHORITY);
    }

    StoredEvent retract(StoredEvent target, Basis basis) {
        Correction correction =
                new Correction(target.id(), Correction.Action.RETRACT, EventData.EMPTY, Optional.empty(), basis);
        return add(
                EventKind.CORRECTION,
                REGISTRAR,
                "2000-01-01",
                List.of(target.id()),
                correction.toData().members());
    }

    StoredEvent add(
            EventKind kind,
            Source source,
            String occurredOn,
            List<EventId> references,
            Map<String, ? extends @Nullable Object> data) {
        Position position = new Position(events.size() + 1L);
        StoredEvent stored = new StoredEvent(
                position,
                today.plusSeconds(position.value()),
                new Event(
                        EventId.next(),
                        TYPE,
                        "1",
                        kind,
                        Instant.parse(occurredOn + "T00:00:00Z"),
                        List.of(OBJECT),
                        source,
                        references,
                        new EventData(new LinkedHashMap<>(data))));
        events.add(stored);
        return stored;
    }

    History history() {
        return History.of(events, DATING);
    }

    /// The names that count on a day, in order, by all that is known.
    List<Object> names(String day) {
        return names(day, Position.END, Reading.LEGAL);
    }

    List<Object> names(String day, StoredEvent known) {
        return names(day, known.position(), Reading.LEGAL);
    }

    List<Object> names(String day, Position formal, Reading reading) {
        MaterialTime material = MaterialTime.endOf(LocalDate.parse(day), ZoneOffset.UTC);
        return history().counted(material, formal, reading).entries().stream()
                .map(entry -> String.valueOf(entry.content().data().members().get("name")))
                .map(name -> (Object) name)
                .toList();
    }

    /// The name that the fold ends with.
    String name(String day, StoredEvent known) {
        List<Object> names = names(day, known);
        return names.isEmpty() ? "-" : String.valueOf(names.getLast());
    }
}
