package f6.web;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as RFC 7493 (I-JSON) has it: no member twice, nothing behind the end, no depth without end.
final class StrictJson {
    /// An event's data and what a request wraps around it.
    private static final int MAX_DEPTH = EventData.MAX_DEPTH + 10;

    static final JsonMapper MAPPER = mapper();
    /// Writes the members of objects by name: the same bytes on each start, however they were put together.
    static final JsonMapper SORTED = MAPPER.rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private StrictJson() {}

    static JacksonJsonHttpMessageConverter converter() {
        return new JacksonJsonHttpMessageConverter(MAPPER);
    }

    /// @throws InvalidValue when the text is not one JSON object
    static Map<String, @Nullable Object> object(byte[] text) {
        try {
            if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> object) {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                object.forEach((name, value) -> members.put(String.valueOf((Object) name), value));
                return members;
            }
        } catch (StreamReadException e) {
            throw new InvalidValue("the body is not as it must be: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw new InvalidValue("the body is not as it must be: send one JSON object, and nothing behind it");
        }
        throw new InvalidValue("the body is not as it must be: send a JSON object");
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
