package f6.web.publishing;

import f6.eventstore.event.EventData;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as publishing applications send it: of a member that is given twice the last counts, as in Ruby.
/// Nothing behind the end, no depth without end.
final class SentJson {
    /// What an event's data may be; deeper payloads are refused by name when they are to be stored.
    private static final int MAX_DEPTH = EventData.MAX_DEPTH + 10;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int BAD_REQUEST = 400;

    private SentJson() {}

    /// @throws Rejected when the text is not one JSON object
    static Map<String, @Nullable Object> object(byte[] text) {
        try {
            if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> object) {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                object.forEach((name, value) -> members.put(String.valueOf((Object) name), value));
                return members;
            }
        } catch (StreamReadException e) {
            throw Rejected.of(BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw Rejected.of(BAD_REQUEST, "the body is not one JSON object with nothing behind it");
        }
        throw Rejected.of(BAD_REQUEST, "the body is not a JSON object");
    }
}
