package f6.acceptance;

import f6.publishing.schema.SchemaFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A platform for the tests of a class. Each test has content of its own.
abstract class OnPlatform {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    static StartedPlatform platform;

    final UUID id = UUID.randomUUID();
    final String path = "/page-" + NUMBER.incrementAndGet();
    final String content = "/v2/content/" + id;

    @BeforeAll
    static void start() {
        platform = StartedPlatform.start(SchemaFolder.ours());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /// @param particulars names and values by turns
    static Map<String, Object> page(String path, Object... particulars) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("base_path", path);
        page.put("title", "A page");
        page.put("document_type", "answer");
        page.put("schema_name", "generic");
        page.put("publishing_app", "publisher");
        page.put("rendering_app", "frontend");
        page.put("update_type", "major");
        page.put("details", Map.of("body", "<p>Hello</p>"));
        page.put("routes", List.of(Map.of("path", path, "type", "exact")));
        for (int i = 0; i < particulars.length; i += 2) {
            page.put(String.valueOf(particulars[i]), particulars[i + 1]);
        }
        return page;
    }

    void live(Object... particulars) {
        var _ = platform.draft(id, page(path, particulars));
        var _ = platform.publish(id, Map.of());
    }
}
