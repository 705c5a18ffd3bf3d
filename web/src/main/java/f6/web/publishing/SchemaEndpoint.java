package f6.web.publishing;

import f6.publishing.schema.ContentSchemas;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The shapes that content may have.
final class SchemaEndpoint {
    private final ContentSchemas schemas;

    SchemaEndpoint(ContentSchemas schemas) {
        this.schemas = schemas;
    }

    void routes(Routes routes) {
        routes.get("/v2/schemas", _ -> {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            new TreeSet<>(schemas.names()).forEach(name -> all.put(name, schemas.find(name)));
            return Answered.ok(all);
        });
        routes.get("/v2/schemas/{name}", asked -> {
            String name = asked.request().pathVariable("name");
            Map<String, @Nullable Object> schema = schemas.find(name);
            if (schema == null) {
                throw Rejected.of(404, "Schema not found for name '%s'".formatted(name));
            }
            return Answered.ok(schema);
        });
    }
}
