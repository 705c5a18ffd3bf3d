package f6.web.publishing;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Json;
import f6.publishing.view.Views;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The links of a document with what they lead to, one level deep: its link set's, and over those its
/// edition's.
final class ExpandedLinks {
    private static final List<String> SHOWN = List.of(
            "analytics_identifier",
            "base_path",
            "content_id",
            "document_type",
            "locale",
            "public_updated_at",
            "schema_name",
            "title");
    /// Never linked to.
    private static final Set<String> NOWHERE = Set.of("redirect", "gone");
    /// Types of links that lead to withdrawn editions too.
    private static final Set<String> TO_WITHDRAWN = Set.of("children", "parent", "related_statistical_data_sets");

    private final Views views;
    private final Clock clock;

    ExpandedLinks(Views views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    Answered answer(Asked asked) {
        DocumentKey key = asked.document();
        boolean drafts = asked.parameters().flag("with_drafts", true);
        Optional<Map<String, @Nullable Object>> set = views.linkSet(key.contentId());
        Optional<Map<String, @Nullable Object>> edition = views.content(key, store(drafts));
        Map<String, List<UUID>> links = new LinkedHashMap<>();
        set.ifPresent(row -> links.putAll(links(row)));
        edition.ifPresent(row -> links.putAll(links(row)));
        Map<String, Object> expanded = new LinkedHashMap<>();
        for (String type : new TreeSet<>(links.keySet())) {
            List<Map<String, @Nullable Object>> targets = new ArrayList<>();
            for (UUID target : links.getOrDefault(type, List.of())) {
                target(type, target, key.locale(), drafts).ifPresent(targets::add);
            }
            if (!targets.isEmpty()) {
                expanded.put(type, targets);
            }
        }
        if (expanded.isEmpty() && set.isEmpty()) {
            throw Rejected.of(404, "Could not find links for content_id: " + key.contentId());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("generated", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("expanded_links", expanded);
        body.put("version", set.map(row -> row.get("version")).orElse(0));
        return Answered.ok(body);
    }

    private static Optional<ContentStore> store(boolean drafts) {
        return drafts ? Optional.empty() : Optional.of(ContentStore.LIVE);
    }

    private static Map<String, List<UUID>> links(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        Json.object(row.get("links"))
                .forEach((type, targets) -> texts.put(
                        type,
                        Json.list(targets).stream()
                                .map(target -> String.valueOf((Object) target))
                                .toList()));
        return Json.links(texts);
    }

    /// In the language of what links to it, or else in English.
    private Optional<Map<String, @Nullable Object>> target(String type, UUID id, String locale, boolean drafts) {
        return at(type, new DocumentKey(id, locale), drafts)
                .or(() -> at(type, new DocumentKey(id, DocumentKey.DEFAULT_LOCALE), drafts));
    }

    private Optional<Map<String, @Nullable Object>> at(String type, DocumentKey key, boolean drafts) {
        return views.content(key, store(drafts))
                .filter(row -> !NOWHERE.contains(String.valueOf(row.get("document_type"))))
                .filter(row -> !State.UNPUBLISHED.word().equals(row.get("publication_state"))
                        || (isWithdrawn(row) && TO_WITHDRAWN.contains(type)))
                .map(ExpandedLinks::shown);
    }

    private static boolean isWithdrawn(Map<String, @Nullable Object> row) {
        return "withdrawal".equals(Json.object(row.get("unpublishing")).get("type"));
    }

    private static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        SHOWN.forEach(field -> shown.put(field, row.get(field)));
        Json.text(row.get("base_path")).ifPresent(path -> shown.put("api_path", "/api/content" + path));
        shown.put("withdrawn", isWithdrawn(row));
        shown.put("links", Map.of());
        return shown;
    }
}
