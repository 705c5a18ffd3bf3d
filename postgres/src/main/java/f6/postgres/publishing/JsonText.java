package f6.postgres.publishing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/// Trees of JSON as the text of columns and back, with the order of members and the types of numbers that
/// event data has.
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    /// In bytes, of most columns.
    private static final int INITIAL = 1_500;

    private JsonText() {}

    static String of(Object tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL);
        write(bytes, tree);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Writes it in UTF-8.
    static void write(OutputStream bytes, Object tree) {
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out, tree);
        }
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Integer whole -> out.writeNumber(whole);
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
                    out.writeName(String.valueOf((Object) name));
                    write(out, member);
                });
                out.writeEndObject();
            }
            default -> out.writeString(value.toString());
        }
    }

    /// The object in a column.
    static Map<String, @Nullable Object> object(@Nullable String text) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (text != null && tree(text) instanceof Map<?, ?> members) {
            members.forEach((name, member) -> object.put(String.valueOf((Object) name), member));
        }
        return object;
    }

    static @Nullable Object tree(String text) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return value(in, Objects.requireNonNull(in.nextToken()));
        }
    }

    private static @Nullable Object value(JsonParser in, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    object.put(name, value(in, Objects.requireNonNull(in.nextToken())));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    list.add(value(in, Objects.requireNonNull(next)));
                }
                yield list;
            }
            case VALUE_STRING -> in.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> whole(in);
            case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            default -> null;
        };
    }

    private static Number whole(JsonParser in) {
        return switch (in.getNumberType()) {
            case INT, LONG -> in.getLongValue();
            default -> new BigDecimal(in.getBigIntegerValue());
        };
    }
}
