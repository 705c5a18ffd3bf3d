package f6.benchmarks.history;

import f6.benchmarks.BenchFailure;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.Reading;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The zone `adreshuishouding` of the examples. A fact is a claim and its validation, a correction an amendment of the
/// claim; they are appended as its commands write them, and read through [Zone]. A step's formal moment is the
/// instant at which the store says it was stored.
public final class F6History implements HistoryStore {
    private static final String VIEW = "woonsituatie";
    private static final Source REGISTRAR = new Source(new UUID(0x4006_4006, 0x8006_8006L), "ambtenaar");

    private final EventStore store;
    private final String name;
    private final ZoneDefinition definition;
    private final Zone zone;
    private final List<Instant> moments = new ArrayList<>();
    private final Map<Fact, Chain> corrected = new HashMap<>();
    private @Nullable Filings filings;

    private record Fact(int person, int fact) {
        static Fact of(Filing filing) {
            return new Fact(filing.person(), filing.fact());
        }
    }

    /// What a later correction has to name.
    private record Chain(Event claim, EventId head) {}

    /// @param home of F6, where the examples are
    public F6History(String name, EventStore store, Path home) {
        this.name = name;
        this.store = store;
        this.definition = DefinitionFile.read(home.resolve("examples/zonnendaal/adreshuishouding.yaml"));
        this.zone = new Zone(definition, store, Clock.systemUTC());
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

    /// Until a zone answers the others.
    @Override
    public Set<Question> answers() {
        return EnumSet.of(Question.POINT);
    }

    @Override
    public void load(Filings filings) {
        this.filings = filings;
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
        return zone.state(VIEW, object(person), Optional.of(day), Optional.of(moments.get(step)), Reading.LEGAL)
                .map(answer -> answer.fields().get("verblijfplaats"))
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
        throw new UnsupportedOperationException("timeline");
    }

    @Override
    public List<Difference> diff(int person, int before, int after) {
        throw new UnsupportedOperationException("diff");
    }

    @Override
    public List<Difference> diffAll(int before, int after) {
        throw new UnsupportedOperationException("diffAll");
    }

    /// The event store is its opener's to close.
    @Override
    public void close() {}
}
