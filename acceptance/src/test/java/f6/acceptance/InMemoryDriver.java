package f6.acceptance;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.DefinitionFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Straight to a zone on a log in memory.
final class InMemoryDriver implements ZoneDriver {
    private final Zone zone;

    InMemoryDriver() {
        this("zonnendaal/burgerlijke-stand.yaml");
    }

    /// @param definition below the examples
    InMemoryDriver(String definition) {
        zone = new Zone(
                DefinitionFile.read(StartedNode.HOME.resolve("examples").resolve(definition)),
                new InMemoryEventStore(),
                Clock.systemUTC());
    }

    @Override
    public Reply record(String as, UUID id, String type, Map<String, ?> data) {
        return handle(
                as,
                new Command.RecordClaim(
                        new EventId(id),
                        type,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        new EventData(new LinkedHashMap<>(data))));
    }

    @Override
    public Reply validate(
            String as, UUID id, UUID event, UUID seen, boolean accept, Optional<LocalDate> effectiveFrom) {
        return handle(
                as,
                new Command.Validate(
                        new EventId(id),
                        new EventId(event),
                        new EventId(seen),
                        accept ? Validation.Decision.ACCEPT : Validation.Decision.REJECT,
                        effectiveFrom,
                        Optional.empty()));
    }

    @Override
    public Reply amend(String as, UUID id, UUID event, UUID seen, Map<String, ? extends @Nullable Object> members) {
        return correct(as, id, event, seen, Correction.Action.AMEND, new EventData(new LinkedHashMap<>(members)));
    }

    @Override
    public Reply retract(String as, UUID id, UUID event, UUID seen) {
        return correct(as, id, event, seen, Correction.Action.RETRACT, EventData.EMPTY);
    }

    private Reply correct(String as, UUID id, UUID event, UUID seen, Correction.Action action, EventData amend) {
        return handle(
                as,
                new Command.Correct(
                        new EventId(id),
                        new EventId(event),
                        new EventId(seen),
                        action,
                        amend,
                        Optional.empty(),
                        Optional.empty()));
    }

    private Reply handle(String as, Command command) {
        Source source = new Source(UUID.nameUUIDFromBytes(as.getBytes(StandardCharsets.UTF_8)), as);
        return switch (zone.handle(source, command)) {
            case Outcome.Recorded recorded ->
                new Reply.Done(
                        recorded.event().id().value(),
                        recorded.event().createdAt(),
                        recorded.basis().map(Enum::name).orElse(""));
            case Outcome.Refused refused ->
                new Reply.No(refused.reason().name(), refused.message() + refused.violations());
            case Outcome.Conflict conflict -> new Reply.No("CONFLICT", conflict.message());
        };
    }

    @Override
    public Optional<Map<String, Object>> view(
            String view, UUID object, Optional<LocalDate> day, Optional<Instant> known, boolean asserted) {
        return zone.questions()
                .state(
                        view,
                        new ObjectId(object),
                        day,
                        known.map(KnownAt::moment).orElse(KnownAt.NOW),
                        asserted ? Reading.ASSERTED : Reading.LEGAL)
                .map(answer -> HttpDriver.present(answer.fields()));
    }

    @Override
    public List<UUID> events(UUID object) {
        return zone.events(new ObjectId(object), ReadOptions.FORWARD.limit(Zone.MAX_PAGE)).stream()
                .map(stored -> stored.id().value())
                .toList();
    }
}
