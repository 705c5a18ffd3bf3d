package f6.app;

import f6.app.LogFile.Header;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the lines of a [LogFile] say.
final class LogFileReading {
    private static final Set<String> HEADER = Set.of("f6_export", "log", "head", "count");
    private static final Set<String> EVENT = Set.of(
            "position",
            "id",
            "created_at",
            "occurred_at",
            "object_ids",
            "event_type",
            "event_version",
            "event_kind",
            "event_source_id",
            "event_source_type",
            "event_reference",
            "event_data");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(EventData.MAX_DEPTH + 1)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private LogFileReading() {}

    /// @throws InvalidValue when it is not the first line of such a file
    static Header header(byte[] line) {
        Map<String, @Nullable Object> members = members(line, HEADER);
        long format = whole(members, "f6_export");
        if (format != LogFile.FORMAT) {
            throw new InvalidValue("the file is of format %d, and this F6 reads %d".formatted(format, LogFile.FORMAT));
        }
        Header header = new Header(text(members, "log"), whole(members, "count"));
        if (header.count() != whole(members, "head")) {
            throw new InvalidValue("head and count differ");
        }
        return header;
    }

    /// @throws InvalidValue when it is not an event
    static StoredEvent event(byte[] line) {
        Map<String, @Nullable Object> members = members(line, EVENT);
        return new StoredEvent(
                new Position(whole(members, "position")),
                instant(members, "created_at"),
                new Event(
                        EventId.of(text(members, "id")),
                        new EventType(text(members, "event_type")),
                        text(members, "event_version"),
                        kind(text(members, "event_kind")),
                        instant(members, "occurred_at"),
                        texts(members, "object_ids").stream().map(ObjectId::of).toList(),
                        new Source(
                                ObjectId.of(text(members, "event_source_id")).value(),
                                text(members, "event_source_type")),
                        texts(members, "event_reference").stream()
                                .map(EventId::of)
                                .toList(),
                        new EventData(object(members.get("event_data")))));
    }

    private static Map<String, @Nullable Object> members(byte[] line, Set<String> names) {
        try {
            Map<String, @Nullable Object> members = object(JSON.readValue(line, Object.class));
            if (members.keySet().equals(names)) {
                return members;
            }
            throw new InvalidValue("has the members %s, and not %s".formatted(members.keySet(), names));
        } catch (JacksonException e) {
            throw new InvalidValue("is not JSON as it was exported: " + e.getOriginalMessage());
        }
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(map.size());
            map.forEach((name, member) -> members.put((String) name, member));
            return members;
        }
        throw new InvalidValue("is not a JSON object where one must be");
    }

    private static String text(Map<String, @Nullable Object> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new InvalidValue(name + " is not a text");
    }

    private static long whole(Map<String, @Nullable Object> members, String name) {
        return switch (members.get(name)) {
            case Integer number when number >= 0 -> number;
            case Long number when number >= 0 -> number;
            case null, default -> throw new InvalidValue(name + " is not a whole number from 0");
        };
    }

    private static List<String> texts(Map<String, @Nullable Object> members, String name) {
        if (members.get(name) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new InvalidValue(name + " is not a list of texts");
    }

    private static Instant instant(Map<String, @Nullable Object> members, String name) {
        try {
            return Event.storable(Instant.parse(text(members, name)));
        } catch (DateTimeException e) {
            throw new InvalidValue(name + " is not a moment in UTC");
        }
    }

    private static EventKind kind(String name) {
        try {
            return EventKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("event_kind is not known");
        }
    }
}
