package f6.app;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Answers for machines.
final class Json {
    /// In ASCII, which every terminal and pipe passes on as it is.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private Json() {}

    static void print(Map<String, @Nullable Object> document, PrintStream out) {
        out.println(JSON.writeValueAsString(document));
    }
}
