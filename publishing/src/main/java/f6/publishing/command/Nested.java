package f6.publishing.command;

import f6.publishing.document.DocumentKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Commands that others bring with them.
final class Nested {
    private Nested() {}

    /// What is done within a command in bulk, is done in bulk.
    private static Map<String, @Nullable Object> payload(DocumentKey key, Command within) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("content_id", key.contentId().toString());
        payload.put("locale", key.locale());
        if (within.isBulk()) {
            payload.put("bulk_publishing", true);
        }
        return payload;
    }

    static Command.DiscardDraft discard(DocumentKey key, Command within) {
        return new Command.DiscardDraft(key.contentId(), payload(key, within));
    }

    static Command.Publish publish(DocumentKey key, Command within) {
        return new Command.Publish(key.contentId(), payload(key, within));
    }

    /// @param routes of what was at the old path: each leads to its place below the new one
    static Command.PutContent redirect(
            UUID contentId,
            String locale,
            String publishingApp,
            String from,
            String to,
            List<Map<String, @Nullable Object>> routes,
            Command within) {
        Map<String, @Nullable Object> payload = payload(new DocumentKey(contentId, locale), within);
        payload.put("base_path", from);
        payload.put("document_type", "redirect");
        payload.put("schema_name", "redirect");
        payload.put("publishing_app", publishingApp);
        payload.put("update_type", "major");
        payload.put(
                "redirects",
                routes.stream()
                        .map(route -> {
                            Map<String, @Nullable Object> redirect = new LinkedHashMap<>();
                            String path = String.valueOf(route.get("path"));
                            redirect.put("path", path);
                            redirect.put("type", route.get("type"));
                            redirect.put(
                                    "destination", path.startsWith(from) ? to + path.substring(from.length()) : to);
                            return redirect;
                        })
                        .toList());
        return new Command.PutContent(contentId, payload);
    }
}
