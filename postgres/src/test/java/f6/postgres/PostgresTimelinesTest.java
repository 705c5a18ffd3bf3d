package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.Seed;
import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Content;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Entry;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.KeptTimelines.Criterion;
import f6.eventstore.timeline.KeptTimelines.Found;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.PartialDate;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Facts of the form `{"date": …, "address": …, "name": …}`, each setting what it names.
class PostgresTimelinesTest implements Dating {
    private static final EventType TYPE = new EventType("Fact");
    private static final Source SOURCE = new Source(new UUID(1, 1), "clerk");
    private static final LocalDate FIRST = LocalDate.parse("1969-06-01");

    private final String schema = TestServer.freshSchema();
    private final PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Optional<PartialDate> dataDate(Event event, Content content) {
        return Optional.ofNullable(content.data().members().get("date")).map(PartialDate::of);
    }

    private record Setting() implements Folding {
        @Override
        public Map<String, Object> initial(List<String> anomalies) {
            return Map.of();
        }

        @Override
        public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
            Map<String, Object> after = new LinkedHashMap<>(before);
            entry.content().data().members().forEach((name, value) -> {
                if (!name.equals("date") && value != null) {
                    after.put(name, value);
                }
            });
            return after;
        }
    }

    private PostgresTimelines start(PostgresEventStore node, String fingerprint) {
        return PostgresTimelines.start(node, TestServer.DATABASE, schema, this, object -> new Setting(), fingerprint);
    }

    private StoredEvent append(EventKind kind, ObjectId object, List<EventId> references, Map<String, Object> data) {
        Event event = new Event(
                EventId.next(),
                TYPE,
                "1",
                kind,
                Instant.parse("2000-01-01T00:00:00Z"),
                List.of(object),
                SOURCE,
                references,
                new EventData(data));
        return store.append(event).orThrow().events().getFirst();
    }

    private StoredEvent fact(ObjectId object, String date, String attribute, Object value) {
        return append(EventKind.FACT, object, List.of(), Map.of("date", date, attribute, value));
    }

    private StoredEvent amend(ObjectId object, StoredEvent target, Map<String, Object> members) {
        Correction correction = new Correction(
                target.id(), Correction.Action.AMEND, new EventData(members), Optional.empty(), Basis.AUTHORITY);
        return append(EventKind.CORRECTION, object, List.of(target.id()), correctionData(correction));
    }

    private static Map<String, Object> correctionData(Correction correction) {
        Map<String, Object> data = new LinkedHashMap<>();
        correction.toData().members().forEach((name, value) -> {
            if (value != null) {
                data.put(name, value);
            }
        });
        return data;
    }

    private static MaterialTime day(String day) {
        return MaterialTime.endOf(LocalDate.parse(day), ZoneOffset.UTC);
    }

    private void awaitAll(PostgresTimelines timelines) {
        assertThat(timelines).isNotNull();
        awaitAll(store);
    }

    private static void awaitAll(PostgresEventStore node) {
        assertThat(node.projections().await(TimelineTables.NAME, node.head(), Duration.ofSeconds(30)))
                .isTrue();
    }

    private static Map<String, Object> address(String street, int number) {
        return Map.of("street", street, "number", (long) number);
    }

    @Test
    void a_point_is_answered_as_a_fold_answers_it() {
        long seed = Seed.print("PostgresTimelinesTest");
        SplittableRandom random = new SplittableRandom(seed);
        PostgresTimelines timelines = start(store, "1");
        List<ObjectId> objects = Stream.generate(ObjectId::next).limit(5).toList();
        List<StoredEvent> facts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            ObjectId object = objects.get(random.nextInt(objects.size()));
            String date = FIRST.plusDays(random.nextInt(400)).toString();
            if (random.nextInt(4) == 0 && !facts.isEmpty()) {
                StoredEvent target = facts.get(random.nextInt(facts.size()));
                var _ = amend(
                        target.event().objects().getFirst(),
                        target,
                        random.nextBoolean() ? Map.of("date", date) : Map.of("address", address("Corrected", i)));
            } else {
                String attribute = random.nextBoolean() ? "address" : "name";
                facts.add(fact(object, date, attribute, attribute.equals("name") ? "n" + i : address("Street", i % 7)));
            }
        }
        awaitAll(timelines);
        for (int i = 0; i < 500; i++) {
            ObjectId object = objects.get(random.nextInt(objects.size()));
            MaterialTime material =
                    day(FIRST.plusDays(random.nextInt(420) - 10L).toString());
            Position formal = new Position(random.nextInt(151));
            Instant moment = store.read(Query.all(), ReadOptions.FORWARD)
                    .skip(random.nextInt(149))
                    .findFirst()
                    .orElseThrow()
                    .createdAt();
            History history = Boundary.of(List.of(object), store, this).history();
            assertThat(timelines
                            .at(object, material, KnownAt.upto(formal))
                            .orElseThrow()
                            .state())
                    .isEqualTo(new Setting().fold(history.counted(material, formal, Reading.LEGAL)));
            Position then = store.positionAt(moment);
            var kept = timelines.at(object, material, KnownAt.moment(moment)).orElseThrow();
            assertThat(kept.position()).isEqualTo(then);
            assertThat(kept.state()).isEqualTo(new Setting().fold(history.counted(material, then, Reading.LEGAL)));
        }
        assertThat(store.projections()
                        .verify(TimelineTables.NAME, Progress.NONE)
                        .differences())
                .isEmpty();
    }

    @Test
    void what_is_remembered_of_the_past_is_what_is_kept_of_it() {
        SplittableRandom random = new SplittableRandom(Seed.print("PostgresTimelinesTest, remembered"));
        PostgresTimelines timelines = start(store, "1");
        PostgresEventStore node = PostgresEventStore.open(TestServer.DATABASE, schema);
        PostgresTimelines forgetful =
                PostgresTimelines.start(node, TestServer.DATABASE, schema, this, object -> new Setting(), "1", 0);
        List<ObjectId> objects = Stream.generate(ObjectId::next).limit(4).toList();
        for (int i = 0; i < 120; i++) {
            ObjectId object = objects.get(random.nextInt(objects.size()));
            var _ = fact(object, FIRST.plusDays(random.nextInt(50)).toString(), "name", "n" + i);
            if (i % 20 == 0) {
                awaitAll(timelines);
            }
            for (int j = 0; j < 5; j++) {
                ObjectId asked = objects.get(random.nextInt(objects.size()));
                MaterialTime material = day(FIRST.plusDays(random.nextInt(60)).toString());
                KnownAt known = KnownAt.upto(
                        new Position(1 + random.nextInt((int) store.head().value())));
                timelines
                        .at(asked, material, known)
                        .ifPresent(kept ->
                                assertThat(forgetful.at(asked, material, known)).contains(kept));
            }
        }
    }

    @Test
    void no_more_is_remembered_than_there_is_room_for() {
        ObjectId first = ObjectId.next();
        ObjectId second = ObjectId.next();
        Timeline timeline = new Timeline(List.of());
        TimelineMemory memory = new TimelineMemory(1);

        assertThat(memory.isWanted(first)).isFalse();
        assertThat(memory.isWanted(first)).isTrue();
        memory.remember(first, timeline, new Position(5));
        assertThat(memory.upTo(first, new Position(5))).contains(timeline);
        assertThat(memory.upTo(first, new Position(6))).isEmpty();
        memory.remember(second, timeline, new Position(5));
        assertThat(memory.upTo(first, new Position(5))).isEmpty();
        assertThat(memory.upTo(second, new Position(5))).contains(timeline);
    }

    @Test
    void a_node_takes_up_what_another_kept() {
        SplittableRandom random = new SplittableRandom(Seed.print("PostgresTimelinesTest, taken up"));
        List<ObjectId> objects = Stream.generate(ObjectId::next).limit(3).toList();
        List<StoredEvent> facts = new ArrayList<>();
        for (int turn = 0; turn < 4; turn++) {
            for (int i = 0; i < 30; i++) {
                ObjectId object = objects.get(random.nextInt(objects.size()));
                String date = FIRST.plusDays(random.nextInt(100)).toString();
                facts.add(fact(object, date, "number", new BigDecimal("1.50").multiply(BigDecimal.valueOf(i))));
                StoredEvent target = facts.get(random.nextInt(facts.size()));
                if (random.nextInt(3) == 0) {
                    var _ = amend(target.event().objects().getFirst(), target, Map.of("date", date));
                }
            }
            try (PostgresEventStore node = PostgresEventStore.open(TestServer.DATABASE, schema)) {
                var _ = start(node, "1");
                awaitAll(node);
                assertThat(node.projections()
                                .verify(TimelineTables.NAME, Progress.NONE)
                                .differences())
                        .isEmpty();
            }
        }
    }

    @Test
    void what_is_not_kept_yet_is_left_to_a_fold() {
        PostgresTimelines timelines = start(store, "1");
        ObjectId moved = ObjectId.next();
        ObjectId other = ObjectId.next();
        var _ = fact(moved, "2000-01-01", "name", "before");
        var _ = fact(other, "2000-01-01", "name", "other");
        awaitAll(timelines);
        store.projections().pause(TimelineTables.NAME);
        Waits.until(() -> store.projections().status(TimelineTables.NAME).state() == ProjectionStatus.State.PAUSED);
        StoredEvent last = fact(moved, "2000-01-01", "name", "after");

        assertThat(timelines.at(moved, day("2001-01-01"), KnownAt.NOW)).isEmpty();
        assertThat(timelines.at(moved, day("2001-01-01"), KnownAt.upto(new Position(2))))
                .hasValueSatisfying(kept -> assertThat(kept.state()).containsEntry("name", "before"));
        assertThat(timelines.at(other, day("2001-01-01"), KnownAt.NOW)).hasValueSatisfying(kept -> {
            assertThat(kept.state()).containsEntry("name", "other");
            assertThat(kept.position()).isEqualTo(last.position());
        });
        assertThat(timelines.at(other, day("2001-01-01"), KnownAt.upto(new Position(4))))
                .isEmpty();
        assertThat(timelines.at(
                        other, day("2001-01-01"), KnownAt.moment(Instant.now().plusSeconds(60))))
                .isEmpty();
    }

    @Test
    void another_folding_makes_them_anew() {
        PostgresTimelines old = start(store, "1");
        ObjectId object = ObjectId.next();
        var _ = fact(object, "2000-01-01", "name", "before");
        awaitAll(old);
        try (PostgresEventStore node = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            PostgresTimelines anew = start(node, "2");
            assertThat(anew.at(object, day("2001-01-01"), KnownAt.NOW)).isPresent();
            assertThat(old.at(object, day("2001-01-01"), KnownAt.NOW)).isEmpty();
            assertThat(node.projections().status(TimelineTables.NAME).version()).isEqualTo(2);
        }
        try (PostgresEventStore node = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            assertThat(start(node, "2").at(object, day("2001-01-01"), KnownAt.NOW))
                    .isPresent();
            assertThat(node.projections().status(TimelineTables.NAME).version()).isEqualTo(2);
        }
    }

    @Test
    void objects_are_found_by_what_they_were() {
        PostgresTimelines timelines = start(store, "1");
        ObjectId anna = ObjectId.next();
        ObjectId bert = ObjectId.next();
        ObjectId carl = ObjectId.next();
        var _ = fact(anna, "2000-01-01", "address", address("Main", 1));
        var _ = fact(bert, "2000-01-01", "address", address("Main", 1));
        StoredEvent moved = fact(bert, "2005-01-01", "address", address("Side", 2));
        var _ = fact(carl, "2000-01-01", "name", "Carl");
        var _ = fact(anna, "2000-01-01", "name", "Anna");
        var onMain = new Criterion.Contains("address", Map.of("street", "Main"));

        assertThat(find(timelines, "2004-01-01", onMain)).containsExactlyInAnyOrder(anna, bert);
        assertThat(find(timelines, "2006-01-01", onMain)).containsExactly(anna);
        assertThat(find(timelines, "2006-01-01", new Criterion.Present("name"), new Criterion.Absent("address")))
                .containsExactly(carl);
        assertThat(find(timelines, "2006-01-01", onMain, new Criterion.Present("name")))
                .containsExactly(anna);
        assertThat(find(timelines, "1999-01-01", onMain)).isEmpty();

        Found before = timelines.find(
                List.of(onMain),
                day("2006-01-01"),
                KnownAt.upto(new Position(moved.position().value() - 1)),
                Optional.empty(),
                10);
        assertThat(before.objects()).containsExactlyInAnyOrder(anna, bert);
        assertThat(before.position()).isEqualTo(new Position(2));
        Found page = timelines.find(List.of(onMain), day("2004-01-01"), KnownAt.NOW, Optional.empty(), 1);
        Found rest = timelines.find(
                List.of(onMain),
                day("2004-01-01"),
                KnownAt.NOW,
                Optional.of(page.objects().getFirst()),
                10);
        assertThat(Stream.concat(page.objects().stream(), rest.objects().stream()))
                .containsExactlyInAnyOrder(anna, bert);
    }

    private List<ObjectId> find(PostgresTimelines timelines, String day, Criterion... criteria) {
        return timelines
                .find(List.of(criteria), day(day), KnownAt.NOW, Optional.empty(), 10)
                .objects();
    }

    @Test
    void a_search_wants_something_that_is_there() {
        PostgresTimelines timelines = start(store, "1");
        assertThatThrownBy(() -> find(timelines, "2000-01-01", new Criterion.Absent("name")))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> timelines.find(
                        List.of(new Criterion.Present("name")),
                        day("2000-01-01"),
                        KnownAt.NOW,
                        Optional.empty(),
                        1_001))
                .isInstanceOf(InvalidValue.class);
        assertThat(find(timelines, "2000-01-01", new Criterion.Present("'; DROP TABLE x; --")))
                .isEmpty();
    }
}
