package f6.postgres;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Event data as the text in the `event_data` column.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    /// For quotes and braces.
    private static final int INITIAL = 100;

    private Json() {}

    /// In UTF-8.
    static byte[] write(EventData data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.size() + INITIAL);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out, data.members());
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Long whole -> out.writeNumber(whole);
            case BigDecimal decimal -> out.writeNumber(decimal);
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(item -> write(out, item));
                out.writeEndArray();
            }
            case Map<?, ?> object -> {
                out.writeStartObject();
                object.forEach((name, member) -> {
                    out.writeName((String) name);
                    write(out, member);
                });
                out.writeEndObject();
            }
            default -> throw new InvalidValue("not a JSON value: " + value.getClass());
        }
    }

    static EventData read(byte[] utf8, int from, int length) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), utf8, from, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidValue("event data is not a JSON object");
            }
            return new EventData(object(in));
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser in) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, value(in));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> in.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                yield items;
            }
            default -> throw new InvalidValue("not a JSON value: " + in.currentToken());
        };
    }
}
