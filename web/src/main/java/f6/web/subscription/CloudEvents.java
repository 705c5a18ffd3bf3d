package f6.web.subscription;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.zone.definition.ZoneDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events as CloudEvents 1.0 in JSON, by the NL GOV profile: the source is the organisation by its OIN, the type
/// is named from the top down.
record CloudEvents(String zone, String oin) {
    static final String MEDIA_TYPE = "application/cloudevents+json";

    static CloudEvents of(ZoneDefinition definition) {
        return new CloudEvents(definition.name(), definition.organisation().oin());
    }

    Map<String, @Nullable Object> of(StoredEvent stored) {
        Event event = stored.event();
        Map<String, @Nullable Object> cloud = new LinkedHashMap<>();
        cloud.put("specversion", "1.0");
        cloud.put("id", event.id().toString());
        cloud.put("source", "urn:nld:oin:%s:systeem:%s".formatted(oin, zone));
        cloud.put("type", "nl.f6.%s.%s".formatted(zone, event.type()));
        cloud.put("subject", event.objects().getFirst().toString());
        cloud.put("time", event.occurredAt().toString());
        cloud.put("datacontenttype", "application/json");
        cloud.put("sequence", stored.position().toString());
        cloud.put("data", data(stored));
        return cloud;
    }

    private static Map<String, @Nullable Object> data(StoredEvent stored) {
        Event event = stored.event();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("position", stored.position().value());
        data.put("id", event.id().toString());
        data.put("created_at", stored.createdAt().toString());
        data.put("occurred_at", event.occurredAt().toString());
        data.put("object_ids", event.objects().stream().map(ObjectId::toString).toList());
        data.put("event_type", event.type().name());
        data.put("event_version", event.version());
        data.put("event_kind", event.kind().name());
        data.put("event_source_id", event.source().id().toString());
        data.put("event_source_type", event.source().type());
        data.put(
                "event_reference",
                event.references().stream().map(EventId::toString).toList());
        data.put("event_data", event.data().members());
        return data;
    }
}
