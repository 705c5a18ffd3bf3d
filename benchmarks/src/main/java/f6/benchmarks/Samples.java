package f6.benchmarks;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Events alike for all competitors: about 300 bytes of JSON, one to three objects, four types.
final class Samples {
    /// What a client works on in turn, so that most of its appends are about objects that exist.
    private static final int OBJECTS_PER_CLIENT = 1_000;

    private static final List<EventType> TYPES = List.of(
            new EventType("AddressRegistered"),
            new EventType("AddressMoved"),
            new EventType("ResidentCounted"),
            new EventType("AddressWithdrawn"));
    private static final Source SOURCE = new Source(new UUID(0x4006_4006, 0x8006_8006L), "registrar");
    private static final List<Content> CONTENTS =
            IntStream.range(0, 64).mapToObj(Samples::write).toList();

    private final SplittableRandom random;
    private final List<ObjectId> own = new ArrayList<>();
    private int count;

    private record Content(EventData data, String json) {}

    /// Samples whose objects are nobody else's.
    Samples() {
        this(new SplittableRandom());
    }

    Samples(SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < OBJECTS_PER_CLIENT; i++) {
            own.add(new ObjectId(uuid(random.nextLong(), random.nextLong())));
        }
    }

    /// The next, about one to three of the own objects in turn.
    Sample next() {
        int number = count++;
        List<ObjectId> objects = IntStream.rangeClosed(0, number % 3)
                .mapToObj(i -> own.get((number + i * 331) % OBJECTS_PER_CLIENT))
                .toList();
        return sample(number, objects);
    }

    /// The next, about an object that no event names yet.
    Sample nextOnFreshObject() {
        return sample(count++, List.of(new ObjectId(uuid(random.nextLong(), random.nextLong()))));
    }

    static Sample sample(int number, List<ObjectId> objects) {
        Content content = CONTENTS.get(number & 63);
        Event event = new Event(
                EventId.next(),
                TYPES.get(number & 3),
                "1",
                EventKind.FACT,
                Instant.now(),
                objects,
                SOURCE,
                List.of(),
                content.data());
        return new Sample(event, content.json(), envelope(event));
    }

    private static String envelope(Event event) {
        String objects = event.objects().stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return "{\"occurred_at\":\"" + event.occurredAt()
                + "\",\"event_version\":\"" + event.version()
                + "\",\"event_kind\":\"" + event.kind()
                + "\",\"source_id\":\"" + event.source().id()
                + "\",\"source_type\":\"" + event.source().type()
                + "\",\"object_ids\":[" + objects + "]}";
    }

    private static Content write(int number) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("street", "Lange Voorhout " + (char) ('A' + number % 26));
        members.put("number", 100 + number);
        members.put("postcode", "25%02d ZD".formatted(number));
        members.put("city", "Zonnendaal");
        members.put("residents", 2 + number % 7);
        members.put("monument", number % 2 == 0);
        members.put(
                "remark",
                "Registered at the counter on the statement of the owner; the surveyor's drawing of the "
                        + "building was seen and agrees with what was declared. No objection was raised.");
        String json = members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":"
                        + (member.getValue() instanceof String text ? "\"" + text + "\"" : member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return new Content(new EventData(members), json);
    }

    /// A UUID of version 4 from random bits.
    static UUID uuid(long high, long low) {
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }
}
