package f6.publishing.content;

import f6.publishing.document.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An item as readers are shown it: the public fields, each there even when it is null; texts in HTML
/// where there are several types; links with their addresses; members sorted, at every depth.
public final class PublicItem {
    private static final List<String> FIELDS = List.of(
            "analytics_identifier",
            "base_path",
            "content_id",
            "description",
            "document_type",
            "first_published_at",
            "locale",
            "phase",
            "public_updated_at",
            "publishing_app",
            "publishing_request_id",
            "publishing_scheduled_at",
            "rendering_app",
            "scheduled_publishing_delay_seconds",
            "schema_name",
            "title");

    private final String website;

    /// @param website where readers find the content, without a slash at the end: `https://www.gov.uk`
    public PublicItem(String website) {
        this.website = website;
    }

    public Map<String, @Nullable Object> of(ContentStore.Stored stored) {
        Map<String, @Nullable Object> item = stored.item().fields();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        FIELDS.forEach(field -> shown.put(field, item.get(field)));
        shown.putIfAbsent("locale", "en");
        shown.putIfAbsent("phase", "live");
        shown.put("updated_at", text(stored.updatedAt()));
        shown.put("withdrawn_notice", Json.object(item.get("withdrawn_notice")));
        shown.put("links", links(item.get("expanded_links")));
        shown.put("details", Json.object(item.get("details")));
        if (stored.item().schemaName().equals("redirect")) {
            shown.put("redirects", Json.list(item.get("redirects")));
        }
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        shown.forEach((field, value) -> sorted.put(field, resolved(value)));
        return sorted;
    }

    /// To the millisecond, as the API has moments.
    private static String text(Instant moment) {
        String text = moment.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    /// With HTML in place of a list of the same in several types, and members sorted.
    private static @Nullable Object resolved(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> {
                TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
                object.forEach((name, member) -> sorted.put(String.valueOf((Object) name), resolved(member)));
                yield sorted;
            }
            case List<?> list -> {
                Optional<Object> html = html(list);
                if (html.isPresent()) {
                    yield html.get();
                }
                List<@Nullable Object> resolved = new ArrayList<>();
                list.forEach(item -> resolved.add(resolved(item)));
                yield resolved;
            }
            case null, default -> value;
        };
    }

    private static Optional<Object> html(List<?> list) {
        List<Map<String, @Nullable Object>> types = Json.objects(list);
        return types.size() < list.size()
                ? Optional.empty()
                : types.stream()
                        .filter(type -> "text/html".equals(type.get("content_type")))
                        .flatMap(type -> Optional.ofNullable(type.get("content")).stream())
                        .findFirst();
    }

    private Map<String, @Nullable Object> links(@Nullable Object expanded) {
        Map<String, @Nullable Object> links = new LinkedHashMap<>();
        Json.object(expanded).forEach((type, targets) -> {
            List<Map<String, @Nullable Object>> items =
                    targets instanceof Map<?, ?> one ? List.of(Json.object(one)) : Json.objects(targets);
            links.put(type, items.stream().map(this::link).toList());
        });
        return links;
    }

    private Map<String, @Nullable Object> link(Map<String, @Nullable Object> target) {
        Map<String, @Nullable Object> link = new LinkedHashMap<>(target);
        link.remove("auth_bypass_ids");
        Optional<String> basePath = Json.text(target.get("base_path"));
        Optional<String> apiPath = Json.text(target.get("api_path")).or(() -> basePath.map("/api/content"::concat));
        apiPath.ifPresent(path -> link.put("api_path", path));
        apiPath.ifPresent(path -> link.put("api_url", website + path));
        basePath.ifPresent(path -> link.put("web_url", website + path));
        link.put("links", links(target.get("links")));
        link.values().removeIf(value -> value == null);
        return link;
    }
}
