package f6.benchmarks.history;

import f6.benchmarks.BenchFailure;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Change;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Diff;
import f6.zone.view.ObjectChanges;
import f6.zone.view.ViewTimeline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The zone `adreshuishouding` of the examples. A fact is a claim and its validation, a correction an amendment of
/// the claim; they are appended as its commands write them, and read through [Zone]. A step's formal moment is the
/// instant at which the store says it was stored.
public final class F6History implements HistoryStore {
    private static final String VIEW = "woonsituatie";
    private static final String FIELD = "verblijfplaats";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Source REGISTRAR = new Source(new UUID(0x4006_4006, 0x8006_8006L), "ambtenaar");

    private final EventStore store;
    private final String name;
    private final ZoneDefinition definition;
    private final KeptTimelines kept;
    private final Zone zone;
    private final List<Instant> moments = new ArrayList<>();
    private final Map<Fact, Chain> corrected = new HashMap<>();
    private final Map<ObjectId, Integer> people = new HashMap<>();
    private @Nullable Filings filings;

    private record Fact(int person, int fact) {
        static Fact of(Filing filing) {
            return new Fact(filing.person(), filing.fact());
        }
    }

    /// What a later correction has to name.
    private record Chain(Event claim, EventId head) {}

    /// @param home of F6, where the examples are
    /// @param keeping starts to keep the timelines of the zone
    public F6History(String name, EventStore store, Path home, Function<ZoneDefinition, KeptTimelines> keeping) {
        this.name = name;
        this.store = store;
        this.definition = DefinitionFile.read(home.resolve("examples/zonnendaal/adreshuishouding.yaml"));
        this.kept = keeping.apply(definition);
        this.zone = new Zone(definition, store, Clock.systemUTC(), kept);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String word() {
        return "f6";
    }

    @Override
    public String product() {
        return "F6, zone " + definition.name();
    }

    @Override
    public void load(Filings filings) {
        this.filings = filings;
        for (int person = 0; person < filings.people(); person++) {
            people.put(object(person), person);
        }
        Set<Fact> willBe = new HashSet<>();
        for (List<Filing> step : filings.steps()) {
            step.stream()
                    .filter(filing -> filing.kind() != Filing.Kind.REGISTERED)
                    .forEach(filing -> willBe.add(Fact.of(filing)));
        }
        for (List<Filing> step : filings.steps()) {
            List<Event> events = new ArrayList<>();
            for (Filing filing : step) {
                if (filing.kind() == Filing.Kind.REGISTERED) {
                    register(filings, filing, willBe.contains(Fact.of(filing)), events);
                } else {
                    events.add(correction(filings, filing));
                }
            }
            add(store.append(events, null).orThrow().events().getLast().createdAt());
        }
        corrected.clear();
        awaitKept();
    }

    /// What is measured is what is kept; a fold would answer meanwhile.
    private void awaitKept() {
        ObjectId first = object(0);
        while (!kept.equals(KeptTimelines.NONE)
                && kept.between(List.of(first), Position.START, KnownAt.upto(store.head()))
                        .isEmpty()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void add(Instant moment) {
        if (!moments.isEmpty() && !moment.isAfter(moments.getLast())) {
            throw new BenchFailure("the clock stood still or went back while steps were stored: try again", null);
        }
        moments.add(moment);
    }

    private void register(Filings filings, Filing filing, boolean correctedLater, List<Event> events) {
        ObjectId person = new ObjectId(filings.id(filing.person()));
        ObjectId place = new ObjectId(filings.placeId(filing.place()));
        Map<String, @Nullable Object> data = new HashMap<>(address(place, filing.address()));
        data.put("personen", List.of(person.toString()));
        data.put("datum", date(filing.from()));
        data.put("functieAdres", "woonadres");
        Event claim = new Event(
                EventId.next(),
                new EventType(filing.fact() == 0 ? "Inschrijving" : "Verhuizing"),
                "1",
                EventKind.CLAIM,
                noon(filing),
                List.of(person, place),
                REGISTRAR,
                List.of(),
                new EventData(data));
        EventData accepted =
                new Validation(claim.id(), Validation.Decision.ACCEPT, Optional.empty(), Basis.AUTHORITY).toData();
        Event validation = after(claim, EventKind.VALIDATION, noon(filing), claim.objects(), accepted);
        events.add(claim);
        events.add(validation);
        if (correctedLater) {
            corrected.put(Fact.of(filing), new Chain(claim, validation.id()));
        }
    }

    private Event correction(Filings filings, Filing filing) {
        Chain chain = corrected.remove(Fact.of(filing));
        if (chain == null) {
            throw new IllegalStateException("corrected before it was registered: " + filing);
        }
        List<ObjectId> objects = new ArrayList<>(chain.claim.objects());
        Map<String, @Nullable Object> amend = new HashMap<>();
        if (filing.kind() == Filing.Kind.REDATED) {
            amend.put("datum", date(filing.from()));
        } else {
            ObjectId place = new ObjectId(filings.placeId(filing.place()));
            objects.add(place);
            amend.putAll(address(place, filing.address()));
        }
        Correction correction = new Correction(
                chain.head, Correction.Action.AMEND, new EventData(amend), Optional.empty(), Basis.AUTHORITY);
        return after(chain.claim, EventKind.CORRECTION, noon(filing), objects, correction.toData());
    }

    private static Event after(Event claim, EventKind kind, Instant at, List<ObjectId> objects, EventData data) {
        return new Event(
                EventId.next(), claim.type(), claim.version(), kind, at, objects, REGISTRAR, List.of(claim.id()), data);
    }

    private static Instant noon(Filing filing) {
        return filing.from().atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    private static Map<String, Object> date(LocalDate day) {
        return Map.of("type", "Datum", "datum", day.toString());
    }

    private static Map<String, Object> address(ObjectId place, Address address) {
        return Map.of(
                "adres",
                place.toString(),
                "verblijfadres",
                Map.of(
                        "officieleStraatnaam", address.street(),
                        "huisnummer", (long) address.number(),
                        "woonplaats", address.place()));
    }

    @Override
    public @Nullable Address at(int person, LocalDate day, int step) {
        return zone.questions()
                .state(VIEW, object(person), Optional.of(day), KnownAt.moment(moments.get(step)), Reading.LEGAL)
                .map(answer -> answer.fields().get(FIELD))
                .map(F6History::address)
                .orElse(null);
    }

    private ObjectId object(int person) {
        if (filings == null) {
            throw new IllegalStateException("asked before it was loaded");
        }
        return new ObjectId(filings.id(person));
    }

    /// The address in the field `verblijfplaats`.
    private static Address address(Object field) {
        if (field instanceof Map<?, ?> stay
                && stay.get("verblijfadres") instanceof Map<?, ?> address
                && address.get("huisnummer") instanceof Number number) {
            return new Address(
                    String.valueOf(address.get("officieleStraatnaam")),
                    number.intValue(),
                    String.valueOf(address.get("woonplaats")));
        }
        throw new BenchFailure("not an address: " + field, null);
    }

    @Override
    public List<Rectangle> timeline(int person) {
        ViewTimeline timeline = zone.questions().timeline(VIEW, object(person), Reading.LEGAL);
        List<Rectangle> rectangles = new ArrayList<>();
        for (var each : timeline.rectangles()) {
            if (!each.attribute().equals(FIELD)) {
                continue;
            }
            int from = step(timeline.events().get(each.since()));
            int until = each.superseded().equals(Position.END)
                    ? Rectangle.STILL
                    : step(timeline.events().get(each.superseded()));
            if (from < until) {
                rectangles.add(new Rectangle(
                        new Stay(
                                day(each.from()),
                                day(each.until()),
                                address(each.value().orElseThrow())),
                        from,
                        until));
            }
        }
        return rectangles;
    }

    private int step(@Nullable StoredEvent edge) {
        return Collections.binarySearch(moments, Objects.requireNonNull(edge).createdAt());
    }

    private LocalDate day(MaterialTime time) {
        return time.equals(MaterialTime.END)
                ? Stay.FOREVER
                : LocalDate.ofInstant(time.instant(), definition.timeZone());
    }

    @Override
    public List<Difference> diff(int person, int before, int after) {
        return differences(zone.questions().diff(object(person), known(before), known(after)));
    }

    @Override
    public List<Difference> diffAll(int before, int after) {
        return differences(zone.questions().diff(known(before), known(after)));
    }

    private KnownAt known(int step) {
        return KnownAt.moment(moments.get(step));
    }

    /// Of people, in their order: the zone tells of places, too.
    private List<Difference> differences(Diff diff) {
        SortedMap<Integer, List<Difference>> differences = new TreeMap<>();
        for (ObjectChanges changed : diff.objects()) {
            Integer person = people.get(changed.object());
            if (person == null) {
                continue;
            }
            List<Stay> before = new ArrayList<>();
            List<Stay> after = new ArrayList<>();
            changed.changes().stream()
                    .filter(change -> change.attribute().equals(FIELD))
                    .forEach(change -> {
                        change.before().ifPresent(value -> before.add(stay(change, value)));
                        change.after().ifPresent(value -> after.add(stay(change, value)));
                    });
            differences.put(person, Stays.of(before).differences(person, Stays.of(after)));
        }
        return differences.values().stream().flatMap(List::stream).toList();
    }

    private Stay stay(Change change, Object value) {
        return new Stay(day(change.from()), day(change.until()), address(value));
    }

    /// The event store is its opener's to close.
    @Override
    public void close() {}
}
