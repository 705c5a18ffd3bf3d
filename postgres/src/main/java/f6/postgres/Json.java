package f6.postgres;

import f6.eventstore.event.DataBuilder;
import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /// Any JSON value as text.
    static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(out, value);
        }
        return text.toString();
    }

    /// The JSON value, not null, that a text holds.
    static Object value(String text) {
        byte[] utf8 = ("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(read(utf8, 0, utf8.length).members().get("value"));
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
            DataBuilder data = new DataBuilder();
            read(in, data);
            return data.build();
        }
    }

    /// Up to the end of the outermost object; the parser has seen to it that all begins have their ends.
    private static void read(JsonParser in, DataBuilder data) {
        int depth = 1;
        while (depth > 0) {
            switch (in.nextToken()) {
                case PROPERTY_NAME -> data.name(in.currentName());
                case VALUE_STRING -> data.value(in.getString());
                case VALUE_TRUE -> data.value(true);
                case VALUE_FALSE -> data.value(false);
                case VALUE_NULL -> data.value(null);
                case VALUE_NUMBER_INT -> data.value(whole(in));
                case VALUE_NUMBER_FLOAT -> data.value(in.getDecimalValue());
                case START_OBJECT -> {
                    data.beginObject();
                    depth++;
                }
                case START_ARRAY -> {
                    data.beginList();
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    if (depth > 0) {
                        data.end();
                    }
                }
                case null, default -> throw new InvalidValue("the data ends early");
            }
        }
    }

    private static Number whole(JsonParser in) {
        return switch (in.getNumberType()) {
            case INT, LONG -> in.getLongValue();
            default -> in.getBigIntegerValue();
        };
    }
}
