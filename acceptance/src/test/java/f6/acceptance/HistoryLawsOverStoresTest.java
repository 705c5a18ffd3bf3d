package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.Effort;
import f6.contracts.Seed;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.Progress;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Diff;
import f6.zone.view.Fold;
import f6.zone.view.ObjectChanges;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same random commands to a zone in memory and to one on PostgreSQL, which must answer every question alike,
/// with timelines that are kept and without; and what was previewed must be what then is (law 11).
class HistoryLawsOverStoresTest {
    private static final LocalDate FIRST = LocalDate.parse("1968-01-01");
    private static final int DAYS = 2_000;
    private static final int POINTS = 300;
    private static final Instant ACT = Instant.parse("2020-01-01T00:00:00Z");

    private final ZoneDefinition definition =
            DefinitionFile.read(Path.of("..", "examples", "zonnendaal", "pensioenen.yaml"));
    private final List<ObjectId> people =
            Stream.generate(ObjectId::next).limit(4).toList();
    private final long seed = Seed.print("HistoryLawsOverStoresTest");
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void all_paths_answer_alike_and_previews_come_true(@TempDir Path folder) {
        try (EmbeddedServer server = EmbeddedServer.start(folder.resolve("data"));
                HikariDataSource database = server.connect();
                PostgresEventStore store = PostgresEventStore.open(database, "zone_pensioenen")) {
            PostgresTimelines kept = PostgresTimelines.start(
                    store,
                    database,
                    "zone_pensioenen",
                    definition,
                    object -> new Fold(definition, object),
                    definition.fingerprint());
            Zone memory = new Zone(definition, new InMemoryEventStore(), Clock.systemUTC());
            Zone folding = new Zone(definition, store, Clock.systemUTC());
            Zone keeping = new Zone(definition, store, Clock.systemUTC(), kept);
            int commands = Effort.HISTORY_OPERATIONS.count() / 25;
            int recorded = 0;
            for (int i = 0; i < commands; i++) {
                recorded += tell(memory, keeping, next(memory)) ? 1 : 0;
            }
            assertThat(store.projections().await("timelines", store.head(), Duration.ofSeconds(60)))
                    .isTrue();
            ask(memory, List.of(folding, keeping));
            assertThat(store.projections().verify("timelines", Progress.NONE).differences())
                    .isEmpty();
            Effort.report("history over stores: %d commands, %d recorded as previewed, %d points on 3 paths, seed %d"
                    .formatted(commands, recorded, POINTS, seed));
        }
    }

    /// @param source who commands it
    private record Told(Source source, Command command) {}

    /// @return whether it was recorded
    private boolean tell(Zone memory, Zone keeping, Told told) {
        Position before = memory.position();
        Preview foreseen = memory.preview(told.source, told.command);
        Preview alike = keeping.preview(told.source, told.command);
        assertThat(memory.position()).isEqualTo(before);
        if (!(foreseen instanceof Preview.Foreseen preview)) {
            assertThat(keeping.handle(told.source, told.command).getClass())
                    .isEqualTo(memory.handle(told.source, told.command).getClass());
            return false;
        }
        assertThat(alike).isInstanceOfSatisfying(Preview.Foreseen.class, other -> {
            assertThat(other.changes()).isEqualTo(preview.changes());
            assertThat(other.impact()).hasSameSizeAs(preview.impact());
        });
        assertThat(keeping.handle(told.source, told.command, preview.token())).isInstanceOf(Outcome.Recorded.class);
        assertThat(memory.handle(told.source, told.command, preview.token())).isInstanceOf(Outcome.Recorded.class);
        for (Zone zone : List.of(memory, keeping)) {
            assertThat(byObject(zone.questions().diff(KnownAt.upto(before), KnownAt.NOW)))
                    .isEqualTo(byObject(new Diff(before, before, preview.changes())));
        }
        assertThat(memory.impact(told.command.id()).orElseThrow()).isEqualTo(preview.impact());
        return true;
    }

    private static Map<ObjectId, List<?>> byObject(Diff diff) {
        return diff.objects().stream().collect(Collectors.toMap(ObjectChanges::object, ObjectChanges::changes));
    }

    private void ask(Zone memory, List<Zone> others) {
        long head = memory.position().value();
        for (int i = 0; i < POINTS; i++) {
            ObjectId person = people.get(random.nextInt(people.size()));
            String view = random.nextBoolean() ? "deelnemer" : "pensioen";
            Optional<LocalDate> day = Optional.of(day());
            KnownAt known = KnownAt.upto(new Position(random.nextLong(head + 1)));
            KnownAt later = KnownAt.upto(new Position(head));
            Reading reading = random.nextInt(3) == 0 ? Reading.ASSERTED : Reading.LEGAL;
            for (Zone other : others) {
                assertThat(other.questions().state(view, person, day, known, reading))
                        .as("%s of %s on %s by %s, %s, seed %d", view, person, day, known, reading, seed)
                        .isEqualTo(memory.questions().state(view, person, day, known, reading));
                assertThat(byObject(other.questions().diff(person, known, later)))
                        .isEqualTo(byObject(memory.questions().diff(person, known, later)));
            }
        }
        for (Zone other : others) {
            for (ObjectId person : people) {
                assertThat(other.questions()
                                .timeline("deelnemer", person, Reading.LEGAL)
                                .rectangles())
                        .isEqualTo(memory.questions()
                                .timeline("deelnemer", person, Reading.LEGAL)
                                .rectangles());
                assertThat(other.questions().history(person))
                        .hasSameSizeAs(memory.questions().history(person));
            }
        }
    }

    private LocalDate day() {
        return FIRST.plusDays(random.nextInt(DAYS));
    }

    private Told next(Zone zone) {
        Source source = new Source(new UUID(1, 1), random.nextInt(5) == 0 ? "burger" : "ambtenaar");
        List<StoredEvent> stored = new ArrayList<>();
        for (ObjectId person : people) {
            stored.addAll(zone.events(person, ReadOptions.FORWARD.limit(Zone.MAX_PAGE)));
        }
        if (stored.isEmpty() || random.nextInt(3) == 0) {
            return new Told(source, claim());
        }
        StoredEvent target = stored.get(random.nextInt(stored.size()));
        EventId head = zone.head(target);
        return new Told(source, random.nextInt(3) == 0 ? correction(target, head) : validation(target, head));
    }

    private Command claim() {
        Map<String, Object> data = new HashMap<>();
        data.put("deelnemer", people.get(random.nextInt(people.size())).toString());
        String type = switch (random.nextInt(5)) {
            case 0 -> {
                data.put("geboortedatum", date());
                data.put("woonland", country());
                yield "DeelnemerGemeld";
            }
            case 1 -> {
                data.put("datum", date());
                yield "OverlijdenGemeld";
            }
            case 2 -> {
                data.put("regeling", "AOW");
                data.put("bedragPerMaand", random.nextLong(2_000));
                data.put("datumIngang", date());
                yield "PensioenToegekend";
            }
            case 3 -> {
                data.put("datumEinde", date());
                data.put("reden", random.nextBoolean() ? "overlijden" : "vertrek");
                yield "PensioenGestopt";
            }
            default -> {
                data.put("datum", date());
                data.put("woonland", country());
                yield "AdresGemeld";
            }
        };
        return new Command.RecordClaim(
                EventId.next(), type, Optional.empty(), Optional.of(ACT), List.of(), new EventData(data));
    }

    private Map<String, Object> date() {
        LocalDate day = day();
        return switch (random.nextInt(6)) {
            case 0 -> Map.of("type", "JaarDatum", "jaar", (long) day.getYear());
            case 1 -> Map.of("type", "DatumOnbekend", "onbekend", true);
            default -> Map.of("type", "Datum", "datum", day.toString());
        };
    }

    private Map<String, Object> country() {
        return Map.of("code", random.nextBoolean() ? "6030" : "6037");
    }

    private Command validation(StoredEvent target, EventId head) {
        boolean accepts = random.nextInt(5) > 0;
        return new Command.Validate(
                EventId.next(),
                target.id(),
                head,
                accepts ? Validation.Decision.ACCEPT : Validation.Decision.REJECT,
                accepts && random.nextInt(4) == 0 ? Optional.of(day()) : Optional.empty(),
                Optional.of(ACT));
    }

    private Command correction(StoredEvent target, EventId head) {
        boolean retracts = random.nextBoolean();
        Map<String, Object> amend =
                Map.of(random.nextBoolean() ? "datum" : "woonland", random.nextBoolean() ? date() : country());
        return new Command.Correct(
                EventId.next(),
                target.id(),
                head,
                retracts ? Correction.Action.RETRACT : Correction.Action.AMEND,
                retracts ? EventData.EMPTY : new EventData(amend),
                Optional.empty(),
                Optional.of(ACT));
    }
}
