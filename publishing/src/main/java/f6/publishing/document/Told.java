package f6.publishing.document;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.Evolution;
import f6.eventstore.model.Evolution.Decoded;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events tell, in the shape of today, whatever the version they were stored in.
public final class Told {
    private static final Evolution<Map<String, @Nullable Object>> EVOLUTION = evolution();

    private Told() {}

    private static Evolution<Map<String, @Nullable Object>> evolution() {
        Evolution.Builder<Map<String, @Nullable Object>> builder = Evolution.builder();
        for (String type : Happened.ALL) {
            builder = builder.decoder(
                    type, Happened.VERSION, stored -> stored.event().data().members());
            builder = builder.upcaster(type, "0", Happened.VERSION, Told::fromVersion0);
        }
        return builder.build();
    }

    /// Version 0 had a flat command and one `format` in the place of a schema and a document type.
    private static EventData fromVersion0(EventData data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        if (!members.containsKey("payload")) {
            return data;
        }
        Map<String, @Nullable Object> command = new LinkedHashMap<>();
        for (String member : new String[] {"action", "user_uid", "request_id"}) {
            if (members.containsKey(member)) {
                command.put(member, members.remove(member));
            }
        }
        Map<String, @Nullable Object> payload = Json.object(members.remove("payload"));
        Object format = payload.remove("format");
        if (format != null) {
            payload.putIfAbsent("schema_name", format);
            payload.putIfAbsent("document_type", format);
        }
        command.put("payload", payload);
        members.put(Happened.COMMAND, command);
        return new EventData(members);
    }

    /// The members of an event's data.
    ///
    /// @throws InvalidValue when its version is not known
    public static Map<String, @Nullable Object> by(Event event) {
        if (event.version().equals(Happened.VERSION)) {
            return event.data().members();
        }
        return switch (EVOLUTION.decode(new StoredEvent(Position.START, event.occurredAt(), event))) {
            case Decoded.Known<Map<String, @Nullable Object>> known -> known.event();
            case Decoded.Raw<Map<String, @Nullable Object>> _ ->
                throw new InvalidValue("event %s of type %s has version %s, which is not known"
                        .formatted(event.id(), event.type(), event.version()));
        };
    }

    /// To be asked at the start, of the log's types and versions.
    public static Evolution<Map<String, @Nullable Object>> evolutions() {
        return EVOLUTION;
    }
}
