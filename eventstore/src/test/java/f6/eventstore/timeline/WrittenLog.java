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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The events that operations come to. An operation whose target is not there is left out; so is one of which the
/// label is taken.
final class WrittenLog {
    /// Not UTC, so that a day that begins in the wrong time zone is noticed.
    static final ZoneId TIME_ZONE = ZoneId.of("Europe/Amsterdam");

    static final Dating DATING = new Dating() {
        @Override
        public ZoneId timeZone() {
            return TIME_ZONE;
        }

        @Override
        public Optional<PartialDate> dataDate(Event event, Content content) {
            return Optional.ofNullable(content.data().members().get("date")).map(PartialDate::of);
        }
    };

    private static final EventType TYPE = new EventType("Naam");
    private static final Source SOURCE = new Source(new UUID(1, 1), "ambtenaar");
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final Map<EventId, StoredEvent> stored = new LinkedHashMap<>();
    /// With those that come again.
    private final List<StoredEvent> told = new ArrayList<>();

    private WrittenLog() {}

    static WrittenLog of(List<Operation> operations) {
        WrittenLog log = new WrittenLog();
        operations.forEach(log::add);
        return log;
    }

    /// Each once, in order.
    List<StoredEvent> events() {
        return List.copyOf(stored.values());
    }

    /// In order; some come again.
    List<StoredEvent> withRepeats() {
        return List.copyOf(told);
    }

    History history() {
        return History.of(told, DATING);
    }

    /// From before the first event to the last.
    List<Position> positions() {
        List<Position> positions = new ArrayList<>();
        for (long value = 0; value <= stored.size(); value++) {
            positions.add(new Position(value));
        }
        return positions;
    }

    static EventId id(int label) {
        return new EventId(new UUID(0x0123_4567_89AB_7000L, 0x8000_0000_0000_0000L + label));
    }

    static ObjectId object(String name) {
        return new ObjectId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private void add(Operation operation) {
        switch (operation) {
            case Operation.Tell tell ->
                append(
                        tell.label(),
                        tell.kind(),
                        tell.objects().stream().map(WrittenLog::object).toList(),
                        tell.occurredAt(),
                        tell.references().stream()
                                .filter(reference -> reference != tell.label())
                                .map(WrittenLog::id)
                                .toList(),
                        tell.data());
            case Operation.Validate validate ->
                target(
                        validate.label(),
                        validate.target(),
                        EventKind.VALIDATION,
                        new Validation(
                                        id(validate.target()),
                                        validate.decision(),
                                        validate.from().map(LocalDate::parse),
                                        validate.basis())
                                .toData()
                                .members());
            case Operation.Amend amend ->
                correct(
                        amend.label(),
                        amend.target(),
                        Correction.Action.AMEND,
                        new EventData(amend.members()),
                        amend.done(),
                        amend.basis());
            case Operation.Retract retract ->
                correct(
                        retract.label(),
                        retract.target(),
                        Correction.Action.RETRACT,
                        EventData.EMPTY,
                        Optional.empty(),
                        retract.basis());
            case Operation.Garble garble -> target(garble.label(), garble.target(), garble.kind(), garble.data());
            case Operation.Again again ->
                Optional.ofNullable(stored.get(id(again.target()))).ifPresent(told::add);
        }
    }

    private void correct(
            int label, int target, Correction.Action action, EventData amend, Optional<Instant> done, Basis basis) {
        target(
                label,
                target,
                EventKind.CORRECTION,
                new Correction(id(target), action, amend, done, basis).toData().members());
    }

    private void target(int label, int target, EventKind kind, Map<String, ? extends @Nullable Object> data) {
        StoredEvent found = stored.get(id(target));
        if (found != null) {
            append(label, kind, found.event().objects(), START, List.of(id(target)), data);
        }
    }

    private void append(
            int label,
            EventKind kind,
            List<ObjectId> objects,
            Instant occurredAt,
            List<EventId> references,
            Map<String, ? extends @Nullable Object> data) {
        if (stored.containsKey(id(label))) {
            return;
        }
        Position position = new Position(stored.size() + 1L);
        StoredEvent event = new StoredEvent(
                position,
                START.plusSeconds(position.value()),
                new Event(id(label), TYPE, "1", kind, occurredAt, objects, SOURCE, references, new EventData(data)));
        stored.put(event.id(), event);
        told.add(event);
    }
}
