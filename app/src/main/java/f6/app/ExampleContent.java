package f6.app;

import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.web.publishing.PublishingPlatform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a new platform begins with, so that there is something to look at.
final class ExampleContent {
    private static final UUID MOVING = UUID.fromString("5a3c1f0e-0000-4000-8000-000000000001");
    private static final UUID WASTE = UUID.fromString("5a3c1f0e-0000-4000-8000-000000000002");
    private static final UUID OLD = UUID.fromString("5a3c1f0e-0000-4000-8000-000000000003");
    private static final String APP = "f6-example";
    private static final By BY = new By(Optional.of(APP), Optional.empty());

    private final Publishing publishing;
    private final List<String> told = new ArrayList<>();

    private ExampleContent(Publishing publishing) {
        this.publishing = publishing;
    }

    /// Nothing on a platform that has content already.
    ///
    /// @return what was made, to be told
    static List<String> publish(PublishingPlatform platform) {
        ExampleContent example = new ExampleContent(platform.publishing());
        if (platform.head().getAsLong() == 0) {
            example.publish();
        }
        return example.told;
    }

    private void publish() {
        Map<String, @Nullable Object> moving = page("/moving-to-zonnendaal", "guide", "Moving to Zonnendaal");
        moving.put(
                "details",
                Map.of(
                        "parts",
                        List.of(
                                part(
                                        "Before you move",
                                        "before",
                                        "## Tell us\n\nTell us your new address **within 5 days** of moving."),
                                part("When you have moved", "after", "Fetch your key at the town hall."))));
        live(MOVING, moving);
        Map<String, @Nullable Object> waste = page("/waste-collection", "generic", "Waste collection");
        waste.put("details", Map.of("body", "Paper is fetched on Tuesdays."));
        waste.put("links", Map.of("related", List.of(MOVING.toString())));
        live(WASTE, waste);
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        old.put("base_path", "/moving");
        old.put("document_type", "redirect");
        old.put("schema_name", "redirect");
        old.put("publishing_app", APP);
        old.put("update_type", "major");
        old.put(
                "redirects",
                List.of(Map.of("path", "/moving", "type", "exact", "destination", "/moving-to-zonnendaal")));
        live(OLD, old);
        waste.put("title", "Waste collection from next year");
        put(WASTE, waste);
    }

    private static Map<String, @Nullable Object> page(String path, String kind, String title) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("base_path", path);
        page.put("title", title);
        page.put("document_type", kind);
        page.put("schema_name", kind);
        page.put("publishing_app", APP);
        page.put("rendering_app", "frontend");
        page.put("update_type", "major");
        page.put("change_note", "First published.");
        page.put("routes", List.of(Map.of("path", path, "type", "exact")));
        return page;
    }

    private static Map<String, Object> part(String title, String slug, String body) {
        return Map.of(
                "title",
                title,
                "slug",
                slug,
                "body",
                List.of(Map.of("content_type", "text/govspeak", "content", body)));
    }

    private void live(UUID id, Map<String, @Nullable Object> page) {
        put(id, page);
        handle(new Command.Publish(id, Map.of("content_id", id.toString())));
        told.add("%s, live".formatted(page.get("base_path")));
    }

    private void put(UUID id, Map<String, @Nullable Object> page) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(page);
        payload.put("content_id", id.toString());
        handle(new Command.PutContent(id, payload));
    }

    private void handle(Command command) {
        if (publishing.handle(command, BY) instanceof Answer.No(Refused refused)) {
            throw new IllegalStateException("example content is refused: " + refused.body());
        }
    }
}
