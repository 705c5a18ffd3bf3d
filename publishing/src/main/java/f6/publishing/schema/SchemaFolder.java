package f6.publishing.schema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import f6.eventstore.event.InvalidValue;
import f6.publishing.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Schemas read once: from a folder laid out as GOV.UK's `content_schemas/dist/formats`
/// (`<name>/publisher_v2/schema.json`, JSON Schema draft-04), or the small set that comes with F6.
public final class SchemaFolder implements ContentSchemas {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> OURS = List.of("generic", "gone", "guide", "redirect", "special_route");
    private static final String FILE = "publisher_v2/schema.json";
    /// More than the largest of GOV.UK's by far.
    private static final int MAX_BYTES = 5_000_000;

    private final Map<String, Known> known = new TreeMap<>();

    private record Known(Map<String, @Nullable Object> text, Schema compiled, String id) {}

    private SchemaFolder() {}

    /// Those that come with F6.
    public static SchemaFolder ours() {
        SchemaFolder schemas = new SchemaFolder();
        for (String name : OURS) {
            String resource = "/f6/publishing/schemas/%s/%s".formatted(name, FILE);
            try (InputStream text = SchemaFolder.class.getResourceAsStream(resource)) {
                if (text == null) {
                    throw new IllegalStateException(resource + " is missing");
                }
                schemas.add(name, new String(text.readAllBytes(), StandardCharsets.UTF_8), resource);
            } catch (IOException e) {
                throw new IllegalStateException("cannot read " + resource, e);
            }
        }
        return schemas;
    }

    /// Those of a folder.
    ///
    /// @throws InvalidValue when there is none, or one that cannot be read, naming it
    public static SchemaFolder of(Path folder) {
        SchemaFolder schemas = new SchemaFolder();
        try (Stream<Path> names = Files.list(folder)) {
            for (Path name : names.sorted().toList()) {
                Path file = name.resolve(FILE);
                if (Files.isRegularFile(file)) {
                    InvalidValue.require(
                            Files.size(file) <= MAX_BYTES, "%s has more than %d bytes".formatted(file, MAX_BYTES));
                    schemas.add(name.getFileName().toString(), Files.readString(file), file.toString());
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new InvalidValue("there is no folder %s to read content schemas from".formatted(folder));
        } catch (IOException e) {
            throw new InvalidValue("cannot read the content schemas in %s: %s".formatted(folder, e));
        }
        InvalidValue.require(
                !schemas.known.isEmpty(),
                "no content schemas in %s: it should have folders such as guide/%s".formatted(folder, FILE));
        return schemas;
    }

    private void add(String name, String text, String address) {
        try {
            Map<String, @Nullable Object> tree = Json.object(JSON.readValue(text, Map.class));
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    Dialects.getDraft4(),
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ROOT)
                            .build()));
            Schema compiled = registry.getSchema(text, InputFormat.JSON);
            known.put(
                    name,
                    new Known(
                            tree,
                            compiled,
                            UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                                    .toString()));
        } catch (JacksonException e) {
            throw new InvalidValue("%s is no JSON: %s".formatted(address, e.getOriginalMessage()));
        }
    }

    @Override
    public List<Map<String, Object>> problems(Map<String, @Nullable Object> content) {
        String name = Json.text(content.get("schema_name")).orElse("");
        Known schema = known.get(name);
        if (schema == null) {
            return List.of(SchemaProblem.unknownSchema(name));
        }
        return SchemaProblem.of(schema.compiled().validate(JSON.valueToTree(content)), schema.id());
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(known.keySet());
    }

    @Override
    public @Nullable Map<String, @Nullable Object> find(String name) {
        Known schema = known.get(name);
        return schema == null ? null : new LinkedHashMap<>(schema.text());
    }
}
