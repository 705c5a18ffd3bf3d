package f6.zone.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The JSON Schema (draft 2020-12) of the format of definitions, for editors. What it takes may still have
/// mistakes: names that are not there, expressions that are none.
public final class DefinitionSchema {
    private static final String FILE = "zone-definition.schema.json";

    private DefinitionSchema() {}

    public static String text() {
        try (InputStream file = DefinitionSchema.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
