package f6.web.event;

import f6.eventstore.event.EventKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What [CloudEvents] writes, for the description of the API.
public final class CloudEventSchema {
    private static final Map<String, ?> TEXT = Map.of("type", "string");

    public static final Map<String, ?> ONE = one();
    public static final Map<String, ?> BATCH = Map.of("type", "array", "items", ONE);

    private CloudEventSchema() {}

    private static Map<String, ?> one() {
        Map<String, Map<String, ?>> attributes = new TreeMap<>();
        attributes.put("specversion", Map.of("type", "string", "const", "1.0"));
        attributes.put("id", Map.of("type", "string", "format", "uuid"));
        attributes.put("source", Map.of("type", "string", "format", "uri"));
        attributes.put("type", TEXT);
        attributes.put("subject", said("The id of the first object that the event names."));
        attributes.put("time", said("When the zone recorded the event, by RFC 3339."));
        attributes.put("datacontenttype", Map.of("type", "string", "const", "application/json"));
        attributes.put("sequence", said("The position in the log."));
        attributes.put("sequencetype", Map.of("type", "string", "const", "Integer"));
        attributes.put(
                "eventkind",
                Map.of(
                        "type",
                        "string",
                        "enum",
                        Arrays.stream(EventKind.values()).map(EventKind::name).toList()));
        attributes.put("data", Map.of("type", "object", "description", "The event, whole."));
        return Map.of("type", "object", "properties", attributes, "required", List.copyOf(attributes.keySet()));
    }

    private static Map<String, ?> said(String what) {
        return Map.of("type", "string", "description", what);
    }
}
