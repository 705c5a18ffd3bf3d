package f6.zone;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The example zones in memory, with a registrar and a parent to work in them.
final class Zonnendaal {
    static final Path FOLDER = Path.of("..", "examples", "zonnendaal");
    static final Source REGISTRAR = new Source(new UUID(1, 1), "ambtenaar");
    static final Source PARENT = new Source(new UUID(2, 2), "ouder");
    static final Source CITIZEN = new Source(new UUID(3, 3), "burger");

    final EventStore store = new InMemoryEventStore();
    final Zone zone;

    Zonnendaal(String name) {
        this(DefinitionFile.read(FOLDER.resolve(name + ".yaml")));
    }

    Zonnendaal(ZoneDefinition definition) {
        zone = new Zone(definition, store, Clock.systemUTC());
    }

    /// A definition as it is written.
    static String text(String zone) {
        try {
            return Files.readString(FOLDER.resolve(zone + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    static ObjectId object() {
        return new ObjectId(UUID.randomUUID());
    }

    Outcome claim(Source source, String type, Map<String, ? extends @Nullable Object> data) {
        return zone.handle(
                source,
                new Command.RecordClaim(
                        EventId.next(),
                        type,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        new EventData(Map.copyOf(data))));
    }

    Outcome validate(Source source, StoredEvent target, EventId seen, Validation.Decision decision) {
        return zone.handle(
                source,
                new Command.Validate(EventId.next(), target.id(), seen, decision, Optional.empty(), Optional.empty()));
    }

    Outcome amend(Source source, StoredEvent target, EventId seen, Map<String, ? extends @Nullable Object> amend) {
        return zone.handle(
                source,
                new Command.Correct(
                        EventId.next(),
                        target.id(),
                        seen,
                        Correction.Action.AMEND,
                        new EventData(new LinkedHashMap<>(amend)),
                        Optional.empty(),
                        Optional.empty()));
    }

    Outcome retract(Source source, StoredEvent target, EventId seen) {
        return zone.handle(
                source,
                new Command.Correct(
                        EventId.next(),
                        target.id(),
                        seen,
                        Correction.Action.RETRACT,
                        EventData.EMPTY,
                        Optional.empty(),
                        Optional.empty()));
    }

    /// Claimed and accepted by the registrar.
    StoredEvent fact(String type, Map<String, ? extends @Nullable Object> data) {
        StoredEvent claim = recorded(claim(REGISTRAR, type, data));
        var _ = recorded(validate(REGISTRAR, claim, claim.id(), Validation.Decision.ACCEPT));
        return claim;
    }

    StoredEvent birth(ObjectId child, String day, ObjectId... parents) {
        return fact(
                "Geboorte",
                Map.of(
                        "kind", child.toString(),
                        "ouders", Arrays.stream(parents).map(ObjectId::toString).toList(),
                        "datum", date(day),
                        "naam", Map.of("voornamen", "Kind", "geslachtsnaam", "Zon")));
    }

    static StoredEvent recorded(Outcome outcome) {
        if (outcome instanceof Outcome.Recorded recorded) {
            return recorded.event();
        }
        throw new AssertionError("not recorded: " + outcome);
    }

    /// The fields of a view now, or null when there is nothing.
    @Nullable
    Map<String, Object> state(String view, ObjectId object) {
        return state(view, object, Optional.empty(), Optional.empty());
    }

    @Nullable
    Map<String, Object> state(
            String view, ObjectId object, Optional<LocalDate> geldigOp, Optional<Instant> beschikbaarOp) {
        KnownAt known = beschikbaarOp.map(KnownAt::moment).orElse(KnownAt.NOW);
        return zone.questions()
                .state(view, object, geldigOp, known, Reading.LEGAL)
                .map(answer -> answer.fields())
                .orElse(null);
    }
}
