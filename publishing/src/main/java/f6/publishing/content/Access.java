package f6.publishing.content;

import f6.publishing.document.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may see an item (content-store, `can_view?`).
public final class Access {
    private Access() {}

    /// Whether only some may see it.
    public static boolean isLimited(Item item) {
        return !limit(item, "users").isEmpty() || !limit(item, "organisations").isEmpty();
    }

    public static boolean canView(Item item, Visitor visitor) {
        if (isIn(limit(item, "users"), visitor.user())
                || isIn(limit(item, "organisations"), visitor.organisation())
                || isIn(bypassIds(item.fields()), visitor.bypassId())) {
            return true;
        }
        if (isLimited(item)) {
            return false;
        }
        // Who has but a link to some draft is to see that draft, and not all others.
        return visitor.bypassId().isEmpty()
                || visitor.user().isPresent()
                || isLinkedBy(item, visitor.bypassId().get());
    }

    /// Whether it links to a draft that the link was given for.
    private static boolean isLinkedBy(Item item, String bypassId) {
        return Json.object(item.fields().get("expanded_links")).values().stream()
                .flatMap(links -> Json.objects(links).stream())
                .anyMatch(link -> bypassIds(link).contains(bypassId));
    }

    private static List<? extends @Nullable Object> limit(Item item, String who) {
        return Json.list(Json.object(item.fields().get("access_limited")).get(who));
    }

    private static List<? extends @Nullable Object> bypassIds(Map<String, @Nullable Object> item) {
        return Json.list(item.get("auth_bypass_ids"));
    }

    private static boolean isIn(List<? extends @Nullable Object> ids, Optional<String> id) {
        return id.isPresent() && ids.contains(id.get());
    }
}
